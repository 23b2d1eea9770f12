"""Did you mean: up to three topics and none of these."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, turn_of
from needlewise.dialogue.replies import Button, Kind, Reply, topic_payload
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.sentences import sentence


class ActionClarify(Action):
    """Offers the topics that a message may have meant."""

    def name(self) -> str:
        """See the parent class."""
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the options as buttons."""
        options = [option_button(option) for option in turn_of(tracker).get("options", ())]
        options.append(Button(sentence("none_of_these"), "/none_of_these"))
        say(dispatcher, tracker, Reply(sentence("clarify"), Kind.CLARIFY, buttons=tuple(options)))
        return []


def option_button(option: str) -> Button:
    """A button for a topic, or for the suitability check."""
    if option == "condition_check":
        return Button(sentence("check_button"), "/condition_check")
    return Button(shared_knowledge().topics[option].title, topic_payload(option))
