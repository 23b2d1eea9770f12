"""What a set of measured times comes to."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least a share (0 to 1) of the values does not exceed.

    Raises:
        ValueError: where there are none.
    """
    if not values:
        raise ValueError("There are no values.")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Load:
    """How one side answered, with a number of clients at a time.

    Attributes:
        clients: how many.
        messages: how many were answered.
        failed: how many were not.
        p50: milliseconds; p95 and p99 too.
        a_second: messages; the median of the rounds.
        p50_of_rounds: the lowest and the highest p50 of a round: how much the machine's other work shows.
    """

    clients: int
    messages: int
    failed: int
    p50: float
    p95: float
    p99: float
    a_second: float
    p50_of_rounds: tuple[float, float]


@dataclass(frozen=True)
class Round:
    """What one round measured.

    Attributes:
        seconds: of each answered message, in the order of their answers.
        failed: messages without an answer.
        took: seconds from the first message to the last answer.
    """

    seconds: list[float]
    failed: int
    took: float


def load_of(clients: int, rounds: Sequence[Round]) -> Load:
    """All rounds together.

    Raises:
        ValueError: where nothing was answered.
    """
    times = [1000 * seconds for one in rounds for seconds in one.seconds]
    middles = [1000 * percentile(one.seconds, 0.5) for one in rounds if one.seconds]
    return Load(
        clients=clients,
        messages=len(times),
        failed=sum(one.failed for one in rounds),
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        p99=percentile(times, 0.99),
        a_second=statistics.median(len(one.seconds) / one.took for one in rounds),
        p50_of_rounds=(min(middles), max(middles)),
    )
