"""The guided check in words: its questions, and the summary at its end."""

from needlewise.dialogue.assessment_wording import (
    assessment_json,
    assessment_lines,
    assessment_sources,
    named,
    open_topics,
    points,
    resume_button,
    they,
)
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.scales import Outcome
from needlewise.knowledge.screening import CheckQuestion
from needlewise.knowledge.sentences import listed, sentence
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.assessment import Assessment
from needlewise.screening.check import GuidedCheck, Stage, Step, known_conditions
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables


def check_reply(step: Step, check: GuidedCheck, *, changed: bool = False) -> Reply:
    """What the assistant says after a step of the check; `changed` where the message took something back."""
    if step.stage in (Stage.DONE, Stage.STOPPED, Stage.SO_FAR):
        return _summary(step, changed)
    return _question(step, check, changed)


def _question(step: Step, check: GuidedCheck, changed: bool) -> Reply:
    question = check.questions[step.state.question or ""]
    answers = check.open_answers(question, step.facts)
    number, count = check.progress(step.state, step.facts)
    lines = [*([sentence("changed")] if changed else []), *_lead(step, question, number, count)]
    lines += [*_known(question, step.facts), _text(question, step)]
    if question.multiple and step.stage is Stage.ASK:
        lines.append(sentence("check_many"))
    return Reply(
        text="\n\n".join(lines),
        kind=Kind.QUESTION,
        buttons=(
            *(Button(answer.title, f'/check_answer{{"answers": ["{answer.id}"]}}') for answer in answers),
            *(_button(name) for name in _other_answers(question, step.stage)),
        ),
        details={
            "select": "many" if question.multiple else "one",
            "progress": {"step": number, "of": count},
        },
    )


def _other_answers(question: CheckQuestion, stage: Stage) -> list[str]:
    """What else can be answered; "none" only where the question's own answers leave something out."""
    names = ["none"] if question.multiple else []
    return [*names, "not_sure", "skip", "stop" if stage is Stage.EXPLAIN else "why"]


def _button(name: str) -> Button:
    return Button(sentence(f"button_{name}"), f"/check_{name}")


def _lead(step: Step, question: CheckQuestion, number: int, count: int) -> list[str]:
    """What stands before the question; with the first, how many there are."""
    if step.stage is not Stage.ASK:
        return [sentence(f"check_{step.stage.value}", why=question.why, left=str(count - number + 1))]
    lines = _consequences(step)
    told = {mention.id for mention in step.news if shared_tables().conditions[mention.id].home is Outcome.DO_NOT}
    lines += _noted(tuple(mention for mention in step.noted if mention.id not in told))
    if step.started:
        other = step.facts.about() is Person.OTHER
        values = {"count": str(count), "they": they(step.state.who)}
        lines.append(sentence("check_intro_other" if other else "check_intro", **values))
    return lines


def _consequences(step: Step) -> list[str]:
    """What already rules needling at home out, said at once; the check goes on."""
    conditions = shared_tables().conditions
    grave = [conditions[m.id].name for m in step.news if conditions[m.id].home is Outcome.DO_NOT]
    return [sentence("check_already", names=listed(list(dict.fromkeys(grave))))] if grave else []


def _noted(noted: tuple[Mention, ...]) -> list[str]:
    """What was told beside the question, or taken back."""
    conditions = shared_tables().conditions
    lines = []
    for name, absent in (("check_noted", False), ("check_noted_not", True)):
        names = [conditions[m.id].name for m in noted if (m.status is Status.ABSENT) is absent and m.id in conditions]
        if names:
            lines.append(sentence(name, names=named(list(dict.fromkeys(names)))))
    return lines


def _known(question: CheckQuestion, facts: Facts) -> list[str]:
    """That part of the question was answered before."""
    there = {m.id for m in facts.mentions if m.status is Status.PRESENT and facts.concerns(m)}
    answered = [condition for condition in question.asks_about if condition in there & known_conditions(facts)]
    names = [shared_tables().conditions[condition].name for condition in answered]
    return [sentence("check_known", names=named(names))] if names else []


def _text(question: CheckQuestion, step: Step) -> str:
    """The question, worded for the person whom the check is about."""
    if step.facts.about() is Person.SELF:
        return question.text
    name = f"question_{question.id}_other"
    try:
        return sentence(name, they=they(step.state.who))
    except KeyError:
        return sentence("question_other", they=they(step.state.who), question=question.text)


def _summary(step: Step, changed: bool) -> Reply:
    """What the answers mean, with all that is still open; words for an appointment."""
    stopped = step.stage is not Stage.DONE
    assessment = shared_tables().assess(step.facts, whole_check=True)
    if step.stage is Stage.STOPPED and not assessment.reasons:
        return Reply(sentence("check_stopped"), Kind.SMALLTALK, buttons=(resume_button(),))
    lines = [*([sentence("changed")] if changed else []), *_noted(step.noted)]
    if stopped:
        lines.append(sentence(f"check_{'stopped_so_far' if step.stage is Stage.STOPPED else 'so_far'}"))
    lines += assessment_lines(assessment, assessment.reasons)
    if assessment.unanswered:
        lines.append(sentence("not_all_asked", topics=listed(open_topics(assessment.unanswered))))
    if step.state.unread:
        lines.append(sentence("check_unread", topics=listed(open_topics(step.state.unread))))
    if not stopped:
        done = _appointment(assessment, step.state.who) if assessment.reasons else sentence("check_steps_usual_care")
        lines.append(done)
    return Reply(
        text="\n\n".join(lines),
        kind=Kind.ASSESSMENT,
        sources=assessment_sources(assessment.reasons),
        buttons=_summary_buttons(assessment, stopped),
        details={
            "heading": sentence("check_heading_so_far" if stopped else "check_heading"),
            "points": points(assessment.reasons),
            "assessment": assessment_json(assessment),
        },
    )


def _summary_buttons(assessment: Assessment, stopped: bool) -> tuple[Button, ...]:
    if stopped:
        return (resume_button(),)
    return (Button(sentence("button_answer_open"), "/resume_check"),) if assessment.unanswered else ()


def _appointment(assessment: Assessment, who: str) -> str:
    """What to say at an appointment; combinations of reasons have no name of their own."""
    names = named([reason.name for reason in assessment.reasons if reason.name])
    if assessment.person is Person.SELF:
        return sentence("check_appointment", names=names)
    my = sentence("my", who=who) if who else sentence("my_unknown")
    return sentence("check_appointment_other", names=names, my=my)
