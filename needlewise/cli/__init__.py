"""The `needlewise` command: one module a subcommand, each with `add_parser` and `run`."""
