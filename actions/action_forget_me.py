"""Erases the conversation."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import Restarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from needlewise.dialogue.memory import ERASE


class ActionForgetMe(Action):
    """Marks the conversation for erasure: the store deletes it, with this turn, instead of saving it."""

    def name(self) -> str:
        """See the parent class."""
        return "action_forget_me"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the confirmation; see `needlewise.store` for the erasure itself."""
        dispatcher.utter_message(response="utter_forget_me")
        return [Restarted(), SlotSet(ERASE, True)]
