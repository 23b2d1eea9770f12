"""action_guided_check: one step of the check."""

from collections.abc import Callable

from actions.action_guided_check import ActionGuidedCheck
from needlewise.dialogue.memory import CHECK, FACTS, said_as_json
from needlewise.screening.check import Move, Said

ACTION = ActionGuidedCheck()


def test_it_asks_and_remembers_where_it_stands(run: Callable) -> None:
    ran = run(ACTION, check=said_as_json(Said(Move.START)))
    assert ran.kinds == ["question"]
    assert ran.slots[CHECK]["question"] == "age"
    assert ran.slots[FACTS]["person"] == "self"


def test_it_goes_on_from_there(run: Callable) -> None:
    first = run(ACTION, check=said_as_json(Said(Move.START)))
    second = run(ACTION, check=said_as_json(Said(Move.ANSWER, figures={"age": 15})), slots=first.slots)
    assert second.slots[CHECK]["question"] == "pregnancy"
    assert "already means not at home" in second.reply()["text"]
    assert "under_18" in {m["id"] for m in second.slots[FACTS]["mentions"] if m["status"] == "present"}


def test_a_question_in_the_message_is_answered_first(run: Callable) -> None:
    ran = run(ACTION, check=said_as_json(Said(Move.START)), answers=["pain"])
    assert ran.kinds == ["answer", "question"]
