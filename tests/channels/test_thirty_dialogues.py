"""The same thirty dialogues give the same text on every channel."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench import Assistant, Bench, Loop
from rasa.core.channels.channel import UserMessage
from standins import PLATFORMS, Shown

from needlewise.channels.choices import can_be_combined
from needlewise.channels.limits import sentences
from needlewise.channels.rendering import in_order
from needlewise.replies import Reply

DIALOGUES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "dialogues.yml").read_text(encoding="utf-8"))
_LOOK_ALIKES = str.maketrans("∗ˍ∼ˋ", "*_~`")


class Overheard:
    """Passes messages on to the assistant and notes what it says to each."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.replies: list[Reply] = []

    async def handle_message(self, message: UserMessage) -> None:
        """Answer, and keep a copy."""
        await self._assistant.handle_message(message)
        self.replies = in_order(message.output_channel.replies)  # type: ignore[union-attr]


def plain(shown: list[Shown], replies: list[Reply]) -> str:
    """What a visitor reads, without options and how to choose them."""
    text = "\n".join(message.text for message in shown).translate(_LOOK_ALIKES)
    for reply in replies:
        for button in reply.buttons:
            text = re.sub(rf"(?m)^\d+\. {re.escape(button.title)}$", "", text)
    for prompt in ("choose", "choose_one", "choose_many"):
        text = text.replace(sentences()[prompt], "")
    return " ".join(re.sub(r" https?://\S+(?=[\s,.]|$)", "", text).split())


def offered(shown: list[Shown], replies: list[Reply]) -> list[str]:
    """The titles of all options, as buttons or in the text."""
    read = "\n".join(message.text for message in shown)
    pressed = [choice.title for message in shown for choice in message.choices]
    return [b.title for reply in replies for b in reply.buttons if b.title in pressed or f". {b.title}" in read]


def choose(bench: Bench, visitor: str, shown: list[Shown], replies: list[Reply], numbers: list[int]) -> list[Shown]:
    """Take options of the last reply that offers any; numbers beyond its end mean its last option."""
    asked = next((reply for reply in reversed(replies) if reply.buttons), None)
    if asked is None:
        return bench.say(visitor, ", ".join(map(str, numbers)))
    numbers = list(dict.fromkeys(min(number, len(asked.buttons)) for number in numbers))
    if len(numbers) > 1:
        many = asked.details.get("select") == "many"
        together = [number for number in numbers if many and can_be_combined(asked.buttons[number - 1])]
        numbers = together or numbers[:1]
    menus = [message for message in shown if len(message.choices) == len(asked.buttons)]
    if menus:
        return bench.pick(visitor, menus, *numbers)
    read = "\n".join(message.text for message in shown)
    titles = [re.escape(asked.buttons[number - 1].title) for number in numbers]
    return bench.say(visitor, ", ".join(re.findall(rf"(?m)^(\d+)\. {title}$", read)[-1] for title in titles))


def transcript(bench: Bench, overheard: Overheard, visitor: str, messages: list[Any]) -> list[tuple[str, list[str]]]:
    """What a visitor reads and is offered at each turn of a dialogue."""
    turns: list[tuple[str, list[str]]] = []
    shown: list[Shown] = []
    for message in messages:
        before, overheard.replies = overheard.replies, []
        if isinstance(message, str):
            shown = bench.say(visitor, message)
        else:
            shown = choose(bench, visitor, shown, before, message["choose"])
        assert {each.to for each in shown} == {visitor}
        text = plain(shown, overheard.replies)
        for reply in overheard.replies:
            assert " ".join(reply.text.split()) in text
            assert [button.title for button in reply.buttons] == offered(shown, [reply])
        turns.append((text, offered(shown, overheard.replies)))
    return turns


@pytest.fixture(scope="module")
def transcripts(loop: Loop, assistant: Assistant) -> Iterator[Callable[[str], dict[str, Any]]]:
    """The transcripts of a dialogue by platform."""
    overheard = Overheard(assistant)
    benches = [Bench(loop, platform(), overheard) for platform in PLATFORMS]

    def of(name: str) -> dict[str, Any]:
        visitor = f"4477009{10000 + list(DIALOGUES).index(name)}"
        return {type(b.platform).__name__: transcript(b, overheard, visitor, DIALOGUES[name]) for b in benches}

    yield of
    for bench in benches:
        bench.stop()
    assert [wrong for bench in benches for wrong in bench.platform.wrong] == []


def test_there_are_thirty() -> None:
    assert len(DIALOGUES) == 30


@pytest.mark.parametrize("name", DIALOGUES)
def test_same_text_on_every_channel(name: str, transcripts: Callable[[str], dict[str, Any]]) -> None:
    first, *others = transcripts(name).items()
    assert all(text for text, _ in first[1])
    for other in others:
        assert other[1] == first[1], f"{other[0]} differs from {first[0]}"
