"""What is known of a message when it is decided what to do with it: one record of floats.

From four witnesses: the classifier's scores of the message, of the message read under what came before, and of its
clauses; the conditions and signs that its words name, as they are asserted; the form of the message; and where the
conversation stands. Nothing is decided here.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from needlewise.dialogue import acts
from needlewise.dialogue.situation import KINDS, Situation
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Urgency
from needlewise.language.mentions import Mention, Status
from needlewise.language.utterance import Utterance
from needlewise.screening.answer import read_answer
from needlewise.screening.check import CheckState
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables

Array = npt.NDArray[np.float32]
MOVES = ("none", "not_sure", "skip", "why", "back", "next", "stop", "verdict", "left")


@dataclass(frozen=True)
class Readings:
    """The classifier's scores of one message, by label.

    Attributes:
        alone: of the message by itself, shape (labels,).
        in_context: of the message under the situation's heading; zeros where there is none.
        by_clause: of each clause, shape (clauses, labels); the message itself where it has only one.
    """

    alone: Array
    in_context: Array
    by_clause: Array

    @functools.cached_property
    def clauses(self) -> Array:
        """The best of each label in any clause, shape (labels,)."""
        best: Array = self.by_clause.max(axis=0)
        return best

    @property
    def closest(self) -> Array:
        """Where there are several clauses, the best of them; else the message's own, shape (labels,)."""
        return self.clauses if len(self.by_clause) > 1 else self.alone


class Labels:
    """The classifier's columns, grouped as decisions are made; and the best of each group."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Takes the classifier's labels."""
        self.names = list(labels)
        self.at = {label: place for place, label in enumerate(labels)}
        topics, points = shared_knowledge().topics, shared_knowledge().points
        self.topics = [label for label in labels if label.removeprefix(acts.FAQ) in topics and "/" in label]
        groups: dict[str, list[str]] = {
            "faq": self.topics,
            "points": [label for label in labels if label.removeprefix(acts.FAQ) in points and "/" in label],
            "oos": [label for label in labels if label.startswith(acts.OUT_OF_SCOPE)],
            "chatter": ["out_of_scope/chatter", "out_of_scope/nonsense"],
            acts.DIALOGUE: list(acts.DIALOGUE_LABELS),
            "polite": ["thanks", "goodbye", "greet", "compliment", "helpful_yes"],
            acts.DISTRESS: list(acts.DISTRESS_LABELS),
            "start_check": ["start_check"],
            "condition_check": [acts.TELLS_CONDITION],
            "red_flag": [acts.TELLS_SIGN],
            "correct": ["correct"],
            "yes": ["affirm"],
            "no": ["deny", "none_of_these"],
            "condition": [label for label in labels if label.startswith(acts.CONDITION)],
            "sign": [label for label in labels if label.startswith(acts.SIGN)],
            **{act: [label for label in labels if label.startswith(f"{act}/")] for act in acts.SITUATED},
            **{urgency.value: [acts.LEVEL + urgency.value] for urgency in Urgency},
        }
        self.columns = {
            name: np.array([self.at[label] for label in members if label in self.at], dtype=np.intp)
            for name, members in groups.items()
        }

    def best(self, scores: Array, group: str, most: int = 1) -> list[tuple[str, float]]:
        """The best labels of a group with their scores, best first."""
        columns = self.columns[group]
        order = columns[np.argsort(-scores[columns])][:most]
        return [(self.names[column], float(scores[column])) for column in order]


@dataclass(frozen=True)
class Message:
    """One message with all that is known of it before it is decided on.

    Attributes:
        mentions: what its words name.
        facts: what the conversation has told before.
        check: where the guided check stands.
        answered: ids of the topics and points that were answered before.
    """

    utterance: Utterance
    mentions: tuple[Mention, ...]
    situation: Situation
    readings: Readings
    facts: Facts = field(default_factory=Facts)
    check: CheckState | None = None
    answered: frozenset[str] = frozenset()


def evidence(message: Message, labels: Labels) -> dict[str, float]:
    """The record, the same keys for every message."""
    return {
        **_scores("alone", message.readings.alone, labels),
        **_scores("context", message.readings.in_context, labels),
        **_clauses(message.readings, labels),
        **_asserted(message.mentions),
        **_form(message.utterance),
        **_situation(message),
    }


