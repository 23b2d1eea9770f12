"""action_aside: an answer with a reminder before, or the check's question after."""

from collections.abc import Callable

from actions.action_aside import ActionAside
from needlewise.dialogue.memory import CHECK, FACTS, REMINDED, check_as_json, facts_as_json
from needlewise.language.mentions import Mention, Status
from needlewise.screening.check import CheckState
from needlewise.screening.facts import Facts

ACTION = ActionAside()
FACT = {FACTS: facts_as_json(Facts((Mention("condition", "pregnancy", Status.PRESENT),)))}


def test_it_reminds_and_then_answers(run: Callable) -> None:
    ran = run(ACTION, say=["utter_faq/how_to_home"], remind=["pregnancy"], slots=FACT)
    assert ran.kinds == ["assessment", "utter_faq/how_to_home"]
    assert "pregnancy" in ran.reply()["text"]
    assert ran.slots[REMINDED] == ["pregnancy"]


def test_the_question_of_the_check_comes_back(run: Callable) -> None:
    slots = {CHECK: check_as_json(CheckState("health", ("age", "health")))}
    ran = run(ACTION, say=["utter_thanks"], slots=slots)
    assert ran.kinds == ["utter_thanks", "question"]


def test_without_both_it_only_answers(run: Callable) -> None:
    assert run(ACTION, say=["utter_faq/pain", "utter_faq/cost"]).kinds == ["utter_faq/pain", "utter_faq/cost"]
