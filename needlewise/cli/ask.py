"""`needlewise ask`: replies to one message, or to a file of them, through the whole assistant."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from needlewise.cli.loading import load_assistant, said


def add_parser(subparsers: Any) -> None:
    """Adds the subcommand."""
    parser = subparsers.add_parser("ask", help="print the replies to a message, or to many (--jsonl)")
    parser.add_argument("message", nargs="?", help="what a visitor writes")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read {"id", "text"} or {"id", "messages"} a line from standard input; write one object a line',
    )
    parser.add_argument("--why", action="store_true", help="print the evidence and the costs of the best acts too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answers; returns 1 where a line could not be read or answered, 2 where nothing was asked."""
    if args.jsonl == (args.message is not None):
        print("needlewise ask: give a message, or --jsonl and lines on standard input", file=sys.stderr)
        return 2
    assistant = load_assistant()
    if args.jsonl:
        return asyncio.run(_ask_lines(assistant, sys.stdin, sys.stdout))
    turn = asyncio.run(assistant.answer("ask", said(args.message)))
    print("\n\n".join(_shown(reply.as_json()) for reply in turn.replies))
    if args.why:
        print(_explained(turn.understood))
    return 0


def _explained(understood: Mapping[str, Any]) -> str:
    """Why the turn came out as it did: the acts by expected cost, and the evidence."""
    why = understood.get("why")
    if why is None:
        return "\nDecided by a guard or a button; the model was not asked."
    lines = ["", "act                        probability   expected cost"]
    lines += [f"{row['act']:26} {row['probability']:11.3f} {row['cost']:15.2f}" for row in why["choices"]]
    lines += ["", "evidence"]
    lines += [f"{key:34} {value:7.3f}" for key, value in sorted(why["evidence"].items())]
    return "\n".join(lines)


def _shown(reply: dict[str, Any]) -> str:
    lines = [reply["text"], *(f"  [{button['title']}]" for button in reply["buttons"])]
    if reply["sources"]:
        lines.append("Sources: " + ", ".join(reply["sources"]))
    return "\n".join(lines)


async def _ask_lines(assistant: Any, lines: Iterable[str], output: Any) -> int:
    status = 0
    for number, line in enumerate(_filled(lines), 1):
        answered = await _answer_line(assistant, line, number)
        status = max(status, int("error" in answered))
        print(json.dumps(answered, ensure_ascii=False), file=output, flush=True)
    return status


def _filled(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


async def _answer_line(assistant: Any, line: str, number: int) -> dict[str, Any]:
    """The result of one line: a fresh conversation. Never raises: an error stands in the result's place."""
    id_: Any = None
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict):
            raise ValueError("the line is no JSON object")
        id_ = asked.get("id")
        messages = _messages(asked)
        turns = [await assistant.answer(f"ask-{number}", said(message)) for message in messages]
        return {"id": id_, "turns": [turn.as_json() for turn in turns]}
    except ValueError as error:
        return {"id": id_, "error": f"line {number}: {error}"}
    except Exception as error:  # One bad message must not end the run of the others.
        return {"id": id_, "error": f"line {number}: {type(error).__name__}"}


def _messages(asked: dict[str, Any]) -> list[str]:
    if ("text" in asked) == ("messages" in asked):
        raise ValueError('expected either "text" or "messages"')
    messages = asked["messages"] if "messages" in asked else [asked["text"]]
    if not isinstance(messages, list) or not messages or not all(isinstance(message, str) for message in messages):
        raise ValueError('"text" must be a string, "messages" a list of strings')
    return messages
