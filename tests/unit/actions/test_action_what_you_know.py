"""action_what_you_know: what this conversation has noted."""

from collections.abc import Callable

from actions.action_what_you_know import ActionWhatYouKnow
from needlewise.dialogue.memory import FACTS, facts_as_json
from needlewise.language.mentions import Mention, Status
from needlewise.screening.facts import Facts

ACTION = ActionWhatYouKnow()


def test_it_names_what_was_told(run: Callable) -> None:
    told = Facts((Mention("condition", "diabetes", Status.PRESENT), Mention("condition", "hiv", Status.ABSENT)))
    ran = run(ACTION, slots={FACTS: facts_as_json(told)})
    assert ran.kinds == ["privacy"]
    assert "diabetes" in ran.reply()["text"]
    assert "HIV" not in ran.reply()["text"]


def test_it_says_when_there_is_nothing(run: Callable) -> None:
    assert "nothing" in run(ACTION).reply()["text"]
