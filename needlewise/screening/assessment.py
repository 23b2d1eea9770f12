"""From facts to what to do about needling. Pure: no dialogue, no files, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from needlewise.knowledge.scales import Outcome
from needlewise.knowledge.screening import CheckQuestion, Combination, Condition
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.facts import Facts, Reply, counts


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against needling, or for care.

    Attributes:
        id: a condition, or a combination.
        hypothetical: it was supposed, not told.
        past: it is over, and still weighs.
        by_meaning: no word names it; it may have been misunderstood.
        words: the visitor's own words for it; empty for a combination.
    """

    id: str
    name: str
    home: Outcome
    professional: Outcome
    reason: str
    wait: str
    sources: tuple[str, ...]
    contested: str
    from_memory: str
    person: Person
    who: str = ""
    words: str = ""
    hypothetical: bool = False
    past: bool = False
    by_meaning: bool = False


@dataclass(frozen=True)
class Assessment:
    """What the facts mean. OK_USUAL_CARE says only that nothing told rules it out; it promises nothing.

    Attributes:
        reasons: the gravest first.
        unanswered: ids of the check's questions that were not put, not answered, or not known.
        hypothetical: every reason was supposed, none told.
    """

    home: Outcome
    professional: Outcome
    reasons: tuple[Reason, ...]
    unanswered: tuple[str, ...]
    person: Person
    who: str = ""

    @property
    def waits(self) -> tuple[Reason, ...]:
        """The reasons that say what to wait for."""
        return tuple(reason for reason in self.reasons if reason.wait)

    @property
    def hypothetical(self) -> bool:
        """Whether every reason was supposed, none told."""
        return bool(self.reasons) and all(reason.hypothetical for reason in self.reasons)


def assess(
    facts: Facts,
    conditions: Mapping[str, Condition],
    combinations: Sequence[Combination],
    questions: Sequence[CheckQuestion] = (),
) -> Assessment:
    """Weighs everything told of one person; the gravest counts, and combinations may be graver still.

    Args:
        facts: what is known.
        conditions: the knowledge table; mentions of others are passed over.
        combinations: rows with `home` or `professional`.
        questions: the guided check's, to name what stayed open; () where no check was meant.
    """
    person = facts.about()
    mentions = [
        mention
        for mention in facts.mentions
        if mention.kind == "condition" and facts.concerns(mention) and mention.asked and mention.id in conditions
    ]
    reasons = [_reason(mention, conditions[mention.id]) for mention in mentions if counts(mention)]
    reasons += [
        _past_reason(mention, conditions[mention.id])
        for mention in mentions
        if mention.status is Status.PAST and conditions[mention.id].past_home is not Outcome.OK_USUAL_CARE
    ]
    there = {mention.id: mention for mention in mentions if counts(mention)}
    for combination in combinations:
        if combination.home is not None and all(there.keys() & set(group) for group in combination.all_of):
            reasons.append(_combined(combination, there, person))
    order = {condition: place for place, condition in enumerate(conditions)}
    reasons.sort(key=lambda reason: (_weight(reason), order.get(reason.id, -1)))
    return Assessment(
        home=max((reason.home for reason in reasons), default=Outcome.OK_USUAL_CARE),
        professional=max((reason.professional for reason in reasons), default=Outcome.OK_USUAL_CARE),
        reasons=tuple(reasons),
        unanswered=tuple(question.id for question in questions if not is_settled(question, facts)),
        person=person,
        who=facts.who or next((mention.who for mention in mentions if mention.who), ""),
    )


def is_settled(question: CheckQuestion, facts: Facts) -> bool:
    """Whether a question needs no asking: answered, or all that it asks about told or denied before.

    Not sure and skipped settle nothing.
    """
    if facts.replies.get(question.id) in {Reply.ANSWERED, Reply.NONE}:
        return True
    known = {
        mention.id
        for mention in facts.mentions
        if mention.kind == "condition" and mention.status is not Status.POSSIBLE and facts.concerns(mention)
    }  # fmt: skip
    return bool(question.asks_about) and known.issuperset(question.asks_about)


def _weight(reason: Reason) -> tuple[int, int, bool]:
    levels = list(Outcome)
    return -levels.index(reason.home), -levels.index(reason.professional), reason.hypothetical


def _reason(mention: Mention, condition: Condition) -> Reason:
    return Reason(
        id=condition.id,
        name=condition.name,
        home=condition.home,
        professional=condition.professional,
        reason=condition.reason,
        wait=condition.wait,
        sources=condition.sources,
        contested=condition.contested,
        from_memory=condition.from_memory,
        person=mention.person,
        who=mention.who,
        words=mention.words,
        hypothetical=mention.status is Status.POSSIBLE,
        by_meaning=mention.by_meaning,
    )


def _past_reason(mention: Mention, condition: Condition) -> Reason:
    return Reason(
        id=condition.id,
        name=condition.name,
        home=condition.past_home,
        professional=condition.past_professional,
        reason=condition.reason,
        wait=condition.wait,
        sources=condition.sources,
        contested=condition.contested,
        from_memory=condition.from_memory,
        person=mention.person,
        who=mention.who,
        words=mention.words,
        past=True,
        by_meaning=mention.by_meaning,
    )


def _combined(combination: Combination, there: Mapping[str, Mention], person: Person) -> Reason:
    involved = [there[name] for group in combination.all_of for name in group if name in there]
    return Reason(
        id=combination.id,
        name="",
        home=combination.home or Outcome.OK_USUAL_CARE,
        professional=combination.professional or Outcome.OK_USUAL_CARE,
        reason=combination.reason,
        wait="",
        sources=combination.sources,
        contested="",
        from_memory=combination.reasoning,
        person=person,
        hypothetical=any(mention.status is Status.POSSIBLE for mention in involved),
    )
