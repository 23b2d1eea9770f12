"""Starts the conversation afresh."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import Restarted
from rasa_sdk.executor import CollectingDispatcher


class ActionStartOver(Action):
    """Forgets what was said for the turns to come; the stored conversation stays until it is erased."""

    def name(self) -> str:
        """See the parent class."""
        return "action_start_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the confirmation and restarts."""
        dispatcher.utter_message(response="utter_start_over")
        return [Restarted()]
