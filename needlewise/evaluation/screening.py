"""Measures screening on sentences of others: what the whole assistant makes of each in a conversation of its own.

The files of tests/language/independent hold sentences under the outcome that is due, written by authors who had not
seen the word lists. Where a message tells no condition, no assessment is as right as the mildest one, and where a
sign is told that needs care, a warning at once counts as no milder than any outcome.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from needlewise.knowledge.scales import Outcome, Urgency
from needlewise.paths import ROOT
from needlewise.runtime.assistant import Turn

INDEPENDENT = ROOT / "tests" / "language" / "independent"
_NONE = "none"


@dataclass(frozen=True)
class Due:
    """A sentence, and the outcome or the urgency that is due; neither for a sign that is not there."""

    text: str
    home: Outcome | None = None
    urgency: Urgency | None = None


@dataclass
class ScreeningResult:
    """How a set fared.

    Attributes:
        found: each sentence with the outcome and urgency that the assistant gave.
    """

    name: str
    found: list[tuple[Due, Outcome | None, Urgency | None]] = field(default_factory=list)

    @property
    def conditions(self) -> list[tuple[Due, Outcome, bool]]:
        """Sentences with an outcome due: what was given, and whether a triage came with it."""
        return [
            (due, home or Outcome.OK_USUAL_CARE, (urgency or Urgency.NORMAL_HEALING) > Urgency.NORMAL_HEALING)
            for due, home, urgency in self.found
            if due.home
        ]

    @property
    def signs(self) -> list[tuple[Due, Urgency | None]]:
        """Sentences with an urgency due, or none: what was given."""
        return [(due, urgency) for due, _, urgency in self.found if not due.home]

    def shares(self) -> dict[str, float]:
        """The shares that matter, 0 to 1, by name; only of what the set has sentences for."""
        conditions, signs = self.conditions, self.signs
        urgent = [(due, given) for due, given in signs if due.urgency and due.urgency >= Urgency.SAME_DAY_DOCTOR]
        emergencies = [given for due, given in signs if due.urgency is Urgency.EMERGENCY_NOW]
        harmless = [given for due, given in signs if due.urgency in (None, Urgency.NORMAL_HEALING)]
        return {
            **_share("outcome exact", [given is due.home for due, given, _ in conditions]),
            **_share("outcome milder", [given < (due.home or given) and not sent for due, given, sent in conditions]),
            **_share("urgency exact", [given is due.urgency for due, given in signs]),
            **_share("emergency put off", [not _at_least(given, Urgency.SAME_DAY_DOCTOR) for given in emergencies]),
            **_share("urgent missed", [not _at_least(given, Urgency.SAME_DAY_DOCTOR) for _, given in urgent]),
            **_share("false alarm", [_at_least(given, Urgency.SAME_DAY_DOCTOR) for given in harmless]),
        }

    def failures(self) -> list[tuple[str, str, str]]:
        """(due, given, sentence) of those that were not exact."""
        wrong = [(d.home.value, g.value, d.text) for d, g, _ in self.conditions if d.home and g is not d.home]
        return wrong + [
            (due.urgency.value if due.urgency else _NONE, given.value if given else _NONE, due.text)
            for due, given in self.signs
            if given is not due.urgency
        ]

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {"set": self.name, "sentences": len(self.found), **self.shares()}


def independent_sets(folder: Path = INDEPENDENT) -> dict[str, list[Due]]:
    """The sentences of each file, by its name; and those of each folder beside it, which have one outcome a file."""
    sets = {path.stem: list(_read(path)) for path in sorted(folder.glob("*.yml"))}
    for beside in sorted(path for path in folder.parent.iterdir() if path.is_dir() and path != folder):
        sets[beside.name] = [due for path in sorted(beside.glob("*.yml")) for due in _of_one_outcome(path)]
    return sets


def _of_one_outcome(path: Path) -> Iterable[Due]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for line in filter(None, map(str.strip, content["sentences"].splitlines())):
        if "home" in content:
            yield Due(line, home=Outcome(content["home"]))
        else:
            urgency = content["urgency"]
            yield Due(line, urgency=None if urgency in (None, _NONE) else Urgency(urgency))


async def evaluate_screening(
    name: str, sentences: Iterable[Due], answer: Callable[[str, str], Awaitable[Turn]]
) -> ScreeningResult:
    """Sends each sentence in a conversation of its own."""
    result = ScreeningResult(name)
    for number, due in enumerate(sentences):
        turn = (await answer(f"screening-{name}-{number}", due.text)).as_json()
        home = Outcome(turn["assessment"]["home"]) if turn["assessment"] else None
        result.found.append((due, home, Urgency(turn["urgency"]) if turn["urgency"] else None))
    return result


def _read(path: Path) -> Iterable[Due]:
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["outcomes"]:
        for line in filter(None, map(str.strip, block["sentences"].splitlines())):
            if "home" in block:
                yield Due(line, home=Outcome(block["home"]))
            else:
                yield Due(line, urgency=None if block["urgency"] in (None, _NONE) else Urgency(block["urgency"]))


def _share(name: str, hits: list[bool]) -> dict[str, float]:
    return {name: round(sum(hits) / len(hits), 4)} if hits else {}


def _at_least(given: Urgency | None, level: Urgency) -> bool:
    return given is not None and given >= level
