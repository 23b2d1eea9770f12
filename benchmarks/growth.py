"""One long conversation, and what the same questions cost at its turns 5, 50, 200 and 400."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

MARKS = (5, 50, 200, 400)
_PROBES = 10
_LEAD = 4
"""Messages before a mark that are the same at each: what a turn looks back on is then the same too."""


def long_conversation(messages: Sequence[str], marks: Sequence[int] = MARKS) -> list[str]:
    """Messages with the same ten from each mark on, and the same four before these."""
    lead, probes = messages[:_LEAD], messages[_LEAD : _LEAD + _PROBES]
    filling = itertools.cycle(messages[_LEAD + _PROBES :])
    texts: list[str] = []
    for mark in marks:
        texts += itertools.islice(filling, mark - 1 - _LEAD - len(texts))
        texts += [*lead, *probes]
    return texts


def at_marks(seconds: Sequence[Sequence[float]], marks: Sequence[int] = MARKS) -> list[dict[str, float]]:
    """The median milliseconds of the ten messages from each mark on.

    Args:
        seconds: of each message of each such conversation, all of which were answered.
        marks: those of the conversations.
    """
    return [
        {
            "turn": mark,
            "ms": 1000 * statistics.median(one for own in seconds for one in own[mark - 1 : mark - 1 + _PROBES]),
        }
        for mark in marks
    ]
