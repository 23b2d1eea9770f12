"""What a pressed button says, and the plan that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from needlewise.dialogue.answers import button_for
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.policy import ENDS, MOST_ASIDES, Plan, aside, guided
from needlewise.knowledge.sentences import sentence
from needlewise.screening.check import Move, Said
from needlewise.screening.tables import shared_tables


@dataclass(frozen=True)
class Pressed:
    """What a button says.

    Attributes:
        topic: the id of the topic or point that it asks for.
        move: what it does in the guided check.
        answers: ids of the answers that were chosen.
    """

    intent: str
    topic: str | None = None
    move: Move | None = None
    answers: tuple[str, ...] = ()


_ACT = {"name": "pressed"}


def record_of(pressed: Pressed) -> Mapping[str, Any]:
    """The record of a pressed button, in the shape of that of a typed message."""
    topics = [{"id": pressed.topic, "confidence": 1.0}] if pressed.topic else []
    return {"topics": topics, "mentions": [], "conditions": [], "signs": [], "near": [], "act": _ACT}


def is_pressed(turn: Mapping[str, Any]) -> bool:
    """Whether the interpreter's record of a message is that of a pressed button, or of its title typed."""
    return turn.get("act") == _ACT


def of_pressed(pressed: Pressed, memory: Memory) -> Plan:
    """The plan of a pressed button; an emergency that is open lets go as it does for what is typed."""
    if memory.emergency is None:
        return _of_pressed(pressed, memory)
    if pressed.intent in ("help_coming", "misunderstanding"):
        ends = pressed.intent in ENDS
        asked = memory.emergency.asked if ends else ()
        return Plan("emergency_open", record={"what": pressed.intent, "ends": ends, "answers": list(asked)})
    if not memory.emergency.coming and memory.emergency.asides + 1 < MOST_ASIDES:
        return Plan("emergency_open", record={"what": "aside", "ends": False})
    done = _of_pressed(pressed, replace(memory, emergency=None))
    if done.intent == "faq":
        done = aside(done, [f"utter_faq/{pressed.topic}"])
    return Plan(done.intent, done.label, {**done.record, "emergency_over": True})


def _of_pressed(pressed: Pressed, memory: Memory) -> Plan:
    if pressed.move is not None:
        return guided(Said(pressed.move, answers=pressed.answers))
    if pressed.topic is None:
        return Plan(pressed.intent)
    if memory.situation.question:
        return aside(Plan("faq"), [f"utter_faq/{pressed.topic}"])
    return Plan("faq", f"faq/{pressed.topic}")


def title_of(pressed: Pressed, memory: Memory) -> str:
    """What the button said, as the conversation shows it."""
    if pressed.topic:
        return button_for(pressed.topic).title
    if pressed.answers:
        tables = shared_tables()
        waiting = [question for question in tables.questions if question.id == memory.situation.question]
        titles = {answer.id: answer.title for question in [*tables.questions, *waiting] for answer in question.answers}
        return ", ".join(titles[id_] for id_ in pressed.answers if id_ in titles) or sentence("button_answer")
    return sentence(f"button_{pressed.move.value if pressed.move else pressed.intent}")
