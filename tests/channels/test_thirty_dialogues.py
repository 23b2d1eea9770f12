"""The same thirty dialogues with the real assistant give the same text on every channel.

The top of dialogues.yml says what may stand in it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench import Assistant, Bench, Loop
from rasa.core.channels.channel import UserMessage
from standins import PLATFORMS, Shown

from needlewise.channels.choices import can_be_combined
from needlewise.channels.limits import sentences
from needlewise.channels.rendering import in_order, is_emergency
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.content import shared_knowledge
from needlewise.runtime.assistant import Assistant as WholeAssistant

DIALOGUES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "dialogues.yml").read_text(encoding="utf-8")
)
KEYS = {
    "says", "times", "takes", "sends", "until", "kinds", "topic", "sourced", "home", "reasons", "urgency", "step",
    "buttons", "channel_says",
}  # fmt: skip
_MOST_REPEATS = 20
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


class Visitor:
    """Someone who writes on one channel, and what they have before them."""

    def __init__(self, bench: Bench, overheard: Overheard, name: str) -> None:
        self._bench, self._overheard, self._name = bench, overheard, name
        self.shown: list[Shown] = []
        self.replies: list[Reply] = []
        self._offer: tuple[Reply, list[Shown]] | None = None

    def take_turn(self, turn: dict[str, Any]) -> None:
        """Send what a turn says and read what comes."""
        self._overheard.replies = []
        if "says" in turn:
            self.shown = self._bench.say(self._name, turn["says"] * turn.get("times", 1))
        elif "sends" in turn:
            self.shown = self._bench.deliver(self._bench.platform.attachment(self._name, turn["sends"]))
        else:
            self.shown = self._take(turn["takes"])
        self.replies = self._overheard.replies
        offering = [reply for reply in self.replies if reply.buttons]
        if offering:
            self._offer = offering[-1], self.shown

    def _take(self, wanted: Sequence[int | str]) -> list[Shown]:
        assert self._offer, "nothing was offered"
        asked, shown = self._offer
        numbers = [number for number, b in enumerate(asked.buttons, 1) if any(is_meant(b, number, w) for w in wanted)]
        assert numbers, f"{wanted} is not among {[button.payload for button in asked.buttons]}"
        menus = [message for message in shown if len(message.choices) == len(asked.buttons)]
        if menus:
            return self._bench.pick(self._name, menus, *numbers)
        read = "\n".join(message.text for message in shown)
        titles = [re.escape(asked.buttons[number - 1].title) for number in numbers]
        typed = [re.findall(rf"(?m)^(\d+)\. {title}$", read)[-1] for title in titles]
        return self._bench.say(self._name, ", ".join(typed))


def is_meant(button: Button, number: int, wanted: int | str) -> bool:
    """Whether an option is the one of a number, answer or intent; "all" are those that go together."""
    if wanted == "all":
        return can_be_combined(button)
    return wanted in (number, button.payload) or f'"{wanted}"' in button.payload


def without_links(text: str) -> str:
    """The words alone: some channels show addresses, others only titles."""
    return " ".join(re.sub(r" https?://\S+(?=[\s,.]|$)", "", text).split())


def read(shown: Sequence[Shown], replies: Sequence[Reply]) -> str:
    """What a visitor reads, without options and how to choose them."""
    text = "\n".join(message.text for message in shown).translate(_LOOK_ALIKES)
    for button in (button for reply in replies for button in reply.buttons):
        text = re.sub(rf"(?m)^\d+\. {re.escape(button.title)}$", "", text)
    for prompt in ("choose", "choose_one", "choose_many"):
        text = text.replace(sentences()[prompt], "")
    return without_links(text)


def offered(shown: Sequence[Shown], replies: Sequence[Reply]) -> list[str]:
    """The titles of all options, as buttons or in the text."""
    text = "\n".join(message.text for message in shown)
    pressed = [choice.title for message in shown for choice in message.choices]
    return [b.title for reply in replies for b in reply.buttons if b.title in pressed or f". {b.title}" in text]


def check_what_was_meant(turn: dict[str, Any], replies: Sequence[Reply]) -> None:
    """The assistant said what a turn wants of it."""
    last = replies[-1] if replies else None
    details = [reply.details for reply in replies]
    if "kinds" in turn:
        assert [reply.kind.value for reply in replies] == turn["kinds"]
    if "topic" in turn:
        assert turn["topic"] in [reply.topic for reply in replies]
    if "urgency" in turn:
        assert turn["urgency"] in [each.get("urgency") for each in details]
    if "step" in turn:
        assert last and last.details["progress"]["step"] == turn["step"]
    if "buttons" in turn:
        assert last and {button.payload for button in last.buttons} >= set(turn["buttons"])
    assessment = next((each["assessment"] for each in details if each.get("assessment")), {})
    if "home" in turn:
        assert assessment["home"] == turn["home"]
    if "reasons" in turn:
        assert set(assessment["reasons"]) >= set(turn["reasons"]) and bool(turn["reasons"]) == bool(
            assessment["reasons"]
        )


def check_what_was_shown(turn: dict[str, Any], shown: Sequence[Shown], replies: Sequence[Reply]) -> None:
    """The channel showed all that the assistant said, an emergency first."""
    text = read(shown, replies)
    for reply in replies:
        assert without_links(reply.text) in text
        assert [button.title for button in reply.buttons] == offered(shown, [reply])
        if is_emergency(reply):
            assert read(shown[:1], replies).startswith(without_links(reply.text))
        if turn.get("sourced") and reply.kind is Kind.ANSWER:
            titles = [without_links(shared_knowledge().sources[id].title) for id in reply.sources]
            assert any(f"Source: {title}" in text for title in titles)
    for key in turn.get("channel_says", ()):
        assert sentences()[key] in text


def transcript(visitor: Visitor, turns: Sequence[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """What a visitor reads and is offered, turn by turn."""
    seen: list[tuple[str, list[str]]] = []
    for turn in turns:
        for _ in range(_MOST_REPEATS):
            visitor.take_turn(turn)
            check_what_was_shown(turn, visitor.shown, visitor.replies)
            seen.append((read(visitor.shown, visitor.replies), offered(visitor.shown, visitor.replies)))
            if turn.get("until") in (None, *(reply.kind.value for reply in visitor.replies)):
                break
        check_what_was_meant(turn, visitor.replies)
    return seen


@pytest.fixture(scope="module")
def transcripts(loop: Loop, whole_assistant: WholeAssistant) -> Iterator[Callable[[str], dict[str, Any]]]:
    """The transcripts of a dialogue by platform."""
    overheard = Overheard(whole_assistant.agent)
    benches = [Bench(loop, platform(), overheard) for platform in PLATFORMS]

    def of(name: str) -> dict[str, Any]:
        number = f"4477009{10000 + list(DIALOGUES).index(name)}"
        visitors = {type(bench.platform).__name__: Visitor(bench, overheard, number) for bench in benches}
        return {platform: transcript(visitor, DIALOGUES[name]) for platform, visitor in visitors.items()}

    yield of
    for bench in benches:
        bench.stop()
    assert [wrong for bench in benches for wrong in bench.platform.wrong] == []


def test_there_are_thirty() -> None:
    assert len(DIALOGUES) == 30
    assert {key for turns in DIALOGUES.values() for turn in turns for key in turn} <= KEYS


@pytest.mark.parametrize("name", DIALOGUES)
def test_same_text_on_every_channel(name: str, transcripts: Callable[[str], dict[str, Any]]) -> None:
    first, *others = transcripts(name).items()
    assert all(text for text, _ in first[1])
    for other in others:
        assert other[1] == first[1], f"{other[0]} differs from {first[0]}"
