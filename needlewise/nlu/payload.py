"""Pressed buttons: `/faq{"topic": "pain"}` or `/faq/pain`, and those of the guided check and of an emergency.

Rasa's own handler would know the intent of such a payload, but not which response or answer is meant.
"""

from __future__ import annotations

import json
import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from needlewise.dialogue.pressed import Pressed
from needlewise.knowledge.content import shared_knowledge
from needlewise.screening.check import Move

PRESSED = "pressed"
"""The message property: a `Pressed`; None of a typed message."""

GUIDED_CHECK = "guided_check"
_TOPIC = re.compile(r'^/faq(?:/(\w{1,80})|\{"topic": ?"(\w{1,80})"\})$')
_NAMED = re.compile(r"^/(\w{1,40})(\{.{0,2000}\})?$", re.DOTALL)
_MOVES = {
    "start_check": Move.START,
    "condition_check": Move.START,
    "resume_check": Move.RESUME,
    "check_answer": Move.ANSWER,
    "check_none": Move.NONE,
    "check_not_sure": Move.NOT_SURE,
    "check_skip": Move.SKIP,
    "check_why": Move.WHY,
    "check_back": Move.BACK,
    "check_stop": Move.STOP,
}
_INTENTS = ("help_coming", "misunderstanding", "none_of_these")
_OF_RASA = frozenset({"/restart", "/session_start", "/back"})
"""Commands that Rasa sends itself."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Payloads(GraphComponent):
    """Marks the messages that are pressed buttons; the interpreter decides what follows from them."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Payloads:
        """See the parent class."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `pressed`, and an intent so that no other component reads the payload as words."""
        for message in messages:
            pressed = read_payload(message.get(TEXT) or "")
            if pressed:
                message.set(PRESSED, pressed)
                message.set(INTENT, {"name": pressed.intent, "confidence": 1.0})
        return messages


def read_payload(text: str) -> Pressed | None:
    """What a button's payload says; None for words, for other payloads, and for a topic that is not there."""
    topic = topic_of_payload(text)
    if topic:
        return Pressed("faq", topic=topic)
    match = _NAMED.match(text)
    if match and match[1] in _INTENTS:
        return Pressed(match[1])
    if match and match[1] in _MOVES:
        return Pressed(GUIDED_CHECK, move=_MOVES[match[1]], answers=_answers(match[2] or "{}"))
    return None


def topic_of_payload(text: str) -> str | None:
    """The known topic or point that a button's payload names, else None."""
    match = _TOPIC.match(text)
    id_ = (match[1] or match[2]) if match else None
    known = shared_knowledge()
    return id_ if id_ in known.topics or id_ in known.points else None


def is_command(text: str) -> bool:
    """Whether a text is a command that Rasa sends itself; whatever else begins with a slash was typed."""
    return text.strip() in _OF_RASA


def _answers(written: str) -> tuple[str, ...]:
    """The ids under "answers"; none where the payload is not as our buttons send it."""
    try:
        value = json.loads(written).get("answers", [])
    except ValueError:
        return ()
    return tuple(dict.fromkeys(id_ for id_ in value if isinstance(id_, str))) if isinstance(value, list) else ()
