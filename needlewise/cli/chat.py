"""`needlewise chat`: a conversation in the terminal."""

import argparse
import asyncio
from typing import Any

from needlewise.cli.loading import load_assistant, said
from needlewise.dialogue.replies import Button


def add_parser(subparsers: Any) -> None:
    """Adds the subcommand."""
    parser = subparsers.add_parser("chat", help="talk to the assistant in the terminal")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talks until the input ends."""
    assistant = load_assistant()
    print("Ask about microneedling. A number chooses a button. Ctrl-D ends.\n")
    buttons: tuple[Button, ...] = ()
    while True:
        try:
            line = input("> ").strip()
        except EOFError:
            print()
            return 0
        pressed = int(line) - 1 if line.isdigit() else -1
        words = buttons[pressed].payload if 0 <= pressed < len(buttons) else said(line)
        turn = asyncio.run(assistant.answer("chat", words))
        buttons = ()
        for reply in turn.replies:
            print(f"\n{reply.text}")
            buttons += reply.buttons
            if reply.sources:
                print(
                    f"(sources: {', '.join(reply.sources)}; checked against them on {reply.reviewed})"
                    if reply.reviewed
                    else f"(sources: {', '.join(reply.sources)})"
                )
        print("".join(f"\n  {number}. {button.title}" for number, button in enumerate(buttons, 1)) + "\n")
