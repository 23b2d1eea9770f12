"""One turn of a conversation on a channel: what the visitor sent, what it means, what the assistant says to it."""

import json
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.channels.channel import OutputChannel

from needlewise.channels.choices import answer_of, chosen_numbers
from needlewise.channels.memory import Memory
from needlewise.replies import Button, Reply


@dataclass(frozen=True)
class Incoming:
    """A message of a visitor.

    Attributes:
        id: the platform's, unique within the channel.
        person: whose conversation it is, as the platform knows them; leaves this process only as a keyed hash.
        address: what the channel needs to answer; kept in memory only.
        sent_at: orders the messages of a conversation; seconds since 1970 or the platform's own count.
        text: what was typed.
        payload: what a pressed button sends.
        title: what a pressed button says.
        attachment: whether something came along that is not text.
        expires_at: seconds since 1970 after which the platform takes no answer, or None.
    """

    id: str
    person: str
    address: Any
    sent_at: float = 0.0
    text: str = ""
    payload: str = ""
    title: str = ""
    attachment: bool = False
    expires_at: float | None = None

    @property
    def asks_for_sources(self) -> bool:
        """Whether it asks for all sources of the last answer, as the short line of sources offers."""
        return not self.payload and self.text.strip(' "“”.!?').casefold() in ("sources", "source")


class Collected(OutputChannel):
    """Collects what the assistant says in one turn, so that an emergency can go first."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.replies: list[Reply] = []

    def name(self) -> str:  # type: ignore[override]
        """The channel's name: responses may have variations by it."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take a message of the assistant."""
        self.replies.append(Reply.from_message(message))


async def understood(incoming: Incoming, conversation: str, memory: Memory) -> Incoming:
    """The message with a number resolved to the option that it stands for, and a payload's short name to the payload.

    A number is an answer only to a list that was shown last.
    """
    if not (incoming.text or incoming.payload):
        return incoming
    shown = await memory.recall(conversation, "numbered")
    if shown:
        await memory.drop(conversation, "numbered")
    if incoming.payload.startswith("#"):
        payload = await memory.recall(conversation, incoming.payload)
        return replace(incoming, payload=payload) if payload else replace(incoming, payload="", text=incoming.title)
    if shown and incoming.text:
        many, rows = json.loads(shown)
        if chosen := chosen_numbers(incoming.text, [Button(*row) for row in rows], many):
            text, payload = answer_of(chosen)
            return replace(incoming, text=text, payload=payload)
    # Only a button's payload may start with a slash: typed, it would speak to Rasa past the understanding.
    return replace(incoming, text=incoming.text.lstrip(" /"))
