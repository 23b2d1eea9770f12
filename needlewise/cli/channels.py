"""`needlewise channels`: which messaging channels are configured, what is missing, and their webhook addresses."""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping

from needlewise.channels import CHANNELS, ChannelConfigurationError
from needlewise.channels.base import MessagingInput
from needlewise.channels.configuration import PUBLIC_ADDRESS, is_wanted, missing


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    names = [channel.NAME for channel in CHANNELS if _registers(channel)]
    parser = subparsers.add_parser("channels", help="show the messaging channels, or register one with its platform")
    parser.add_argument("--register", choices=names, help="tell the platform what it can be told by program")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show the channels or register one; 0 where nothing is amiss."""
    if args.register:
        return _register(next(channel for channel in CHANNELS if args.register == channel.NAME), os.environ)
    lines, amiss = report(os.environ)
    print("\n".join(lines))
    return 1 if amiss else 0


def report(environ: Mapping[str, str]) -> tuple[list[str], bool]:
    """What there is to say of each channel, and whether one could not start."""
    lines, amiss = [], False
    for channel in CHANNELS:
        lacking = missing(channel.variables(), environ)
        if not is_wanted(channel.VARIABLES, environ):
            lines.append(f"{channel.NAME}: off")
            lines += [f"  needs {variable.name}: {variable.about}" for variable in lacking]
        elif lacking:
            amiss = True
            lines.append(f"{channel.NAME}: incomplete")
            lines += [f"  missing {variable.name}: {variable.about}" for variable in lacking]
        elif wrong := _what_is_wrong(channel, environ):
            amiss = True
            lines += [f"{channel.NAME}: cannot start", f"  {wrong}"]
        else:
            lines.append(f"{channel.NAME}: on")
        lines.append(f"  webhook {webhook(channel, environ)}")
    return lines, amiss


def _what_is_wrong(channel: type[MessagingInput], environ: Mapping[str, str]) -> str | None:
    """Why a channel that has all its variables cannot start."""
    try:
        channel.from_environment(environ)
    except ChannelConfigurationError as error:
        return str(error)
    return None


def webhook(channel: type[MessagingInput], environ: Mapping[str, str]) -> str:
    """The address at which a channel's platform delivers."""
    base = environ.get(PUBLIC_ADDRESS.name, "").rstrip("/") or "https://<your address>"
    return f"{base}/webhooks/{channel.NAME}/webhook"


def _registers(channel: type[MessagingInput]) -> bool:
    return channel.register is not MessagingInput.register


def _register(channel: type[MessagingInput], environ: Mapping[str, str]) -> int:
    if not environ.get(PUBLIC_ADDRESS.name):
        print(f"Set {PUBLIC_ADDRESS.name}: {PUBLIC_ADDRESS.about}.", file=sys.stderr)
        return 1
    try:
        built = channel.from_environment(environ)
    except ChannelConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    if built is None:
        print(f"The channel {channel.NAME} is off; `needlewise channels` says what it needs.", file=sys.stderr)
        return 1
    if not asyncio.run(_registered(built, webhook(channel, environ))):
        print(f"{channel.NAME} did not take it; the line above says why.", file=sys.stderr)
        return 1
    print(f"{channel.NAME} knows {webhook(channel, environ)}")
    return 0


async def _registered(channel: MessagingInput, address: str) -> bool:
    try:
        return await channel.register(address)
    finally:
        await channel.sender.close()
