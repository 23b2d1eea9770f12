"""Sentences of authors who had not seen the word lists: how the whole assistant screens them, and the bounds."""

import asyncio

import pytest

from needlewise.evaluation.screening import ScreeningResult, evaluate_screening, independent_sets
from needlewise.runtime.assistant import Assistant

LEAST = {"outcome exact": 0.88, "urgency exact": 0.82}
MOST = {"outcome milder": 0.05, "emergency put off": 0.02, "urgent missed": 0.05, "false alarm": 0.06}


@pytest.fixture(scope="module")
def screened(whole_assistant: Assistant) -> ScreeningResult:
    """All sets taken together."""
    sentences = [due for name in sorted(independent_sets()) for due in independent_sets()[name]]
    return asyncio.run(evaluate_screening("independent", sentences, whole_assistant.answer))


@pytest.mark.parametrize("name", LEAST)
def test_enough_are_exact(screened: ScreeningResult, name: str) -> None:
    assert screened.shares()[name] >= LEAST[name], screened.failures()


@pytest.mark.parametrize("name", MOST)
def test_few_are_dangerously_wrong(screened: ScreeningResult, name: str) -> None:
    assert screened.shares()[name] <= MOST[name], screened.failures()
