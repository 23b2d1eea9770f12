"""Chooses the interpreter's thresholds on the validation sentences: tests/validation, never trained on.

A right answer counts 1, a "did you mean" with the right topic 0.4, a wrong answer or an answer to what is out of
scope -2. Each threshold in turn takes the value of its list that serves best, twice round.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from needlewise.encoder import SentenceEncoder
from needlewise.encoder.remembered import encode_remembered
from needlewise.knowledge.content import Knowledge, shared_knowledge
from needlewise.language import Mention, MentionExtractor, Status
from needlewise.language.about import About
from needlewise.nlu.classifier import KernelSettings, SentenceClassifier
from needlewise.nlu.interpreter import load_aspects
from needlewise.nlu.text import cleaned, names_treatment, with_one_name
from needlewise.nlu.turn import Aspect, Decision, Thresholds, decide, is_danger, parts_of
from needlewise.paths import ROOT
from needlewise.runtime.model import training_examples
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables

CANDIDATES: Mapping[str, Sequence[float]] = {
    "answer": (0.2, 0.25, 0.3, 0.35, 0.4),
    "answer_unnamed": (0.3, 0.35, 0.4, 0.45, 0.5),
    "margin": (0.02, 0.05, 0.08, 0.12),
    "sure": (0.5, 0.6, 0.7),
    "offer": (0.1, 0.15, 0.2),
    "offer_unnamed": (0.2, 0.25, 0.3, 0.35),
    "both": (0.25, 0.3, 0.35),
    "both_share": (0.5, 0.6, 0.7),
    "part": (0.4, 0.5, 0.6),
    "whole": (0.5, 0.6, 0.7),
    "out_of_scope": (-0.1, -0.05, 0.0, 0.05),
    "out_of_scope_named": (0.2, 0.3, 0.4),
    "check": (0.2, 0.25, 0.3, 0.35),
    "scope": (0.2, 0.3, 0.4),
    "scope_sure": (0.5, 0.6, 0.7, 0.8),
    "told": (0.0, 0.1, 0.2),
}
"""The thresholds of danger are not among them: they were set on sentences with signs, where missing one costs most."""
WEIGHTS = {"right": 1.0, "offered": 0.4, "other": 0.0, "wrong": -2.0}


@dataclass(frozen=True)
class Case:
    """A validation sentence with all that does not depend on the thresholds.

    Attributes:
        label: the intent that it belongs to, such as "faq/pain" or "out_of_scope/hair".
    """

    text: str
    label: str
    scores: Mapping[str, float]
    parts: Sequence[tuple[Mapping[str, float], Mapping[str, float]]]
    mentions: tuple[Mention, ...]


def outcome(case: Case, decision: Decision, knowledge: Knowledge) -> str:
    """One of WEIGHTS, as `needlewise evaluate` counts it."""
    in_scope = not case.label.startswith("out_of_scope")
    wanted = case.label.removeprefix("faq/")
    if decision.intent in ("faq", "faq_several"):
        given = {wanted for topic in decision.topics for wanted in (topic, *knowledge.topics[topic].within)}
        return "right" if in_scope and wanted in given else "wrong"
    if decision.intent in ("condition_check", "red_flag"):
        return "right" if wanted == decision.intent else "wrong"
    if decision.intent == "unclear":
        return "offered" if in_scope and wanted in decision.options else "other"
    return "other" if in_scope else "right"


def decided(case: Case, aspects: Mapping[str, Aspect], thresholds: Thresholds) -> Decision:
    """What the interpreter would do about a sentence that begins a conversation."""
    urgency = shared_tables().urgency(case.mentions, Facts())
    present = [mention for mention in case.mentions if mention.status is Status.PRESENT]
    in_words = [mention for mention in case.mentions if not mention.by_meaning]
    if is_danger(
        case.scores,
        thresholds,
        urgency=urgency,
        denied=False,
        in_words=any(m.kind == "sign" and not m.by_meaning for m in present),
        asks=About.shared().asks(case.text),
    ):
        return Decision("red_flag")
    conditions = [mention for mention in in_words if mention.kind == "condition" and mention.asked]
    return decide(
        case.scores,
        case.parts,
        aspects,
        None,
        thresholds,
        names_treatment=names_treatment(case.text),
        tells_conditions=any(mention.status is Status.PRESENT for mention in conditions),
        asks_conditions=any(mention.status is Status.POSSIBLE for mention in conditions),
    )


def calibrate(cases: Sequence[Case], start: Thresholds) -> tuple[Thresholds, dict[str, int]]:
    """The thresholds that serve best on `cases`, and how many outcomes of each kind they give."""
    knowledge, aspects = shared_knowledge(), load_aspects()

    def counts(thresholds: Thresholds) -> dict[str, int]:
        outcomes = [outcome(case, decided(case, aspects, thresholds), knowledge) for case in cases]
        return {name: outcomes.count(name) for name in WEIGHTS}

    def worth(thresholds: Thresholds) -> float:
        return sum(WEIGHTS[name] * number for name, number in counts(thresholds).items())

    best, best_worth = start, worth(start)
    for _ in range(2):
        for name, values in CANDIDATES.items():
            for value in values:
                tried = dataclasses.replace(best, **{name: value})
                tried_worth = worth(tried)
                if tried_worth > best_worth:
                    best, best_worth = tried, tried_worth
    return best, counts(best)


def validation_cases(settings: KernelSettings) -> list[Case]:
    """The validation sentences, scored by a classifier that is trained for the purpose."""
    encode, extractor = SentenceEncoder.shared().encode, MentionExtractor.shared()
    texts, labels = zip(*training_examples(), strict=True)

    def vectors(sentences: Sequence[str], encode: Callable[[list[str]], Any] = encode) -> tuple[list[str], Any, Any]:
        named = [with_one_name(sentence) for sentence in sentences]
        return named, encode([cleaned(sentence) for sentence in sentences]), encode(named)

    classifier = SentenceClassifier.train(*vectors(texts, encode_remembered), labels, settings)

    def scores(sentences: Sequence[str]) -> list[dict[str, float]]:
        return classifier.label_scores(*vectors(sentences))

    cases = []
    for text, label in validation_sentences():
        pairs = [tuple(scores(pair)) for pair in parts_of(text)]
        vector = encode([cleaned(text)])[0]
        cases.append(Case(text, label, scores([text])[0], pairs, extractor.extract(text, vector)))  # type: ignore[arg-type]
    return cases


def validation_sentences() -> Iterator[tuple[str, str]]:
    """The sentences of tests/validation with their labels."""
    for path in sorted((ROOT / "tests" / "validation").glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for sentence in content["sentences"]:
            yield sentence, content["intent"]