def _scores(name: str, scores: Array, labels: Labels) -> dict[str, float]:
    first, second, third = (score for _, score in labels.best(scores, "faq", 3))
    found = {"faq": first, "faq_lead": first - second, "faq_third": third}
    found["faq_all"] = float(np.clip(scores[labels.columns["faq"]], 0, None).sum())
    for group in labels.columns:
        if group not in ("faq", "points"):
            found[group] = labels.best(scores, group)[0][1]
    found["oos_two"] = sum(score for _, score in labels.best(scores, "oos", 2))
    found["conditions"] = float(np.clip(scores[labels.columns["condition"]], 0, None).sum())
    return {f"{name}_{key}": value for key, value in found.items()}


def _clauses(readings: Readings, labels: Labels) -> dict[str, float]:
    names = ("faq", "oos", "condition_check", "red_flag", "condition", *(urgency.value for urgency in Urgency))
    found = {f"clause_{name}": labels.best(readings.clauses, name)[0][1] for name in names}
    first = labels.best(readings.alone, "faq")[0][0]
    two = two_topics(readings, labels)
    found |= {"two_topics": float(len(two) == 2), "two_topics_least": min((score for _, score in two), default=0.0)}
    return {**found, "same_topic": float(first == labels.best(readings.in_context, "faq")[0][0])}


def two_topics(readings: Readings, labels: Labels) -> list[tuple[str, float]]:
    """The topics of the two clauses that most surely ask something, in their order; fewer where they ask the same."""
    asked = [labels.best(scores, "faq")[0] for scores in readings.by_clause]
    best: dict[str, float] = {}
    for topic, score in asked:
        best[topic] = max(score, best.get(topic, 0.0))
    chosen = sorted(best, key=lambda topic: -best[topic])[:2]
    return [(topic, best[topic]) for topic in dict.fromkeys(topic for topic, _ in asked) if topic in chosen]


def _asserted(mentions: Sequence[Mention]) -> dict[str, float]:
    """How many conditions and signs are told in each way; of signs also how urgent."""
    found = {f"condition_{status.value}": 0.0 for status in Status}
    found |= {f"sign_{status.value}": 0.0 for status in Status}
    found |= {f"sign_{urgency.value}": 0.0 for urgency in Urgency}
    found |= {"condition_asked": 0.0, "condition_not_meant": 0.0, "sign_asked": 0.0, "condition_other": 0.0}
    signs = shared_tables().signs
    for mention in mentions:
        if mention.kind == "condition":
            if not mention.asked:
                found["condition_not_meant"] += 1
                continue
            found[f"condition_{mention.status.value}"] += 1
            found["condition_asked"] += mention.in_question
            found["condition_other"] += bool(mention.who)
        else:
            found[f"sign_{mention.status.value}"] += 1
            found["sign_asked"] += mention.in_question
            if mention.status is Status.PRESENT:
                found[f"sign_{signs[mention.id].urgency.value}"] += 1
    return {key: min(value, 2.0) for key, value in found.items()}


def _form(utterance: Utterance) -> dict[str, float]:
    words = len(utterance.original.split())
    return {
        "asks": float(utterance.asks),
        "asks_leave": float(utterance.asks_leave),
        "of_self": float(utterance.speaks_of_self),
        "states_own": float(utterance.states_own),
        "after_needling": float(utterance.after_needling),
        "names_treatment": float(utterance.names_treatment),
        "log_words": float(np.log1p(words)),
        "is_short": float(words <= 3),
        "clauses": float(min(len(utterance.clauses), 4)),
    }


def _situation(message: Message) -> dict[str, float]:
    kind = message.situation.kind
    found = {f"after_{name}": float(name == kind) for name in KINDS}
    found["offered_check"] = float(message.situation.offered == "start_check")
    found["offered_resume"] = float(message.situation.offered == "resume_check")
    question = shared_tables().question(message.situation.question)
    said = None
    if question is not None:
        state = message.check or CheckState(question=question.id, asked=(question.id,))
        said = read_answer(message.utterance, question, message.mentions, message.facts, state)
    about = {mention.id for mention in said.mentions} if said else set()
    found["reads_as_answer"] = float(said is not None)
    found["answers_question"] = float(
        said is not None
        and question is not None
        and bool(said.answers or question.measure in (said.figures or {}) or about.intersection(question.asks_about))
    )
    return found


def possible(situation: Situation, facts: Facts, check: CheckState | None) -> Mapping[str, bool]:
    """For each act that only something said before makes possible: whether it was."""
    told = any(mention.kind == "condition" for mention in facts.mentions)
    return {
        acts.CHECK_ANSWER: bool(situation.question),
        acts.ASSESSED: bool(situation.assessed or situation.checked) or told,
        acts.TRIAGED: bool(situation.triaged),
        acts.EMERGENCY: bool(situation.emergency),
        acts.ANSWER_IN_CONTEXT: bool(situation.heading),
    }
