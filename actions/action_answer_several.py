"""A message that asks two things gets both answers."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, turn_of


class ActionAnswerSeveral(Action):
    """Answers each topic or point that a message asks about."""

    def name(self) -> str:
        """See the parent class."""
        return "action_answer_several"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the answers in the order of the questions."""
        for id_ in turn_of(tracker).get("answers", ()):
            answer(dispatcher, tracker, id_)
        return []
