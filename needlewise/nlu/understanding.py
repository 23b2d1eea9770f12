"""The classifier as a Rasa component: reads a message once, and scores it in every way that it can be read."""

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
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message as RasaMessage
from rasa.shared.nlu.training_data.training_data import TrainingData

from needlewise.dialogue.memory import Memory
from needlewise.encoder import SentenceEncoder
from needlewise.knowledge.routing import load_routed_turns
from needlewise.knowledge.scales import Urgency
from needlewise.language import Mention, MentionExtractor
from needlewise.language.utterance import with_one_name
from needlewise.nlu.classifier import LabelClassifier
from needlewise.nlu.evidence import Labels, Message, Readings
from needlewise.nlu.lessons import Lesson, examples_of, in_context, lessons_of
from needlewise.nlu.payload import is_command
from needlewise.paths import DATA
from needlewise.screening.tables import shared_tables

READ = "read"
"""The message property: a `needlewise.nlu.evidence.Message`."""
LABELS = "labels"
"""The message property: the `Labels` that its readings are of."""


@functools.lru_cache(maxsize=1)
def ingredients() -> str:
    """Changes with the code that learns, and with what it learns from beside Rasa's training data.

    Rasa keeps what it trained before by a component's source and configuration; of these it knows nothing.
    """
    folders = [Path(__file__).parent, Path(__file__).parents[1] / "language", DATA / "routing", DATA / "knowledge"]
    files = [file for folder in folders for file in sorted(folder.glob("*.*")) if file.suffix in (".py", ".yml")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def lessons_in(training_data: TrainingData) -> list[Lesson]:
    """What is learnt from: Rasa's examples, the tables' descriptions and the routed turns."""
    examples = [m for m in training_data.nlu_examples if m.get(INTENT) and m.get(TEXT)]
    labelled = [(m.get(TEXT), m.get(INTENT_RESPONSE_KEY) or m.get(INTENT)) for m in examples]
    return lessons_of(labelled, load_routed_turns())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Understanding(GraphComponent):
    """Sets `read` and, as entities, what the message's words name. What follows is decided by the interpreter."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See `ingredients`."""
        return {"ingredients": ingredients()}

    def __init__(self, storage: ModelStorage, resource: Resource, classifier: LabelClassifier | None) -> None:
        """Use `create` or `load`."""
        self._storage, self._resource = storage, resource
        self._classifier = classifier
        self._labels = Labels(classifier.labels) if classifier else None
        self._extractor = MentionExtractor.shared()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understanding:
        """See the parent class."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Understanding:
        """See the parent class."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LabelClassifier.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all lessons."""
        examples = examples_of(lessons_in(training_data))
        self._classifier = LabelClassifier.train(examples.some(examples.distinct()))
        self._labels = Labels(self._classifier.labels)
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the training data as it is."""
        return training_data

    def process(self, messages: list[RasaMessage], tracker: DialogueStateTracker) -> list[RasaMessage]:
        """Reads each message that was typed."""
        memory = Memory.of_tracker(tracker)
        for message in messages:
            text = message.get(TEXT)
            if text and message.get(INTENT) is None and not is_command(text):
                read = self._read(text, memory)
                message.set(READ, read)
                message.set(LABELS, self._labels)
                message.set(ENTITIES, [_entity(mention, text) for mention in read.mentions], add_to_output=True)
        return messages

    def _read(self, text: str, memory: Memory) -> Message:
        if self._classifier is None:
            raise ValueError("The classifier has not been trained.")
        utterance, situation = self._extractor.reader.read(text), memory.situation
        texts = [with_one_name(text), *map(with_one_name, utterance.clauses)]
        texts += [in_context(situation.heading, text)] if situation.heading else []
        different = list(dict.fromkeys(texts))
        scores = self._classifier.scores(different, SentenceEncoder.shared().encode(different))
        rows = [scores[different.index(one)] for one in texts]
        clauses = np.stack(rows[1 : 1 + len(utterance.clauses)] or rows[:1])
        context = rows[-1] if situation.heading else np.zeros_like(rows[0])
        readings = Readings(rows[0], context, clauses)
        sign = shared_tables().signs.get(situation.triaged)
        company = ("infection",) if sign and sign.urgency >= Urgency.SAME_DAY_DOCTOR else ()
        mentions = self._extractor.extract(utterance, company)
        return Message(utterance, mentions, situation, readings, memory.facts, memory.check, memory.answered)


def _entity(mention: Mention, text: str) -> dict[str, Any]:
    """A mention as Rasa's entities are."""
    start = max(text.find(mention.words), 0)
    return {
        "entity": mention.kind,
        "value": mention.id,
        "role": mention.status.value,
        "group": mention.who or mention.person.value,
        "start": start,
        "end": start + len(mention.words),
        "extractor": "needlewise.language",
    }
