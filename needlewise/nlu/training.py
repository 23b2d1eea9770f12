"""How the arbiter comes by its evidence: each lesson is scored by a classifier that learnt nothing of its author."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from needlewise.encoder.remembered import encode_remembered
from needlewise.language import MentionExtractor
from needlewise.language.utterance import with_one_name
from needlewise.nlu.classifier import Array, LabelClassifier
from needlewise.nlu.evidence import Labels, Message, Readings, evidence
from needlewise.nlu.lessons import FOLDS, Lesson, elsewhere, examples_of, fold_of
from needlewise.nlu.targets import target

_BATCH = 2048
SPARED = 3
"""Of the example messages without a situation, which are many, one in so many is scored for the arbiter."""


@dataclass(frozen=True)
class Scored:
    """A lesson with the evidence that others' lessons give of it, and the act that was then due."""

    lesson: Lesson
    message: Message
    labels: Labels
    record: dict[str, float]
    target: str | None


def scored_by_others(lessons: Sequence[Lesson]) -> list[Scored]:
    """Evidence of each lesson, and of some of them said elsewhere, from classifiers that left their author out."""
    examples = examples_of(lessons)
    examples = examples.some(examples.distinct())
    author_of: dict[str, str] = {}
    for lesson in lessons:
        for text in (lesson.read, with_one_name(lesson.text)):
            author_of.setdefault(text, lesson.author)
    folds = np.array([fold_of(author_of[text]) for text in examples.texts])
    every = [*(one for place, one in enumerate(lessons) if one.weight == 1 or place % SPARED == 0), *elsewhere(lessons)]
    places = np.array([fold_of(lesson.author) for lesson in every])
    found: list[Scored | None] = [None] * len(every)
    for fold in range(FOLDS):
        classifier = LabelClassifier.train(examples.some(np.flatnonzero(folds != fold)))
        rows = np.flatnonzero(places == fold)
        for row, one in zip(rows, score(classifier, [every[row] for row in rows]), strict=True):
            found[row] = one
    return [one for one in found if one is not None]


def score(classifier: LabelClassifier, lessons: Sequence[Lesson]) -> list[Scored]:
    """Evidence of lessons by one classifier."""
    extractor, labels = MentionExtractor.shared(), Labels(classifier.labels)
    utterances = [extractor.reader.read(lesson.text) for lesson in lessons]
    texts = [with_one_name(lesson.text) for lesson in lessons]
    texts += [lesson.read for lesson in lessons]
    clauses = [[with_one_name(clause) for clause in utterance.clauses] for utterance in utterances]
    texts += [clause for some in clauses for clause in some]
    different = list(dict.fromkeys(texts))
    rows = {text: row for row, text in enumerate(different)}
    scores = _scores(classifier, different, encode_remembered(different))
    found = []
    for lesson, utterance, some in zip(lessons, utterances, clauses, strict=True):
        alone = scores[rows[with_one_name(lesson.text)]]
        context = scores[rows[lesson.read]] if lesson.situation.heading else np.zeros_like(alone)
        by_clause = scores[[rows[clause] for clause in some]] if some else alone[None, :]
        readings = Readings(alone, context, by_clause)
        message = Message(utterance, extractor.extract(utterance), lesson.situation, readings)
        record = evidence(message, labels)
        found.append(Scored(lesson, message, labels, record, target(lesson, readings, labels)))
    return found


def _scores(classifier: LabelClassifier, texts: list[str], vectors: npt.NDArray[np.float32]) -> Array:
    batches = range(0, len(texts), _BATCH)
    scored = (classifier.scores(texts[at : at + _BATCH], vectors[at : at + _BATCH], points=False) for at in batches)
    return np.vstack(list(scored))
