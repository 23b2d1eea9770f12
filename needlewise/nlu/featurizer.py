"""The sentence encoder as a Rasa featurizer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from needlewise.encoder import SentenceEncoder
from needlewise.encoder.remembered import encode_remembered
from needlewise.nlu.text import cleaned, with_one_name

ORIGIN_AS_WRITTEN = "needlewise_as_written"
ORIGIN_ONE_NAME = "needlewise_one_name"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(GraphComponent):
    """Adds two dense sentence features to each message: its text as written, and with one name for the treatment.

    Each has shape (1, 384) and unit length, so that stock components can use them too.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        """See the parent class."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features to all examples."""
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        self._featurize(examples, encode_remembered)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the features to what a visitor wrote."""
        self._featurize([m for m in messages if m.get(TEXT)], SentenceEncoder.shared().encode)
        return messages

    @staticmethod
    def _featurize(messages: list[Message], encode: Callable[[list[str]], npt.NDArray[np.float32]]) -> None:
        forms = [(cleaned(message.get(TEXT)), with_one_name(message.get(TEXT))) for message in messages]
        different = list(dict.fromkeys(text for pair in forms for text in pair))  # Most are alike: encoded once.
        vectors = dict(zip(different, encode(different), strict=True))
        for message, pair in zip(messages, forms, strict=True):
            for origin, text in zip((ORIGIN_AS_WRITTEN, ORIGIN_ONE_NAME), pair, strict=True):
                features = vectors[text][np.newaxis, :]
                message.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, origin))


def vector_of(message: Message, origin: str) -> npt.NDArray[np.float32]:
    """The vector, shape (384,), that the featurizer gave a message under `origin`."""
    for features in message.features:
        if features.origin == origin:
            vector: npt.NDArray[np.float32] = features.features[0]
            return vector
    raise ValueError("The message has no sentence vector. Put needlewise.nlu.featurizer before this component.")
