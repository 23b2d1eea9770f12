"""What is typed: questions that neither side was taught."""

from __future__ import annotations

from itertools import chain, zip_longest

import yaml

from needlewise.paths import ROOT
from needlewise.screening.tables import shared_tables


def questions() -> list[str]:
    """The repository's own questions on each topic, one of each in turn; always in the same order."""
    files = sorted((ROOT / "tests" / "content").glob("*.yml"))
    by_topic = [yaml.safe_load(path.read_text(encoding="utf-8")).get("sentences", []) for path in files]
    return [text for text in chain.from_iterable(zip_longest(*by_topic)) if text]


def naming_conditions(number: int, which: int = 0) -> str:
    """A question that names a number of conditions.

    Args:
        number: how many.
        which: another one names others.
    """
    conditions = [condition for condition in shared_tables().conditions.values() if "," not in condition.name]
    start = which * 7  # no two questions in a row begin with the same condition
    named = [conditions[(start + place) % len(conditions)].name.lower() for place in range(number)]
    return f"can I do it with {', '.join(named)}" if named else "can I do it at home"
