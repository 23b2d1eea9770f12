"""Say that again, or in short: the gist of what was said last."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.unsaid import in_short


class ActionRepeat(Action):
    """Repeats the last answer in its first sentences."""

    def name(self) -> str:
        """See the parent class."""
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the gist; where nothing was said yet, asks what is meant."""
        last = Memory.of_tracker(tracker).last
        if last:
            say(dispatcher, tracker, in_short(last[0]))
        else:
            dispatcher.utter_message(response="utter_repeat")
        return []
