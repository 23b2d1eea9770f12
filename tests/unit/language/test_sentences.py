"""Runs the sentences of tests/language, and holds the list of those known to fail to account."""

from pathlib import Path

import pytest
import yaml

from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import load_combinations
from needlewise.language import MentionExtractor
from needlewise.screening import Facts, assess, triage

FOLDER = Path(__file__).parents[2] / "language"
COMBINATIONS = load_combinations()


def known_failures() -> set[str]:
    return set(yaml.safe_load((FOLDER / "known_failures.yml").read_text(encoding="utf-8"))["sentences"].splitlines())


def cases(kind: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted((FOLDER / kind).glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [(content["home" if kind == "conditions" else "urgency"], line) for line in content["sentences"].splitlines()]
    return found


def home_outcome(sentence: str) -> str:
    extractor = MentionExtractor.shared()
    return assess(Facts().told(extractor.extract(sentence)), extractor.conditions, COMBINATIONS).home.value


def urgency(sentence: str) -> str | None:
    extractor = MentionExtractor.shared()
    mentions = extractor.extract(sentence)
    found = triage(mentions, Facts().told(mentions), extractor.signs, COMBINATIONS)
    return None if found is None or found.hypothetical else found.urgency.value


def is_right(kind: str, expected: str | None, sentence: str) -> bool:
    if kind == "conditions":
        return home_outcome(sentence) == expected
    found = urgency(sentence)
    return found == expected or (expected is None and found == Urgency.NORMAL_HEALING.value)


@pytest.mark.parametrize("kind", ["conditions", "signs"])
def test_sentences_give_the_outcome_of_their_file(kind: str) -> None:
    known = known_failures()
    failing = {sentence: expected for expected, sentence in cases(kind) if not is_right(kind, expected, sentence)}
    unexpected = {sentence: expected for sentence, expected in failing.items() if sentence not in known}
    assert not unexpected, f"New failures: {unexpected}"
    passing = [sentence for _, sentence in cases(kind) if sentence in known and sentence not in failing]
    assert not passing, f"Take these out of known_failures.yml, they pass now: {passing}"


def test_known_failures_are_sentences_of_the_files() -> None:
    sentences = {sentence for kind in ("conditions", "signs") for _, sentence in cases(kind)}
    assert known_failures() <= sentences


def test_there_are_enough_sentences() -> None:
    assert len(cases("conditions")) >= 500
    assert len(cases("signs")) >= 300
