"""Assessments and triage in words. Every sentence comes from a data file; here they are only put in order."""

from collections.abc import Sequence

from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Outcome, Urgency
from needlewise.knowledge.sentences import listed, sentence
from needlewise.knowledge.screening import CheckQuestion
from needlewise.language.mentions import Person
from needlewise.replies import Button, Kind, Reply
from needlewise.screening.assessment import Assessment, Reason
from needlewise.screening.tables import shared_tables
from needlewise.screening.triage import Triage

MOST_REASONS = 3
"""Reasons told in full; the rest are named."""
_NORMAL_HEALING_TOPIC = "normal_healing"


def whom(person: Person, who: str) -> str:
    """ "yourself", "your daughter", or "the person you ask for"."""
    if person is Person.SELF:
        return sentence("self")
    return sentence("other", who=f"your {who}") if who else sentence("other_unknown")


def assessment_reply(assessment: Assessment, buttons: tuple[Button, ...] = ()) -> Reply:
    """What the facts mean for needling: the outcome first, then why, then what may be done instead."""
    lines = [sentence(f"home_{assessment.home.value}", whom=whom(assessment.person, assessment.who))]
    if assessment.hypothetical:
        lines[0] += " " + sentence("hypothetical")
    told = assessment.reasons[:MOST_REASONS]
    lines += [reason_text(reason) for reason in told]
    rest = [reason.name for reason in assessment.reasons[MOST_REASONS:]]
    if rest:
        lines.append(sentence("more_reasons", names=listed(rest)))
    if assessment.reasons or assessment.home is not Outcome.OK_USUAL_CARE:
        lines.append(sentence(f"professional_{assessment.professional.value}"))
    if any(_is_medicine(reason) for reason in assessment.reasons):
        lines.append(sentence("medicine"))
    if assessment.unanswered:
        lines.append(sentence("not_all_asked", topics=listed(open_topics(assessment.unanswered))))
    return Reply(
        text="\n\n".join(lines),
        kind=Kind.ASSESSMENT,
        sources=tuple(dict.fromkeys(source for reason in assessment.reasons for source in reason.sources)),
        buttons=buttons,
        details={"assessment": assessment_json(assessment)},
    )


def reason_text(reason: Reason) -> str:
    """One reason: what it is, why it matters, how long to wait, and whether sources differ."""
    parts = [sentence("reason", name=reason.name, reason=reason.reason)]
    if reason.wait:
        parts.append(sentence("reason_wait", wait=reason.wait))
    if reason.contested:
        parts.append(sentence("sources_differ"))
    return " ".join(parts)


def open_topics(unanswered: Sequence[str]) -> list[str]:
    """What the open questions of the check are about, in words."""
    questions: dict[str, CheckQuestion] = {question.id: question for question in shared_tables().questions}
    return [questions[question].topic for question in unanswered]


def assessment_json(assessment: Assessment) -> dict[str, object]:
    """The assessment in the design's contract for `needlewise ask`."""
    return {
        "home": assessment.home.value,
        "professional": assessment.professional.value,
        "reasons": [reason.id for reason in assessment.reasons],
        "unanswered": list(assessment.unanswered),
    }


def triage_reply(triage: Triage) -> Reply:
    """How soon help is needed, and what to do until then. An emergency's reply holds nothing else."""
    urgency = triage.urgency
    lines = [sentence(f"triage_{urgency.value}"), *triage.advice]
    details: dict[str, object] = {"urgency": urgency.value}
    if urgency is Urgency.EMERGENCY_NOW:
        details["call"] = emergency_calls()
    elif urgency is Urgency.NORMAL_HEALING:
        if triage.normal_duration:
            lines.append(sentence("triage_normal_duration", duration=triage.normal_duration))
        lines.append(sentence("triage_when_to_worry"))
    else:
        lines += [sentence("triage_stop_needling"), sentence("triage_worse")]
    return Reply(
        text="\n\n".join(lines),
        kind=Kind.TRIAGE,
        topic=_NORMAL_HEALING_TOPIC if urgency is Urgency.NORMAL_HEALING else None,
        sources=triage.sources,
        details=details,
    )


def unknown_sign_reply() -> Reply:
    """For a message that sounds like a danger sign, but like none of the table: care today, when unsure."""
    urgency = Urgency.SAME_DAY_DOCTOR
    return Reply(sentence("triage_unknown"), Kind.TRIAGE, details={"urgency": urgency.value})


def emergency_calls() -> list[dict[str, str]]:
    """The site's emergency numbers, each to be pressed on a phone."""
    numbers = shared_knowledge().site.variables()["emergency_numbers"].replace(" or ", ", ").split(", ")
    return [{"label": number, "number": number} for number in numbers]


def _is_medicine(reason: Reason) -> bool:
    condition = shared_tables().conditions.get(reason.id)
    return condition is not None and condition.category == "medication"
