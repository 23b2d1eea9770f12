"""action_answer_several: both answers, in order."""

from collections.abc import Callable

from actions.action_answer_several import ActionAnswerSeveral


def test_it_answers_in_the_order_of_the_questions(run: Callable) -> None:
    ran = run(ActionAnswerSeveral(), answers=["pain", "cost"])
    assert [ran.reply(0)["topic"], ran.reply(1)["topic"]] == ["pain", "cost"]
