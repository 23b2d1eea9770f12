"""action_emergency_open: the call for help again."""

from collections.abc import Callable

from actions.action_emergency_open import ActionEmergencyOpen


def test_it_names_the_number_and_what_ends_the_emergency(run: Callable) -> None:
    ran = run(ActionEmergencyOpen())
    assert ran.kinds == ["triage"]
    assert "999" in ran.reply()["text"]
    assert ran.reply()["details"]["urgency"] == "emergency_now"
    assert [button["payload"] for button in ran.reply()["buttons"]] == ["/help_coming", "/misunderstanding"]
    assert not ran.slots
