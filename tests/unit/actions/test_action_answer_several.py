"""action_answer_several: both answers, in order."""

from collections.abc import Callable

from actions.action_answer_several import ActionAnswerSeveral


def test_it_answers_in_the_order_of_the_questions(run: Callable) -> None:
    assert run(ActionAnswerSeveral(), chosen=["pain", "cost"]).kinds == ["utter_faq/pain", "utter_faq/cost"]
