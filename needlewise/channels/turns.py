"""One turn of a conversation on a channel: what the visitor sent, what it means, what the assistant says to it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import OutputChannel

from needlewise.channels.choices import answer_of, chosen_numbers
from needlewise.channels.memory import Memory
from needlewise.channels.payloads import button_payload, typed
from needlewise.dialogue.replies import Button, Reply


@dataclass(frozen=True)
class Incoming:
    """A message of a visitor.

    Attributes:
        id: the platform's, unique within the channel.
        person: whose conversation it is, as the platform knows them; leaves this process only as a keyed hash.
        address: what the channel needs to answer; kept in memory only.
        sent_at: orders the messages of a conversation; seconds since 1970 or the platform's own count.
        text: what was typed.
        chosen: the options that were pressed.
        attachment: whether something came along that is not text.
        expires_at: seconds since 1970 after which the platform takes no answer, or None.
    """

    id: str
    person: str
    address: Any
    sent_at: float = 0.0
    text: str = ""
    chosen: tuple[Button, ...] = ()
    attachment: bool = False
    expires_at: float | None = None

    @property
    def asks_for_sources(self) -> bool:
        """Whether it asks for all sources of the last answer, as the short line of sources offers."""
        return not self.chosen and self.text.strip(' "“”.!?').casefold() in ("sources", "source")


class Collected(OutputChannel):
    """Collects what the assistant says in one turn, so that an emergency can go first."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.replies: list[Reply] = []

    def name(self) -> str:
        """The channel's name: responses may have variations by it."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take a message of the assistant."""
        self.replies.append(Reply.from_message(message))


async def said(incoming: Incoming, conversation: str, memory: Memory) -> str:
    """What a message says to the assistant: text, or the payload of options; empty where it says nothing.

    A number is an answer only to a list that was shown last.
    """
    if not (incoming.text or incoming.chosen):
        return ""
    shown = await memory.recall(conversation, "numbered")
    if shown:
        await memory.drop(conversation, "numbered")
    if incoming.chosen:
        return _pressed([await _whole(button, conversation, memory) for button in incoming.chosen])
    if shown:
        many, rows = json.loads(shown)
        if chosen := chosen_numbers(incoming.text, [Button(*row) for row in rows], many):
            return _pressed(chosen)
    return typed(incoming.text)


def _pressed(chosen: Sequence[Button]) -> str:
    """What pressed options say; one whose payload is none of ours says its title, like a typed one."""
    return button_payload(answer_of(chosen)) or typed(", ".join(button.title for button in chosen))


async def _whole(button: Button, conversation: str, memory: Memory) -> Button:
    """The option with its payload in place of the short name that it was shown with; if forgotten, with its title."""
    if not button.payload.startswith("#"):
        return button
    return Button(button.title, await memory.recall(conversation, button.payload) or button.title)
