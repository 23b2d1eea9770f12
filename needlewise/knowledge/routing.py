"""What data/knowledge/routing.yml says of how messages are taken."""

from dataclasses import dataclass
from pathlib import Path

from needlewise.knowledge.shapes import read_shaped
from needlewise.paths import DATA


@dataclass(frozen=True)
class Routing:
    """See the comments of data/knowledge/routing.yml."""

    asides: frozenset[str]
    remind_before: frozenset[str]
    asks_suitability: frozenset[str]
    asks_healing: frozenset[str]
    asks_else: frozenset[str]
    supposed_signs: str
    unknown_leads: tuple[str, ...]
    plain_words: frozenset[str]


def load_routing(data: Path = DATA) -> Routing:
    """The table of a data folder.

    Raises:
        DataError: where it is not as it must be.
    """
    content = read_shaped(data / "knowledge" / "routing.yml", "routing")
    return Routing(
        asides=frozenset(content["asides"]),
        remind_before=frozenset(content["remind_before"]),
        asks_suitability=frozenset(content["asks_suitability"]),
        asks_healing=frozenset(content["asks_healing"]),
        asks_else=frozenset(content["asks_else"]),
        supposed_signs=content["supposed_signs"],
        unknown_leads=tuple(content["unknown"]["leads"]),
        plain_words=frozenset(content["unknown"]["plain"]),
    )
