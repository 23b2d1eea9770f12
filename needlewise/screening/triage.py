"""From signs to an urgency. Pure; when unsure, the more urgent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import Combination, Sign
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.facts import Facts


@dataclass(frozen=True)
class TriagedSign:
    """A sign that the visitor tells of, or one that several facts together amount to (`words` empty)."""

    sign: Sign
    words: str


@dataclass(frozen=True)
class Triage:
    """How soon help is needed, and why.

    Attributes:
        urgency: the gravest of the signs' and combinations'.
        signs: the gravest first.
        advice: what to do, for the signs of that urgency, each once.
        normal_duration: for the first sign; empty unless all is normal healing.
        sources: of those signs.
        person: whose signs they are.
        hypothetical: asked about, not told; then there is nothing urgent, only something to know.
    """

    urgency: Urgency
    signs: tuple[TriagedSign, ...]
    advice: tuple[str, ...]
    normal_duration: str
    sources: tuple[str, ...]
    person: Person
    who: str = ""
    hypothetical: bool = False


def triage(
    mentions: Sequence[Mention], facts: Facts, signs: Mapping[str, Sign], combinations: Sequence[Combination]
) -> Triage | None:
    """The urgency of what a message tells, in the light of what was told before; None where it tells of no sign.

    Args:
        mentions: the message's own.
        facts: everything known of the person; their conditions make infection more urgent, signs told before add up.
        signs: the knowledge table.
        combinations: rows with `urgency` and `sign`; they count only signs that were told in so many words.
    """
    told = [mention for mention in mentions if mention.kind == "sign" and mention.id in signs]
    present = [mention for mention in told if mention.status is Status.PRESENT]
    hypothetical = not present
    weighed = present or [mention for mention in told if mention.status is Status.POSSIBLE]
    if not weighed:
        return None
    triaged = [TriagedSign(signs[mention.id], mention.words) for mention in weighed]
    people = {sign.person for sign in weighed}
    there = {mention.id for mention in weighed if not mention.by_meaning} | {
        mention.id for mention in (*facts.mentions, *mentions)
        if mention.status is Status.PRESENT and mention.person in people
        and (mention.kind == "condition" or mention in facts.mentions)
    }  # fmt: skip
    for combination in combinations:
        holds = combination.sign and all(there.intersection(group) for group in combination.all_of)
        if holds and combination.sign not in {entry.sign.id for entry in triaged}:
            triaged.append(TriagedSign(signs[combination.sign], ""))
    order = {sign: place for place, sign in enumerate(signs)}
    triaged.sort(key=lambda entry: (-list(Urgency).index(entry.sign.urgency), order[entry.sign.id]))
    urgency = triaged[0].sign.urgency
    gravest = [entry.sign for entry in triaged if entry.sign.urgency is urgency]
    first = weighed[0]
    return Triage(
        urgency=urgency,
        signs=tuple(triaged),
        advice=tuple(dict.fromkeys(sign.advice for sign in gravest)),
        normal_duration=gravest[0].normal_duration,
        sources=tuple(dict.fromkeys(source for sign in gravest for source in sign.sources)),
        person=first.person,
        who=first.who,
        hypothetical=hypothetical,
    )
