"""What each messaging platform takes and what the channels say by themselves, from data/knowledge."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.shapes import read_shaped
from needlewise.paths import DATA


@dataclass(frozen=True)
class Menu:
    """A way in which a platform shows options.

    Attributes:
        kind: the name that the platform's channel knows it by, such as "list".
        many: whether several options can be chosen, else one.
        count: the most options it holds.
        title: the longest title of an option, in UTF-16 units.
        payload: the longest payload of an option, in bytes.
        body: the longest text beside it, in UTF-16 units.
        description: the longest second line of an option; 0 where there is none.
    """

    kind: str
    many: bool
    count: int
    title: int
    payload: int
    body: int
    description: int = 0


@dataclass(frozen=True)
class Limits:
    """What a platform takes.

    Attributes:
        text: the longest text of a message, in UTF-16 units.
        per_second: how many messages a second it takes.
        window: seconds after a visitor's message in which it may be answered, or None.
        retry_codes: its error codes that mean "later".
        menus: ways to show options, the best first.
    """

    text: int
    per_second: int
    window: float | None
    retry_codes: frozenset[str]
    menus: tuple[Menu, ...]


def length(text: str) -> int:
    """The length of a text in UTF-16 units: the strictest way in which any of the platforms counts."""
    return len(text.encode("utf-16-le")) // 2


@functools.cache
def limits_of(channel: str) -> Limits:
    """The limits of a channel's platform, by the channel's name.

    Raises:
        DataError: where data/knowledge/channel_limits.yml has not the right shape.
    """
    row = read_shaped(DATA / "knowledge" / "channel_limits.yml", "channel_limits")[channel]
    hours = row.get("window_hours")
    return Limits(
        text=row["text"],
        per_second=row["per_second"],
        window=hours * 3600 if hours else None,
        retry_codes=frozenset(row["retry_codes"]),
        menus=tuple(_menu(menu) for menu in row["menus"]),
    )


@functools.cache
def sentences() -> Mapping[str, str]:
    """What channels say by themselves, by key.

    Raises:
        DataError: where data/knowledge/channel_sentences.yml has not the right shape.
    """
    said = read_shaped(DATA / "knowledge" / "channel_sentences.yml", "channel_sentences")
    emergency_numbers = shared_knowledge().site.variables()["emergency_numbers"]
    return {key: text.strip() for key, text in said.items()} | {
        "failed": said["failed"].strip().format(emergency_numbers=emergency_numbers)
    }


def _menu(row: Mapping[str, Any]) -> Menu:
    return Menu(
        kind=row["kind"],
        many=row["select"] == "many",
        count=row["count"],
        title=row["title"],
        payload=row["payload"],
        body=row["body"],
        description=row.get("description", 0),
    )
