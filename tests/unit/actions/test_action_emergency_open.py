"""action_emergency_open: the call for help again."""

from collections.abc import Callable

import pytest

from actions.action_emergency_open import ActionEmergencyOpen
from needlewise.dialogue.memory import EMERGENCY, FACTS, mention_as_json
from needlewise.language.mentions import Mention, Status


def test_it_names_the_number_and_what_ends_the_emergency(run: Callable) -> None:
    ran = run(ActionEmergencyOpen())
    assert ran.kinds == ["triage"]
    assert "999" in ran.reply()["text"]
    assert ran.reply()["details"]["urgency"] == "emergency_now"
    assert [button["payload"] for button in ran.reply()["buttons"]] == ["/help_coming", "/misunderstanding"]
    assert not ran.slots


OPEN = {EMERGENCY: {"signs": ["anaphylaxis"], "asides": 0}}


def test_doubt_is_answered_with_yes_and_the_number(run: Callable) -> None:
    text = run(ActionEmergencyOpen(), slots=OPEN, what="doubt").reply()["text"]
    assert text.startswith("Yes") and "999" in text


def test_until_they_come_there_is_the_signs_own_advice(run: Callable) -> None:
    assert "adrenaline pen" in run(ActionEmergencyOpen(), slots=OPEN, what="meanwhile").reply()["text"]


@pytest.mark.parametrize("what", ["misunderstanding", "over"])
def test_it_lets_go(run: Callable, what: str) -> None:
    swollen = mention_as_json(Mention("sign", "anaphylaxis", Status.PRESENT))
    ran = run(ActionEmergencyOpen(), slots={**OPEN, FACTS: {"mentions": [swollen]}}, what=what, ends=True)
    assert ran.slots[EMERGENCY] is None
    assert ran.slots[FACTS]["mentions"] == [], "what is over no longer adds up with what comes"
    assert "call" not in ran.reply()["details"]
    assert ran.reply()["text"].endswith("What would you like to know?")


def test_what_was_asked_before_is_answered_when_it_ends(run: Callable) -> None:
    ran = run(ActionEmergencyOpen(), slots=OPEN, what="over", ends=True, answers=["pain"])
    assert ran.kinds == ["triage", "answer"]
    assert "What would you like" not in ran.reply()["text"]


def test_help_that_is_coming_is_kept_in_mind(run: Callable) -> None:
    assert run(ActionEmergencyOpen(), slots=OPEN, what="help_coming").slots[EMERGENCY]["coming"] is True


def test_other_questions_are_counted(run: Callable) -> None:
    assert run(ActionEmergencyOpen(), slots=OPEN, what="aside").slots[EMERGENCY]["asides"] == 1


def test_what_was_told_beside_it_still_needs_a_doctor_today(run: Callable) -> None:
    fever = mention_as_json(Mention("sign", "fever_unwell", Status.PRESENT))
    ran = run(ActionEmergencyOpen(), slots={**OPEN, FACTS: {"mentions": [fever]}}, what="misunderstanding", ends=True)
    assert ran.reply()["details"] == {"urgency": "same_day_doctor", "about": "fever_unwell"}
    assert "today" in ran.reply()["text"]
    assert ran.slots[EMERGENCY] is None


def test_a_short_faint_that_has_cleared_is_for_the_same_day(run: Callable) -> None:
    ran = run(ActionEmergencyOpen(), slots={EMERGENCY: {"signs": ["collapse"], "asides": 0}}, what="better", ends=True)
    assert ran.reply()["details"]["urgency"] == "same_day_doctor"
    assert ran.slots[EMERGENCY] is None


def test_what_gets_worse_while_help_is_coming_is_called_in_again(run: Callable) -> None:
    slots = {EMERGENCY: {"signs": ["anaphylaxis"], "asides": 0, "coming": True}}
    assert "again now" in run(ActionEmergencyOpen(), slots=slots, what="worse").reply()["text"]
