"""The topic classifier as a Rasa component: ranks every topic and intent for a message."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from needlewise.nlu.classifier import KernelSettings, SentenceClassifier
from needlewise.nlu.featurizer import ORIGIN_AS_WRITTEN, ORIGIN_ONE_NAME, EncoderFeaturizer, vector_of
from needlewise.nlu.text import with_one_name
from needlewise.nlu.turn import PARTS, SCORES, parts_of


@functools.lru_cache(maxsize=1)
def _code() -> str:
    """Changes with the code that makes the classifier."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Scores a message, and each part of it where it may ask two things, for every label.

    Labels are intents, or full retrieval intents such as `faq/pain`. What follows from the scores is decided by
    the turn component, which comes next.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The kernel's settings, see `KernelSettings`, and what the code is.

        Rasa keeps what it trained before by the class's source and this; of the code beneath it knows nothing.
        """
        return {**vars(KernelSettings()), "code": _code()}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, classifier: SentenceClassifier | None
    ) -> None:
        """Use `create` or `load`."""
        self._settings = KernelSettings(**{key: config[key] for key in vars(KernelSettings())})
        self._storage = storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """See the parent class."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """See the parent class."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, SentenceClassifier.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that have an intent."""
        examples = [m for m in training_data.nlu_examples if m.get(INTENT) and m.get(TEXT)]
        self._classifier = SentenceClassifier.train(
            [with_one_name(example.get(TEXT)) for example in examples],
            np.stack([vector_of(example, ORIGIN_AS_WRITTEN) for example in examples]),
            np.stack([vector_of(example, ORIGIN_ONE_NAME) for example in examples]),
            [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples],
            self._settings,
        )
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the training data as it is: nothing after this component learns from it."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the scores of each message and of its parts."""
        for message in messages:
            if message.get(TEXT) and not message.get(INTENT):
                parts = parts_of(message.get(TEXT))
                pieces = [Message({TEXT: part}) for pair in parts for part in pair]
                EncoderFeaturizer().process(pieces)
                scored = self._scores([message, *pieces])
                message.set(SCORES, scored[0])
                message.set(PARTS, [(scored[1 + 2 * i], scored[2 + 2 * i]) for i in range(len(parts))])
        return messages

    def _scores(self, messages: list[Message]) -> list[dict[str, float]]:
        if self._classifier is None:
            raise ValueError("The topic classifier has not been trained.")
        return self._classifier.label_scores(
            [with_one_name(message.get(TEXT)) for message in messages],
            np.stack([vector_of(message, ORIGIN_AS_WRITTEN) for message in messages]),
            np.stack([vector_of(message, ORIGIN_ONE_NAME) for message in messages]),
        )
