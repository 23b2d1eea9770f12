"""action_triaged: what is asked of a triage that is no emergency."""

from collections.abc import Callable
from typing import Any

import pytest

from actions.action_triaged import ActionTriaged

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


def test_nobody_who_should_be_seen_today_is_told_to_wait(run: Callable) -> None:
    assert "do not wait" in run(ActionTriaged(), events=said("same_day_doctor"), what="wait").reply()["text"]


def test_until_then_there_is_the_signs_own_advice(run: Callable) -> None:
    assert "squeeze" in run(ActionTriaged(), events=said("same_day_doctor"), what="meanwhile").reply()["text"]
