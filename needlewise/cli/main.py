"""`needlewise`: see `needlewise --help`."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

_COMMANDS = ("serve", "chat", "ask", "check", "evaluate", "channels", "forget", "purge")
"""Modules of this package, in the order in which help lists them. Each imports what it needs only when it runs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a subcommand and returns the exit status."""
    # Said at import, of how Rasa uses SQLAlchemy: nothing that whoever runs a command could change.
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    parser = argparse.ArgumentParser(
        prog="needlewise", description="A conversational assistant on microneedling at home."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in _COMMANDS:
        importlib.import_module(f"needlewise.cli.{name}").add_parser(subparsers)
    parsed = parser.parse_args(arguments)
    try:
        status: int = parsed.run(parsed)
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


if __name__ == "__main__":
    sys.exit(main())
