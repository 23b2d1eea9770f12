"""action_aside: an answer with a reminder before, or the check's question after."""

from collections.abc import Callable

from actions.action_aside import ActionAside
from needlewise.dialogue.memory import CHECK, FACTS, REMINDED, check_as_json, facts_as_json, mention_as_json
from needlewise.language.mentions import Mention, Status
from needlewise.screening.check import CheckState
from needlewise.screening.facts import Facts

ACTION = ActionAside()
FACT = {FACTS: facts_as_json(Facts((Mention("condition", "pregnancy", Status.PRESENT),)))}


def test_it_reminds_and_then_answers(run: Callable) -> None:
    ran = run(ACTION, say=["utter_faq/how_to_home"], remind=["pregnancy"], slots=FACT)
    assert ran.kinds == ["answer"]
    assert ran.reply()["text"].startswith("You told me about pregnancy.")
    assert ran.reply()["topic"] == "how_to_home"
    assert ran.reply()["details"]["assessment"]["home"] == "do_not"
    assert ran.slots[REMINDED] == ["pregnancy"]


def test_the_question_of_the_check_comes_back(run: Callable) -> None:
    slots = {CHECK: check_as_json(CheckState("health", ("age", "health")))}
    ran = run(ACTION, say=["utter_thanks"], slots=slots)
    assert ran.kinds == ["utter_thanks", "question"]


def test_without_both_it_only_answers(run: Callable) -> None:
    ran = run(ACTION, say=["utter_faq/pain", "utter_faq/cost"])
    assert [ran.reply(0)["topic"], ran.reply(1)["topic"]] == ["pain", "cost"]


def test_what_was_told_by_the_way_is_noted(run: Callable) -> None:
    told = mention_as_json(Mention("condition", "pregnancy", Status.PRESENT))
    ran = run(ACTION, say=["utter_faq/pain"], noted=[told])
    assert [mention["id"] for mention in ran.slots[FACTS]["mentions"]] == ["pregnancy"]
