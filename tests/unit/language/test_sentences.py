"""Runs the sentences of tests/language, and holds the list of those known to fail to account."""

import pytest

from tests.unit.language.sentences import FOLDER, cases, is_right, lines

KNOWN = set(lines(FOLDER / "known_failures.yml"))


@pytest.mark.parametrize("kind", ["conditions", "signs"])
def test_sentences_give_the_outcome_of_their_file(kind: str) -> None:
    failing = {sentence: expected for expected, sentence in cases(kind) if not is_right(kind, expected, sentence)}
    unexpected = {sentence: expected for sentence, expected in failing.items() if sentence not in KNOWN}
    assert not unexpected, f"New failures: {unexpected}"
    passing = [sentence for _, sentence in cases(kind) if sentence in KNOWN and sentence not in failing]
    assert not passing, f"Take these out of known_failures.yml, they pass now: {passing}"


def test_known_failures_are_sentences_of_the_files() -> None:
    assert {sentence for kind in ("conditions", "signs") for _, sentence in cases(kind)} >= KNOWN


def test_there_are_enough_sentences() -> None:
    assert len(cases("conditions")) >= 500
    assert len(cases("signs")) >= 300
