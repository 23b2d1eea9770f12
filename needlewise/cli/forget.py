"""`needlewise forget`: erases what is stored of somebody, at their wish."""

import argparse
import asyncio
import os
import sys


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "forget",
        help="erase all that is stored of a conversation",
        description="Erases conversations in the database of DATABASE_URL, with feedback and with what Redis holds of "
        "them where REDIS_URL is set; the server may run meanwhile.",
    )
    parser.add_argument(
        "conversation",
        nargs="+",
        help="its id, such as web-0f3a…, or with --channel what the platform calls the person",
    )
    parser.add_argument(
        "--channel",
        metavar="NAME",
        help="the messaging channel: the arguments are then what the platform calls a person (docs/privacy.md lists it "
        "for each), and the id is found with NEEDLEWISE_SECRET",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Erase, and say of each conversation how much there was; 1 where it cannot be done."""
    from needlewise.logs import configure_logging

    configure_logging("WARNING")
    from needlewise.channels import CHANNELS
    from needlewise.channels.configuration import SECRET
    from needlewise.channels.identity import Identity
    from needlewise.cli.database import opened

    conversations = args.conversation
    if args.channel:
        names = [channel.NAME for channel in CHANNELS]
        if args.channel not in names:
            print(f"There is no channel {args.channel!r}; expected one of {', '.join(names)}.", file=sys.stderr)
            return 1
        if not (secret := os.environ.get(SECRET.name)):
            print(f"Set {SECRET.name}: the id of a conversation is derived from it.", file=sys.stderr)
            return 1
        conversations = [Identity(secret).conversation(args.channel, person) for person in conversations]
    if (store := opened()) is None:
        return 1
    for conversation in conversations:
        deleted = store.erase(conversation)
        print(f"{conversation}: {deleted} events erased" if deleted else f"{conversation}: nothing is stored")
    asyncio.run(_drop_notes(conversations))
    return 0


async def _drop_notes(conversations: list[str]) -> None:
    """Drops what channels noted of the conversations."""
    from needlewise.channels.configuration import REDIS
    from needlewise.channels.memory import RedisMemory

    if address := os.environ.get(REDIS.name):
        memory = RedisMemory(address)
        for conversation in conversations:
            await memory.drop(conversation)
        await memory.close()
