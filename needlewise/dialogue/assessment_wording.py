"""Assessments and triage in words. Every sentence comes from a data file; here they are only put in order."""

from collections.abc import Sequence

from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Outcome, Urgency
from needlewise.knowledge.screening import CheckQuestion, Condition
from needlewise.knowledge.sentences import listed, sentence
from needlewise.language.mentions import Person
from needlewise.screening.assessment import Assessment, Reason
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables
from needlewise.screening.triage import Triage

MOST_REASONS = 3
"""Reasons told in full; the rest are named."""
_NORMAL_HEALING_TOPIC = "normal_healing"
_MILD = frozenset({Outcome.OK_USUAL_CARE, Outcome.CAUTION})


def named(names: Sequence[str]) -> str:
    """Names of conditions as they stand in the middle of a sentence: "eczema, HIV and diabetes"."""
    return listed([name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names])


def whom(person: Person, who: str) -> str:
    """ "yourself", "your daughter", or "the person you ask for"."""
    return sentence("self") if person is Person.SELF else they(who)


def they(who: str) -> str:
    """ "your daughter", or "the person you ask for"."""
    return sentence("they", who=who) if who else sentence("other_unknown")


def start_button() -> Button:
    """Starts the guided check."""
    return Button(sentence("button_start"), "/start_check")


def resume_button() -> Button:
    """Takes the guided check up again."""
    return Button(sentence("button_resume"), "/resume_check")


def assessment_reply(assessment: Assessment, buttons: tuple[Button, ...] = (), *, changed: bool = False) -> Reply:
    """What the facts mean for needling: the outcome first, then why, then what may be done instead.

    Args:
        buttons: what the reply offers.
        changed: the message took back something that was told before.
    """
    lines = [sentence("changed")] if changed else []
    lines += assessment_lines(assessment)
    if assessment.unanswered:
        mild = assessment.home in _MILD
        lines.append(
            sentence("not_all_asked", topics=listed(open_topics(assessment.unanswered)))
            if mild
            else sentence("more_to_ask")
        )
    return Reply(
        text="\n\n".join(lines),
        kind=Kind.ASSESSMENT,
        sources=assessment_sources(assessment),
        buttons=buttons,
        details={"points": points(assessment), "assessment": assessment_json(assessment)},
    )


def assessment_lines(assessment: Assessment) -> list[str]:
    """Outcome, reasons, what a clinic may do, and a word on medicines: one paragraph each."""
    lines = [outcome_text(assessment)]
    lines += [reason_text(reason) for reason in assessment.reasons[:MOST_REASONS]]
    rest = [reason.name for reason in assessment.reasons[MOST_REASONS:] if reason.name]
    if rest:
        lines.append(sentence("more_reasons", names=named(rest)))
    if assessment.reasons:
        lines.append(sentence(f"professional_{assessment.professional.value}"))
    if any(_is_medicine(reason) for reason in assessment.reasons):
        lines.append(sentence("medicine"))
    return lines


def outcome_text(assessment: Assessment) -> str:
    """What to do about needling at home, in one sentence."""
    how = "if" if assessment.hypothetical else "home"
    return sentence(f"{how}_{assessment.home.value}", whom=whom(assessment.person, assessment.who))


def reason_text(reason: Reason) -> str:
    """One reason: what it is, why it matters, how long to wait, and where sources differ."""
    why = sentence("reason", name=reason.name, reason=reason.reason) if reason.name else reason.reason
    return " ".join(part for part in (why, reason.wait, reason.contested) if part)


def points(assessment: Assessment) -> list[dict[str, object]]:
    """The reasons told in full, each with its own sources."""
    return [
        {"text": reason_text(reason), "sources": list(reason.sources)} for reason in assessment.reasons[:MOST_REASONS]
    ]


def assessment_sources(assessment: Assessment) -> tuple[str, ...]:
    """The sources of all reasons, each once."""
    return tuple(dict.fromkeys(source for reason in assessment.reasons for source in reason.sources))


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


def unknown_condition_reply() -> Reply:
    """For a message that asks about suitability and names something that no table knows."""
    return Reply(sentence("unknown_condition"), Kind.ASSESSMENT, buttons=(start_button(),))


def reminder_reply(facts: Facts, conditions: Sequence[Condition]) -> Reply:
    """Before an answer: what was told earlier and speaks against needling."""
    assessment = shared_tables().assess(facts)
    names = named([condition.name for condition in conditions])
    return Reply(
        sentence("reminder", names=names, outcome=outcome_text(assessment)),
        Kind.ASSESSMENT,
        sources=tuple(dict.fromkeys(source for condition in conditions for source in condition.sources)),
        details={"assessment": assessment_json(assessment)},
    )


def triage_reply(triage: Triage, buttons: tuple[Button, ...] = ()) -> Reply:
    """How soon help is needed, and what to do until then. An emergency's reply holds nothing else."""
    urgency = triage.urgency
    if triage.hypothetical:
        return _supposed_reply(triage)
    lines = [sentence(f"triage_{urgency.value}"), *triage.advice]
    details: dict[str, object] = {"urgency": urgency.value}
    if urgency is Urgency.EMERGENCY_NOW:
        details["call"] = emergency_calls()
        buttons = emergency_buttons()
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
        buttons=buttons,
        details=details,
    )


def _supposed_reply(triage: Triage) -> Reply:
    """What to do if a sign that was only asked about came true: information, without alarm."""
    lines = [sentence(f"if_{triage.urgency.value}"), *triage.advice, sentence("if_now")]
    return Reply("\n\n".join(lines), Kind.ANSWER, sources=triage.sources)


def unknown_sign_reply(buttons: tuple[Button, ...] = ()) -> Reply:
    """For a message that sounds like a danger sign, but like none of the table: care today, when unsure."""
    urgency = Urgency.SAME_DAY_DOCTOR
    return Reply(sentence("triage_unknown"), Kind.TRIAGE, buttons=buttons, details={"urgency": urgency.value})


def emergency_again_reply() -> Reply:
    """While an emergency is open: the call for help in brief, whatever was said."""
    return Reply(
        sentence("emergency_again"),
        Kind.TRIAGE,
        buttons=emergency_buttons(),
        details={"urgency": Urgency.EMERGENCY_NOW.value, "call": emergency_calls()},
    )


def emergency_buttons() -> tuple[Button, ...]:
    """What ends an emergency: help is coming, or there is none."""
    return tuple(Button(sentence(f"button_{name}"), f"/{name}") for name in ("help_coming", "misunderstanding"))


def emergency_calls() -> list[dict[str, str]]:
    """The site's emergency numbers, each to be pressed on a phone."""
    numbers = shared_knowledge().site.variables()["emergency_numbers"].replace(" or ", ", ").split(", ")
    return [{"label": number, "number": number} for number in numbers]


def _is_medicine(reason: Reason) -> bool:
    condition = shared_tables().conditions.get(reason.id)
    return condition is not None and condition.category == "medication"
