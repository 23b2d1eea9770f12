"""What do you know about me."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.sentences import listed, sentence
from needlewise.screening.facts import counts
from needlewise.screening.tables import shared_tables


class ActionWhatYouKnow(Action):
    """Says what this conversation has noted, and what is kept in general."""

    def name(self) -> str:
        """See the parent class."""
        return "action_what_you_know"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends both."""
        conditions = shared_tables().conditions
        mentions = Memory.of_tracker(tracker).facts.mentions
        names = [conditions[m.id].name for m in mentions if m.kind == "condition" and counts(m) and m.id in conditions]
        text = sentence("what_you_told", names=listed(names)) if names else sentence("what_you_told_nothing")
        say(dispatcher, tracker, Reply(text, Kind.PRIVACY))
        dispatcher.utter_message(response="utter_privacy_known")
        return []
