"""The sentences that the assistant was not taught: how many it gets right, and what it must not answer."""

import asyncio

import pytest

from needlewise.evaluation.questions import RIGHT, SHARED_QUESTIONS, WRONG, evaluate, own_sets, shared_sets
from needlewise.runtime.assistant import Assistant

LEAST_RIGHT = {"own questions": 0.79, "real.tsv": 0.84}
MOST_WRONG = {"own questions": 0.16, "own out of scope": 0.12, "real.tsv": 0.12}
LEAST_NOT_ANSWERED = {"own out of scope": 0.88, "out_of_scope.tsv": 0.92, "near_domain.tsv": 0.84}


def measured(assistant: Assistant, name: str, sets: dict) -> None:
    result = asyncio.run(evaluate(name, sets[name], assistant.answer))
    failures = "\n".join(f"{outcome}: {text} -> {given}" for outcome, text, given in result.failures)
    if name in LEAST_RIGHT:
        assert result.share(RIGHT) >= LEAST_RIGHT[name], failures
    if name in MOST_WRONG:
        assert result.share(WRONG) <= MOST_WRONG[name], failures
    if name in LEAST_NOT_ANSWERED:
        assert 1 - result.share(WRONG) >= LEAST_NOT_ANSWERED[name], failures


@pytest.mark.parametrize("name", ["own questions", "own out of scope"])
def test_own_sentences(whole_assistant: Assistant, name: str) -> None:
    measured(whole_assistant, name, own_sets())


@pytest.mark.skipif(not SHARED_QUESTIONS.is_dir(), reason="the shared questions are not on this machine")
@pytest.mark.parametrize("name", ["real.tsv", "out_of_scope.tsv", "near_domain.tsv"])
def test_questions_of_others(whole_assistant: Assistant, name: str) -> None:
    measured(whole_assistant, name, shared_sets())
