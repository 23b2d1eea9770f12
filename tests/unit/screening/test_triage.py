"""Triage: the gravest counts, combinations go up, and nothing told is nothing to triage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import load_combinations, load_signs
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening import Facts, triage

SIGNS = load_signs()
COMBINATIONS = load_combinations()


def sign(id_: str, status: Status = Status.PRESENT) -> Mention:
    return Mention("sign", id_, status)


@given(st.lists(st.sampled_from(sorted(SIGNS)), min_size=1, max_size=5), st.sampled_from(sorted(SIGNS)))
def test_one_more_sign_is_never_less_urgent(ids: list[str], more: str) -> None:
    before = triage([sign(id_) for id_ in ids], Facts(), SIGNS, COMBINATIONS)
    after = triage([sign(id_) for id_ in [*ids, more]], Facts(), SIGNS, COMBINATIONS)
    assert before and after and after.urgency >= before.urgency
    assert after.urgency >= max(SIGNS[id_].urgency for id_ in ids)


def test_spreading_redness_with_fever_is_an_emergency() -> None:
    found = triage([sign("spreading_redness"), sign("fever_unwell")], Facts(), SIGNS, COMBINATIONS)
    assert found and found.urgency is Urgency.EMERGENCY_NOW and found.signs[0].sign.id == "cellulitis_systemic"


def test_weak_immunity_told_before_makes_infection_more_urgent() -> None:
    known = Facts().told([Mention("condition", "immunosuppression", Status.PRESENT)])
    found = triage([sign("tender")], known, SIGNS, COMBINATIONS)
    assert found and found.urgency is Urgency.SAME_DAY_DOCTOR


def test_another_persons_weak_immunity_does_not() -> None:
    known = Facts().told([Mention("condition", "immunosuppression", Status.PRESENT, Person.OTHER)])
    found = triage([sign("tender")], known, SIGNS, COMBINATIONS)
    assert found and found.urgency is Urgency.NORMAL_HEALING


@pytest.mark.parametrize("status", [Status.ABSENT, Status.PAST])
def test_a_denied_sign_is_none(status: Status) -> None:
    assert triage([sign("pus", status)], Facts(), SIGNS, COMBINATIONS) is None


def test_a_supposed_sign_is_marked() -> None:
    found = triage([sign("pus", Status.POSSIBLE)], Facts(), SIGNS, COMBINATIONS)
    assert found and found.hypothetical


def test_normal_healing_says_how_long() -> None:
    found = triage([sign("redness")], Facts(), SIGNS, COMBINATIONS)
    assert found and found.normal_duration and found.advice
