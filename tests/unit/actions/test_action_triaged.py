"""action_triaged: what is asked of a triage that is no emergency."""

from collections.abc import Callable
from typing import Any

import pytest

from actions.action_triaged import ActionTriaged
from needlewise.dialogue.memory import FACTS, mention_as_json
from needlewise.language.mentions import Mention, Status

URGENCIES = ("same_day_doctor", "book_appointment", "normal_healing", "emergency_now")


def said(urgency: str, about: str = "pus") -> list[dict[str, Any]]:
    reply = {"kind": "triage", "details": {"urgency": urgency, "about": about}}
    return [{"event": "bot", "text": "...", "data": {}, "metadata": {"reply": reply}}, {"event": "user", "text": "?"}]


@pytest.mark.parametrize(
    "what", ["serious", "wait", "meanwhile", "normal", "better", "help_coming", "misunderstanding", "who"]
)
@pytest.mark.parametrize("urgency", URGENCIES)
def test_each_question_has_an_answer_at_each_level(run: Callable, what: str, urgency: str) -> None:
    reply = run(ActionTriaged(), events=said(urgency), what=what).reply()
    assert reply["text"]
    # An emergency that was only suspected is none where it is better or was misunderstood.
    over = urgency == "emergency_now" and what in ("better", "misunderstanding")
    assert reply["details"].get("urgency") == (None if over else urgency)


@pytest.mark.parametrize("urgency", URGENCIES)
def test_what_was_seen_to_is_no_longer_urgent(run: Callable, urgency: str) -> None:
    fever = mention_as_json(Mention("sign", "fever_unwell", Status.PRESENT))
    ran = run(ActionTriaged(), events=said(urgency), what="seen", slots={FACTS: {"mentions": [fever]}})
    assert "urgency" not in ran.reply()["details"]
    assert ran.slots[FACTS]["mentions"] == []


def test_a_question_beside_it_is_answered(run: Callable) -> None:
    ran = run(ActionTriaged(), events=said("same_day_doctor"), what="seen", answers=["makeup_after"])
    assert ran.kinds == ["triage", "answer"]


def test_no_medicine_is_stopped(run: Callable) -> None:
    text = run(ActionTriaged(), events=said("same_day_doctor"), what="stop_medicine").reply()["text"]
    assert text.startswith("Please do not stop")


def test_nobody_who_should_be_seen_today_is_told_to_wait(run: Callable) -> None:
    assert "do not wait" in run(ActionTriaged(), events=said("same_day_doctor"), what="wait").reply()["text"]


def test_until_then_there_is_the_signs_own_advice(run: Callable) -> None:
    assert "squeeze" in run(ActionTriaged(), events=said("same_day_doctor"), what="meanwhile").reply()["text"]
