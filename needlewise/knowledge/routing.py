"""Routed turns: what visitors typed, where the conversation stood, and the act that was due (data/routing)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needlewise.knowledge.shapes import read_shaped
from needlewise.paths import DATA


@dataclass(frozen=True)
class RoutedTurn:
    """One message with its situation and what was due.

    Attributes:
        author: the name of its file: who wrote it, for measuring on authors that were not learnt from.
        text: as it was typed.
        acts: one, or two where the message asks two things; docs/editing.md lists them.
        after: what the conversation stood at, such as {"question": "medicines"}; empty where it does not matter.
        conditions: ids of the conditions that it tells.
        signs: ids of the signs that it tells.
    """

    author: str
    text: str
    acts: tuple[str, ...]
    after: Mapping[str, Any]
    conditions: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


def load_routed_turns(data: Path = DATA) -> list[RoutedTurn]:
    """The turns of a data folder, file by file.

    Raises:
        DataError: at the first file that has not the right shape.
    """
    return [turn for path in sorted((data / "routing").glob("*.yml")) for turn in _read(path)]


def _read(path: Path) -> Iterator[RoutedTurn]:
    for block in read_shaped(path, "routing")["turns"]:
        acts = block["act"] if isinstance(block["act"], list) else [block["act"]]
        for text in block["says"]:
            yield RoutedTurn(
                path.stem,
                text,
                tuple(acts),
                block.get("after", {}),
                tuple(block.get("conditions", ())),
                tuple(block.get("signs", ())),
            )
