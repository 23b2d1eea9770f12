"""Payloads of buttons, and what is none."""

import pytest

from needlewise.nlu.payload import is_command, read_payload, topic_of_payload
from needlewise.screening.check import Move


@pytest.mark.parametrize("payload", ['/faq{"topic": "pain"}', "/faq/pain", '/faq{"topic":"pain"}'])
def test_both_forms_name_the_topic(payload: str) -> None:
    assert topic_of_payload(payload) == "pain"


def test_a_point_has_a_payload_too() -> None:
    assert topic_of_payload('/faq{"topic": "pain_numbing_time"}') in ("pain_numbing_time", None)
    pressed = read_payload("/faq/clean_device_which_alcohol")
    assert pressed is not None and pressed.topic == "clean_device_which_alcohol"


@pytest.mark.parametrize(
    "payload",
    ['/faq{"topic": "nothing"}', "/faq", "faq/pain", "/faq/../../etc", "pain", "", "\n/faq/pain", " /faq/pain"],
)
def test_anything_else_names_none(payload: str) -> None:
    assert topic_of_payload(payload) is None


def test_moves_of_the_check_carry_answers() -> None:
    pressed = read_payload('/check_answer{"answers": ["under_18", "under_18", 3]}')
    assert pressed is not None
    assert (pressed.move, pressed.answers) == (Move.ANSWER, ("under_18",))


@pytest.mark.parametrize(
    "payload", ["/forget_me", "/restart", "/start_over", "/utter_pain", "/check_answer{", "/a" * 3000]
)
def test_what_no_button_sends_is_no_payload(payload: str) -> None:
    pressed = read_payload(payload)
    assert pressed is None or pressed.answers == ()


def test_only_rasas_own_commands_are_commands() -> None:
    assert is_command("/restart")
    assert not is_command("/i cannot breathe")
