"""The reading grade tells plain text from hard text."""

import pytest

from needlewise.knowledge.check.readability import reading_grade


def test_plain_sentences_have_a_low_grade() -> None:
    assert reading_grade("Wash your hands. Dry your face. Put on a plain cream.") < 3


def test_long_words_and_long_sentences_have_a_high_grade() -> None:
    assert reading_grade("Percutaneous collagen induction necessitates appropriate professional supervision.") > 15


def test_the_formula_is_flesch_and_kincaids() -> None:
    # Two sentences, six words, six syllables.
    assert reading_grade("The cat sat. The dog ran.") == pytest.approx(0.39 * 3 + 11.8 * 1 - 15.59)


def test_text_without_words_has_no_grade() -> None:
    assert reading_grade("... 123") == 0.0
