"""What the classifier and the arbiter learn from: example messages, descriptions and routed turns, in one form."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from needlewise.dialogue import acts
from needlewise.dialogue.situation import Situation
from needlewise.encoder.remembered import encode_remembered
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.routing import RoutedTurn
from needlewise.language import MentionExtractor
from needlewise.language.utterance import with_one_name
from needlewise.nlu.classifier import Examples
from needlewise.screening.tables import shared_tables

BLOCK = 24
"""Example messages in a row that count as one author's: they were written in one go."""
FOLDS = 3
_ASKS_FOR_CHECK = re.compile(
    r"\b(?:check|suitable|suited|allowed|(?:right|ok|okay) for me|healthy|no illness|questions)\b"
)
"""Words by which an example that names no condition asks for the check; the others name what no table knows."""
_SENTENCE_END = re.compile(r"(?<=[.?])\s+")
_SPOKEN = (*acts.DIALOGUE_LABELS, *acts.DISTRESS_LABELS)
_PLAIN = (acts.FAQ, acts.OUT_OF_SCOPE, "assess", "triage", "thanks", "greet", "goodbye", "privacy_known", "forget_me")
"""Acts of messages that mean the same wherever the conversation stands."""


@dataclass(frozen=True)
class Lesson:
    """A message, where it was said, and what it is.

    Attributes:
        author: who wrote it; whoever is measured on is not learnt from.
        labels: of the classifier; the first says most.
        acts: due; empty where nobody said so.
        weight: how much it counts for the arbiter.
    """

    author: str
    text: str
    labels: tuple[str, ...]
    acts: tuple[str, ...] = ()
    situation: Situation = field(default_factory=Situation)
    conditions: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def read(self) -> str:
        """The text as the classifier is taught it: under what came before, where that matters."""
        return in_context(self.situation.heading, self.text)


def in_context(heading: str, text: str) -> str:
    """A message under a heading, with one name for the treatment."""
    return with_one_name(f"{heading}: {text}") if heading else with_one_name(text)


def lessons_of(examples: Iterable[tuple[str, str]], turns: Iterable[RoutedTurn]) -> list[Lesson]:
    """All lessons.

    Args:
        examples: (message, label) of the training files, in their order.
        turns: the routed turns.
    """
    return [*_examples(examples), *_answers(), *_descriptions(), *map(_routed, turns)]


def _examples(examples: Iterable[tuple[str, str]]) -> Iterator[Lesson]:
    topics, points = shared_knowledge().topics, shared_knowledge().points
    for number, (text, intent) in enumerate(examples):
        label = acts.SAME_AS.get(intent, intent)
        point = points.get(label.removeprefix(acts.FAQ))
        labels = (f"faq/{point.topic}", label) if point else (label,)
        act = labels[0]
        if act.startswith(acts.FAQ) and act.removeprefix(acts.FAQ) not in topics:
            continue
        if label == acts.TELLS_CONDITION:
            yield _suitability(f"{intent}-{number // BLOCK}", text)
            continue
        known = label.startswith((acts.FAQ, acts.OUT_OF_SCOPE)) or label in (
            *acts.DIALOGUE_LABELS,
            *acts.DISTRESS_LABELS,
        )
        yield Lesson(f"{intent}-{number // BLOCK}", text, labels, (act,) if known else (), weight=0.3)


def _suitability(author: str, text: str) -> Lesson:
    """An example of the suitability check: it tells of conditions by their words, or asks for the check."""
    named = {m.id for m in MentionExtractor.shared().extract(text) if m.kind == "condition" and m.asked}
    if not named:
        label, act = ("start_check",) * 2 if _ASKS_FOR_CHECK.search(text.lower()) else (acts.TELLS_CONDITION, "assess")
        return Lesson(author, text, (label,), (act,), weight=0.3)
    labels = (acts.TELLS_CONDITION, *(acts.CONDITION + id_ for id_ in sorted(named)))
    return Lesson(author, text, labels, ("assess",), conditions=tuple(sorted(named)), weight=0.3)


