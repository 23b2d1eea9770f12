"""action_triage: how urgent, and what is kept of it."""

from collections.abc import Callable

import pytest

from actions.action_triage import ActionTriage
from needlewise.dialogue.memory import CHECK, EMERGENCY, FACTS, check_as_json
from needlewise.language.mentions import Mention, Status
from needlewise.screening.check import CheckState

ACTION = ActionTriage()


def sign(id_: str, status: Status = Status.PRESENT) -> Mention:
    return Mention("sign", id_, status, words=id_)


@pytest.mark.parametrize(
    ("id_", "urgency"),
    [
        ("anaphylaxis", "emergency_now"),
        ("pus", "same_day_doctor"),
        ("dark_marks", "book_appointment"),
        ("redness", "normal_healing"),
    ],
)
def test_each_level(run: Callable, id_: str, urgency: str) -> None:
    reply = run(ACTION, sign(id_)).reply()
    assert reply["kind"] == "triage"
    assert reply["details"]["urgency"] == urgency


def test_an_emergency_says_nothing_else_and_stays_open(run: Callable) -> None:
    ran = run(ACTION, sign("anaphylaxis"), Mention("condition", "eczema", Status.PRESENT))
    assert ran.kinds == ["triage"]
    assert ran.slots[EMERGENCY] == {"signs": ["anaphylaxis"], "asides": 0, "coming": False, "asked": []}
    assert [button["payload"] for button in ran.reply()["buttons"]] == ["/help_coming", "/misunderstanding"]
    assert ran.reply()["details"]["call"]


def test_what_is_not_an_emergency_opens_none(run: Callable) -> None:
    assert EMERGENCY not in run(ACTION, sign("pus")).slots


def test_the_check_pauses(run: Callable) -> None:
    slots = {CHECK: check_as_json(CheckState("health", ("age", "health")))}
    ran = run(ACTION, sign("pus"), slots=slots)
    assert ran.slots[CHECK]["question"] is None
    assert [button["payload"] for button in ran.reply()["buttons"]] == ["/resume_check"]


def test_conditions_in_the_message_are_kept(run: Callable) -> None:
    ran = run(ACTION, sign("pus"), Mention("condition", "diabetes", Status.PRESENT))
    assert ran.kinds == ["triage"]
    assert [mention["id"] for mention in ran.slots[FACTS]["mentions"]] == ["diabetes", "pus"]


def test_signs_told_one_after_the_other_add_up(run: Callable) -> None:
    first = run(ACTION, sign("fever_unwell"))
    assert first.reply()["details"]["urgency"] == "same_day_doctor"
    then = run(ACTION, sign("spreading_redness"), slots={FACTS: first.slots[FACTS]})
    assert then.reply()["details"]["urgency"] == "emergency_now"


def test_a_milder_sign_beside_what_was_told_calms_nothing(run: Callable) -> None:
    first = run(ACTION, sign("persistent_bumps"))
    said = {"event": "bot", "text": "...", "data": {}, "metadata": {"reply": first.reply()}}
    then = run(ACTION, sign("redness"), slots={FACTS: first.slots[FACTS]}, events=[said, {"event": "user", "text": ""}])
    assert then.reply()["details"]["urgency"] == "book_appointment"


def test_what_was_asked_beside_an_emergency_is_kept_for_later(run: Callable) -> None:
    assert run(ACTION, sign("anaphylaxis"), answers=["pain"]).slots[EMERGENCY]["asked"] == ["pain"]


def test_an_emergency_that_no_word_shows_for_certain_is_asked_about(run: Callable) -> None:
    ran = run(ACTION, sign("anaphylaxis"), unsure=True)
    assert ran.reply()["text"].startswith("If it is hard to breathe")
    assert ran.reply()["details"]["call"]
    assert EMERGENCY not in ran.slots


def test_a_sign_that_is_only_supposed_raises_no_alarm(run: Callable) -> None:
    ran = run(ACTION, sign("pus", Status.POSSIBLE))
    assert ran.kinds == ["answer"]
    assert "urgency" not in ran.reply()["details"]


def test_a_worry_that_no_table_knows_is_seen_today(run: Callable) -> None:
    assert run(ACTION).reply()["details"]["urgency"] == "same_day_doctor"
