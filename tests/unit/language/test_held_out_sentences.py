"""Sentences that nothing was ever tuned to: one number for each kind, with a floor."""

import pytest

from needlewise.knowledge.scales import Outcome, Urgency
from tests.unit.language.sentences import cases, home_outcome, is_right, urgency

FLOORS = {"held_out_conditions": 0.92, "held_out_signs": 0.85}


@pytest.mark.parametrize("kind", FLOORS)
def test_share_of_right_outcomes(kind: str) -> None:
    found = [is_right(kind, expected, sentence) for expected, sentence in cases(kind)]
    assert sum(found) / len(found) >= FLOORS[kind]


def test_no_emergency_is_put_off() -> None:
    for expected, sentence in cases("held_out_signs"):
        if expected == Urgency.EMERGENCY_NOW.value:
            assert urgency(sentence) in {Urgency.EMERGENCY_NOW.value, Urgency.SAME_DAY_DOCTOR.value}, "an emergency"


def test_hardly_any_outcome_is_milder_than_due() -> None:
    known = [
        (Outcome(expected), Outcome(home_outcome(sentence))) for expected, sentence in cases("held_out_conditions")
    ]
    assert sum(found < due for due, found in known) / len(known) <= 0.07
