"""action_assessed: what is asked of an assessment."""

from collections.abc import Callable

import pytest

from actions.action_assessed import ActionAssessed
from needlewise.dialogue.memory import FACTS, facts_as_json
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.facts import Facts

ACTION = ActionAssessed()
SLOTS = {FACTS: facts_as_json(Facts((Mention("condition", "eczema", Status.PRESENT),)))}


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("why", "Because of eczema"),
        ("clinic", "clinic"),
        ("verdict", "that is a no"),
        ("home", "that is a no"),
        ("when", "ask a professional first"),
        ("stop_medicine", "do not stop"),
        ("insist", "I cannot say yes"),
    ],
)
def test_each_question_has_its_answer(run: Callable, what: str, words: str) -> None:
    reply = run(ACTION, slots=SLOTS, what=what).reply()
    assert words in reply["text"]
    assert reply["details"]["assessment"]["home"] == "do_not"


def test_nobody_is_told_yes_where_nothing_was_told(run: Callable) -> None:
    assert "not a promise" in run(ACTION, what="verdict").reply()["text"]


def test_it_speaks_of_the_person(run: Callable) -> None:
    hers = Mention("condition", "eczema", Status.PRESENT, Person.OTHER, who="daughter")
    slots = {FACTS: facts_as_json(Facts((hers,), person=Person.OTHER, who="daughter"))}
    assert "your daughter" in run(ACTION, slots=slots, what="verdict").reply()["text"]
