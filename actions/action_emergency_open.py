"""While an emergency is open, whatever is said: the call for help again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say
from needlewise.dialogue.assessment_wording import emergency_again_reply


class ActionEmergencyOpen(Action):
    """Repeats the emergency number, until the visitor says that help is coming or that it was a misunderstanding."""

    def name(self) -> str:
        """See the parent class."""
        return "action_emergency_open"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends it in brief."""
        say(dispatcher, emergency_again_reply())
        return []
