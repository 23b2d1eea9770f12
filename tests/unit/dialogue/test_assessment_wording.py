"""Assessments in words."""

from dataclasses import replace

from needlewise.dialogue.assessment_wording import assessment_lines
from needlewise.language.mentions import Mention, Status
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_tables

ROSACEA = Mention("condition", "rosacea", Status.PRESENT)


def first_line(mention: Mention) -> str:
    assessment = shared_tables().assess(Facts(mentions=(mention,)))
    return assessment_lines(assessment, assessment.reasons)[0]


def test_what_no_word_names_is_led_in_as_understood() -> None:
    assert first_line(replace(ROSACEA, by_meaning=True)).startswith("I take this to be about rosacea.")
    assert first_line(ROSACEA).startswith("Please do not")
