"""action_forget_me: marks the conversation for erasure."""

from collections.abc import Callable

from actions.action_forget_me import ActionForgetMe
from needlewise.dialogue.memory import ERASE


def test_it_confirms_and_marks(run: Callable) -> None:
    ran = run(ActionForgetMe())
    assert ran.kinds == ["utter_forget_me"]
    assert ran.slots[ERASE] is True