def _answers() -> Iterator[Lesson]:
    """The title of each point, and what it answers: who asks uses the words of the answer more often than not."""
    for point in shared_knowledge().points.values():
        labels = (acts.FAQ + point.topic, acts.FAQ + point.id)
        for text in (point.title, *_SENTENCE_END.split(point.answer.strip())):
            yield Lesson(f"answer-{point.id}", text, labels, weight=0.3)


def _descriptions() -> Iterator[Lesson]:
    tables = shared_tables()
    for id_, condition in tables.conditions.items():
        for number, text in enumerate(condition.words.descriptions):
            labels = (acts.TELLS_CONDITION, acts.CONDITION + id_)
            yield Lesson(f"{id_}-{number // 8}", text, labels, ("assess",), conditions=(id_,), weight=0.3)
    for id_, sign in tables.signs.items():
        for number, text in enumerate(sign.words.descriptions):
            shown = (acts.TELLS_SIGN, acts.LEVEL + sign.urgency.value, acts.SIGN + id_)
            yield Lesson(f"{id_}-{number // 8}", text, shown, ("triage",), signs=(id_,), weight=0.3)


def _routed(turn: RoutedTurn) -> Lesson:
    points = shared_knowledge().points
    topics = {act: acts.FAQ + points[id_].topic for act in turn.acts if (id_ := act.removeprefix(acts.FAQ)) in points}
    due = tuple(dict.fromkeys(topics.get(act, act) for act in turn.acts))
    labels = [label for act in turn.acts for label in dict.fromkeys((topics.get(act, act), act))]
    if "assess" in labels or (turn.conditions and turn.acts[0] != "triage"):
        labels = [acts.TELLS_CONDITION, *(acts.CONDITION + id_ for id_ in turn.conditions)]
        labels += [act for act in turn.acts if act != "assess"]
    if "triage" in labels:
        urgency = max(shared_tables().signs[id_].urgency for id_ in turn.signs)
        labels = [acts.TELLS_SIGN, acts.LEVEL + urgency.value, *(acts.SIGN + id_ for id_ in turn.signs)]
        labels += [act for act in turn.acts if act != "triage"]
    situation = Situation.of_turn(turn.after)
    return Lesson(turn.author, turn.text, tuple(dict.fromkeys(labels)), due, situation, turn.conditions, turn.signs)


def elsewhere(lessons: Sequence[Lesson], seed: int = 7) -> list[Lesson]:
    """Messages that mean the same anywhere, said where others were said: what comes up in the midst of something."""
    random = np.random.default_rng(seed)
    situations = [lesson.situation for lesson in lessons if lesson.situation.kind != "nothing"]
    plain = [
        lesson
        for lesson in lessons
        if lesson.weight == 1.0 and lesson.situation.kind == "nothing" and lesson.acts[0].startswith(_PLAIN)
    ]
    chosen = random.permutation(len(plain))[: len(plain) // 2]
    places = random.integers(len(situations), size=len(chosen))
    return [
        replace(plain[one], situation=situations[place], weight=0.5) for one, place in zip(chosen, places, strict=True)
    ]


def examples_of(lessons: Sequence[Lesson]) -> Examples:
    """What the classifier learns from: each message under what came before, where that matters, and by itself.

    A question that goes on from an answer ("and on my neck?") means nothing by itself, and is not taught so.
    """
    rows: dict[str, tuple[str, ...]] = {}
    for lesson in lessons:
        rows.setdefault(lesson.read, lesson.labels)
    for lesson in lessons:
        if not (lesson.situation.kind == "topic" and lesson.labels[0].startswith(acts.FAQ)):
            rows.setdefault(with_one_name(lesson.text), lesson.labels)
    texts = list(rows)
    return Examples(texts, encode_remembered(texts), list(rows.values()))


def fold_of(author: str) -> int:
    """Which of the FOLDS an author's lessons are scored in without having been learnt from."""
    return hashlib.blake2b(author.encode(), digest_size=2).digest()[0] % FOLDS
