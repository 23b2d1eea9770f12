"""`needlewise purge`: deletes conversations past their time now, and not at the server's next round."""

import argparse


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "purge",
        help="delete the conversations that are past their time",
        description="The server does the same at its start and every six hours; it may run meanwhile.",
    )
    parser.add_argument(
        "--days",
        type=_days,
        help="whole days after its last message that a conversation is kept; 0 deletes all (default: retention_days of "
        "data/site.yml)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Delete, and say how much; 1 where it cannot be done."""
    from needlewise.logs import configure_logging

    configure_logging("WARNING")
    from needlewise.cli.database import opened
    from needlewise.knowledge.content import shared_knowledge

    days = shared_knowledge().site.retention_days if args.days is None else args.days
    if (store := opened()) is None:
        return 1
    print(f"{store.purge(days)} events of conversations older than {days} days deleted")
    return 0


def _days(value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise argparse.ArgumentTypeError(f"{value!r} is no whole number of days")
    return int(value)
