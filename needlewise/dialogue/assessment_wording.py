"""Assessments and triage in words. Every sentence comes from a data file; here they are only put in order."""

from collections.abc import Collection, Sequence

from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.scales import Outcome
from needlewise.knowledge.screening import CheckQuestion, Condition
from needlewise.knowledge.sentences import listed, sentence
from needlewise.language.mentions import Person
from needlewise.screening.assessment import Assessment, Reason
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables

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


def assessment_reply(
    assessment: Assessment, buttons: tuple[Button, ...] = (), *, changed: bool = False, first: Collection[str] = ()
) -> Reply:
    """What the facts mean for needling: the outcome, the strongest reason, what to do next, then the rest in brief.

    Args:
        buttons: what the reply offers.
        changed: the message took back something that was told before.
        first: ids of what the message itself told; of reasons equally grave these come first.
    """
    ordered = ordered_reasons(assessment, first)
    lines = [sentence("changed")] if changed else []
    lines += assessment_lines(assessment, ordered)
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
        sources=assessment_sources(ordered),
        buttons=buttons,
        details={
            "heading": sentence("assessment_heading"),
            "points": points(ordered),
            "assessment": assessment_json(assessment, ordered),
        },
    )


def ordered_reasons(assessment: Assessment, first: Collection[str] = ()) -> tuple[Reason, ...]:
    """The gravest first; of equally grave ones what was just told."""
    grave = [reason for reason in assessment.reasons if reason.home is assessment.home]
    rest = [reason for reason in assessment.reasons if reason.home is not assessment.home]
    return tuple(sorted(grave, key=lambda reason: reason.id not in first) + rest)


def assessment_lines(assessment: Assessment, reasons: Sequence[Reason]) -> list[str]:
    """Outcome with the strongest reason, what a clinic may do, the other reasons in brief, and a word on medicines."""
    lines = [outcome_text(assessment)]
    if not reasons:
        return lines
    lines[0] = f"{lines[0]} {reason_text(reasons[0])}"
    if reasons[0].by_meaning:
        lines.insert(0, sentence("understood_as", name=name_of(reasons[0])))
    lines.append(sentence(f"professional_{assessment.professional.value}"))
    rest = [name_of(reason) for reason in reasons[1:] if reason.name]
    if rest:
        lines.append(sentence("more_reasons", names=listed(rest)))
    if any(_is_medicine(reason) for reason in reasons):
        lines.append(sentence("medicine"))
    return lines


def name_of(reason: Reason) -> str:
    """What it is called in the middle of a sentence."""
    return named([reason.name])


def outcome_text(assessment: Assessment) -> str:
    """What to do about needling at home, in one sentence."""
    how = "if" if assessment.hypothetical else "home"
    person = whom(assessment.person, assessment.who)
    text = sentence(f"{how}_{assessment.home.value}", whom=person)
    if assessment.person is Person.SELF or person in text:
        return text
    return sentence("for_other", they=person, outcome=text[:1].lower() + text[1:])


def reason_text(reason: Reason, led_in_by: str = "reason") -> str:
    """One reason: what it is, why it matters, how long to wait, and where sources differ."""
    why = sentence(led_in_by, name=reason.name, reason=reason.reason) if reason.name else reason.reason
    return " ".join(part for part in (why, reason.wait, reason.contested) if part)


def points(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """The reasons, the gravest first, each in a sentence with its own sources."""
    texts = [reason_text(reason, "reason" if place == 0 else "reason_too") for place, reason in enumerate(reasons)]
    return [{"text": text, "sources": list(reason.sources)} for text, reason in zip(texts, reasons, strict=True)]


def assessment_sources(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """The sources of all reasons, each once."""
    return tuple(dict.fromkeys(source for reason in reasons for source in reason.sources))


def open_topics(unanswered: Sequence[str]) -> list[str]:
    """What the open questions of the check are about, in words."""
    questions: dict[str, CheckQuestion] = {question.id: question for question in shared_tables().questions}
    return [questions[question].topic for question in unanswered]


def assessment_json(assessment: Assessment, reasons: Sequence[Reason] | None = None) -> dict[str, object]:
    """The assessment in the design's contract for `needlewise ask`, with its reasons in an order where one is given."""
    return {
        "home": assessment.home.value,
        "professional": assessment.professional.value,
        "reasons": [reason.id for reason in (assessment.reasons if reasons is None else reasons)],
        "unanswered": list(assessment.unanswered),
    }


def unknown_condition_reply() -> Reply:
    """For a message that asks about suitability and names something that no table knows."""
    heading = {"heading": sentence("assessment_heading")}
    return Reply(sentence("unknown_condition"), Kind.ASSESSMENT, buttons=(start_button(),), details=heading)


def reminder(facts: Facts, conditions: Sequence[Condition]) -> tuple[str, dict[str, object]]:
    """Before an answer: what was told and speaks against needling, in words and as an assessment."""
    assessment = shared_tables().assess(facts, whole_check=True)
    names = named([condition.name for condition in conditions])
    reasons = ordered_reasons(assessment, [condition.id for condition in conditions])
    return sentence("reminder", names=names, outcome=outcome_text(assessment)), assessment_json(assessment, reasons)


def follow_up_reply(what: str, assessment: Assessment, about: Sequence[str]) -> Reply:
    """The part of an assessment that was asked for: why, clinic, home, verdict, when, stop_medicine or insist.

    Args:
        what: one of these.
        assessment: of all that was told.
        about: ids of the reasons that were told last, the first of them the strongest.
    """
    ordered = sorted(
        assessment.reasons, key=lambda reason: about.index(reason.id) if reason.id in about else len(about)
    )
    main = ordered[0] if ordered else None
    text = _follow_up_text(what, assessment, main, next((reason for reason in ordered if reason.name), main))
    return Reply(
        text=text,
        kind=Kind.ASSESSMENT,
        sources=main.sources if main else (),
        buttons=(start_button(),) if assessment.unanswered else (),
        details={"heading": sentence("assessment_heading"), "assessment": assessment_json(assessment, ordered)},
    )


def _follow_up_text(what: str, assessment: Assessment, main: Reason | None, of_name: Reason | None) -> str:
    """As `follow_up_reply`; reasons that several facts make together have no name, and lend that of the next."""
    if main is None or of_name is None:
        return sentence("verdict_nothing")
    values = {"name": name_of(of_name), "reason": main.reason, "whom": whom(assessment.person, assessment.who)}
    professional = sentence(f"professional_{assessment.professional.value}")
    match what:
        case "why":
            return " ".join(part for part in (sentence("why_reason", **values), main.contested) if part)
        case "clinic":
            return " ".join(part for part in (professional, main.wait, sentence("clinic_tell", **values)) if part)
        case "when":
            return " ".join((main.wait or sentence("when_ask", **values), sentence("when_then")))
        case "stop_medicine":
            return sentence("stop_medicine", **values)
        case "insist":
            return sentence("insist", **values)
    verdict = sentence(f"verdict_{assessment.home.value}", **values)
    return f"{verdict} {professional}"


def _is_medicine(reason: Reason) -> bool:
    condition = shared_tables().conditions.get(reason.id)
    return condition is not None and condition.category == "medication"
