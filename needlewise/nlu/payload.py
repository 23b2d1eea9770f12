"""Pressed topic buttons: `/faq{"topic": "pain"}` or `/faq/pain`.

Rasa's own handler knows the intent of such a payload, but not which of its responses is meant.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from needlewise.knowledge.content import shared_knowledge
from needlewise.nlu.interpreter import set_decision
from needlewise.nlu.turn import Decision

_PAYLOAD = re.compile(r'^\s*/faq(?:/(\w+)|\s*\{\s*"topic"\s*:\s*"(\w+)"\s*\})\s*$')


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TopicPayloads(GraphComponent):
    """Reads the payload of a topic button and leaves its title in place of the text."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> TopicPayloads:
        """See the parent class."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and response of messages that are such payloads; an unknown topic is left as text."""
        for message in messages:
            topic = topic_of_payload(message.get(TEXT) or "")
            if topic:
                message.set(TEXT, shared_knowledge().topics[topic].title)
                chosen = {"topics": [{"id": topic, "confidence": 1.0}], "conditions": [], "signs": [], "mentions": []}
                set_decision(message, Decision("faq", f"faq/{topic}", (topic,)), chosen)
        return messages


def topic_of_payload(text: str) -> str | None:
    """The known topic that a button's payload names, else None."""
    match = _PAYLOAD.match(text)
    topic = (match[1] or match[2]) if match else None
    return topic if topic in shared_knowledge().topics else None
