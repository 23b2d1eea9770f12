"""Which act would have been right for a lesson, given what the classifier makes of it."""

from needlewise.dialogue import acts
from needlewise.knowledge.content import shared_knowledge
from needlewise.nlu.evidence import Labels, Readings, two_topics
from needlewise.nlu.lessons import Lesson
from needlewise.screening.tables import shared_tables

OFFERED = 3
"""Topics of a "did you mean"."""


def fits(label: str, due: str) -> bool:
    """Whether the answer of one topic also answers what another was due for."""
    topic, wanted = label.removeprefix(acts.FAQ), due.removeprefix(acts.FAQ)
    known = shared_knowledge().topics
    return topic == wanted or (topic in known and wanted in known[topic].within)


def target(lesson: Lesson, readings: Readings, labels: Labels) -> str | None:
    """The act that was due; None where nobody said so."""
    if not lesson.acts:
        return None
    due = lesson.acts[0]
    if len(lesson.acts) == 2 and all(act.startswith(acts.FAQ) for act in lesson.acts):
        two = [topic for topic, _ in two_topics(readings, labels)]
        if len(two) == 2 and all(any(fits(topic, act) for topic in two) for act in lesson.acts):
            return acts.ANSWER_TWO
    if due.startswith(acts.FAQ):
        return _answered(lesson, readings, labels)
    if due == "triage":
        urgency = max(shared_tables().signs[id_].urgency for id_ in lesson.signs)
        return acts.TRIAGE[urgency]
    if due.startswith(acts.OUT_OF_SCOPE):
        return acts.REFUSE
    if due == "move/answer":
        return acts.CHECK_ANSWER
    if due in acts.DIALOGUE_LABELS:
        return acts.DIALOGUE
    if due in acts.DISTRESS_LABELS:
        return acts.DISTRESS
    return due.split("/")[0]


def _answered(lesson: Lesson, readings: Readings, labels: Labels) -> str | None:
    """Answered, or offered among others; example messages of one topic often ask their neighbour as well: None."""

    def right(found: list[tuple[str, float]]) -> list[bool]:
        return [any(fits(label, due) for due in lesson.acts) for label, _ in found]

    alone = right(labels.best(readings.alone, "faq", OFFERED))
    if alone[0]:
        return acts.ANSWER
    if lesson.situation.heading and right(labels.best(readings.in_context, "faq", OFFERED))[0]:
        return acts.ANSWER_IN_CONTEXT
    return acts.OFFER if lesson.weight == 1 else None
