"""Did you mean: up to three topics or points, and none of these."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, turn_of
from needlewise.dialogue.answers import button_for
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.knowledge.sentences import sentence


class ActionClarify(Action):
    """Offers the topics and points that a message may have meant."""

    def name(self) -> str:
        """See the parent class."""
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the options as buttons."""
        options = [button_for(option) for option in turn_of(tracker).get("options", ())]
        options.append(Button(sentence("none_of_these"), "/none_of_these"))
        say(dispatcher, tracker, Reply(sentence("clarify"), Kind.CLARIFY, buttons=tuple(options)))
        return []
