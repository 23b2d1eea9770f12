"""action_emergency_over: help is coming, or there was no emergency."""

from collections.abc import Callable

import pytest

from actions.action_emergency_over import ActionEmergencyOver
from needlewise.dialogue.memory import CHECK, EMERGENCY, check_as_json
from needlewise.screening.check import CheckState

ACTION = ActionEmergencyOver()


@pytest.mark.parametrize("intent", ["help_coming", "misunderstanding"])
def test_it_closes_the_emergency(run: Callable, intent: str) -> None:
    ran = run(ACTION, intent=intent, slots={EMERGENCY: ["anaphylaxis"]})
    assert ran.slots == {EMERGENCY: None}
    assert ran.kinds == ["triage"]
    assert not ran.reply()["buttons"]


def test_it_offers_a_check_that_was_broken_off(run: Callable) -> None:
    ran = run(ACTION, intent="misunderstanding", slots={CHECK: check_as_json(CheckState(asked=("age",)))})
    assert [button["payload"] for button in ran.reply()["buttons"]] == ["/resume_check"]
