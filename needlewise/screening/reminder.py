"""What was told earlier and matters before an answer is given. Pure."""

from collections.abc import Collection, Mapping

from needlewise.knowledge.scales import Outcome
from needlewise.knowledge.screening import Condition
from needlewise.language.mentions import Status
from needlewise.screening.facts import Facts

_GRAVE = frozenset({Outcome.DO_NOT, Outcome.SEE_PROFESSIONAL_FIRST})


def to_remind_of(facts: Facts, reminded: Collection[str], conditions: Mapping[str, Condition]) -> tuple[Condition, ...]:
    """The conditions that speak against needling at home and of which the visitor was not reminded yet.

    Only what was told counts, not what was supposed; and only of the person whom the talk is about.
    """
    return tuple(
        conditions[mention.id]
        for mention in facts.mentions
        if mention.kind == "condition"
        and mention.asked
        and mention.status is Status.PRESENT
        and facts.concerns(mention)
        and mention.id not in reminded
        and mention.id in conditions
        and conditions[mention.id].home in _GRAVE
    )
