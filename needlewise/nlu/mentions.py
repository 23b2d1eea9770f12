"""The mention extractor as a Rasa component."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from needlewise.language import MentionExtractor
from needlewise.nlu.featurizer import ORIGIN_AS_WRITTEN, vector_of

MENTIONS = "mentions"
"""The message property: a tuple of `Mention`."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Mentions(GraphComponent):
    """Finds the conditions and signs of which a message speaks."""

    def __init__(self) -> None:
        """Use `create`."""
        self._extractor = MentionExtractor.shared()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Mentions:
        """See the parent class."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the mentions of each message that was written, not pressed."""
        for message in messages:
            text = message.get(TEXT)
            if text and message.get(INTENT) is None and not text.strip().startswith("/"):
                message.set(MENTIONS, self._extractor.extract(text, vector_of(message, ORIGIN_AS_WRITTEN)))
        return messages
