"""The screening tables, loaded once, and the questions that are put to them in every turn."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import (
    CheckQuestion,
    Combination,
    Condition,
    Sign,
    load_check_questions,
    load_combinations,
    load_conditions,
    load_signs,
)
from needlewise.language.mentions import Mention
from needlewise.paths import DATA
from needlewise.screening.assessment import Assessment, assess
from needlewise.screening.check import GuidedCheck
from needlewise.screening.facts import Facts
from needlewise.screening.triage import Triage, triage


@dataclass(frozen=True)
class Tables:
    """Conditions, signs, their combinations and the guided check's questions."""

    conditions: Mapping[str, Condition]
    signs: Mapping[str, Sign]
    combinations: Sequence[Combination]
    questions: Sequence[CheckQuestion]

    def assess(self, facts: Facts, *, whole_check: bool = False) -> Assessment:
        """See `assess`; with `whole_check` it names the check's questions that stayed open."""
        return assess(facts, self.conditions, self.combinations, self.questions if whole_check else ())

    def triage(self, mentions: Sequence[Mention], facts: Facts) -> Triage | None:
        """See `triage`."""
        return triage(mentions, facts, self.signs, self.combinations)

    def question(self, id_: str) -> CheckQuestion | None:
        """The question of the check that has an id, or None."""
        return next((question for question in self.questions if question.id == id_), None)

    def urgency(self, mentions: Sequence[Mention], facts: Facts) -> Urgency | None:
        """How urgent what a message tells is; None where it tells of no sign, or only supposes one."""
        found = self.triage(mentions, facts)
        return None if found is None or found.hypothetical else found.urgency


def load_tables(data: Path = DATA) -> Tables:
    """The tables of a data folder.

    Raises:
        DataError: at the first entry that is not as it must be.
    """
    return Tables(load_conditions(data), load_signs(data), load_combinations(data), load_check_questions(data))


@functools.cache
def shared_tables() -> Tables:
    """The project's tables, loaded once for the process."""
    return load_tables()


@functools.cache
def shared_check() -> GuidedCheck:
    """The guided check on the project's tables."""
    return GuidedCheck(shared_tables().questions, shared_tables().conditions)
