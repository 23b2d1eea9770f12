"""What is counted of a turn: how it was decided and what came of it, never what was said."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.channels.channel import UserMessage

from needlewise import metrics
from needlewise.dialogue.replies import Reply

FAILED = "failed"
REPEATED = "repeated"
"""Outcomes of turns that said nothing: an error, and a message that had been answered before."""
_NONE = "none"


def note_turn(message: UserMessage, said: Sequence[Mapping[str, Any]], outcome: str | None, seconds: float) -> None:
    """Counts a turn.

    Args:
        message: what a visitor sent, with what was understood of it where that was reached.
        said: the assistant's messages, in order.
        outcome: of a turn that ended in an error; None where its replies tell.
        seconds: how long it took, waiting included.
    """
    understood: Mapping[str, Any] = message.parse_data or {}
    replies = [Reply.from_message(one) for one in said]
    intent = (understood.get("intent") or {}).get("name") or _NONE
    topic = next((reply.topic for reply in replies if reply.topic), _NONE)
    outcome = outcome or (replies[0].kind.value if replies else FAILED)
    channel, traffic = message.input_channel or _NONE, metrics.TRAFFIC.get()
    metrics.TURNS.add(channel, intent, topic, outcome, traffic)
    metrics.TURN_SECONDS.observe(seconds, channel, traffic)
