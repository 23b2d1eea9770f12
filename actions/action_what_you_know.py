"""What do you know about me."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import noted_of, say
from needlewise.dialogue.memory import FACTS, Memory, facts_as_json
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
        """Sends both in one reply, and notes what the question itself told."""
        conditions = shared_tables().conditions
        facts = Memory.of_tracker(tracker).facts.told(noted_of(tracker))
        names = [
            conditions[m.id].name for m in facts.mentions if m.kind == "condition" and counts(m) and m.id in conditions
        ]
        text = sentence("what_you_told", names=listed(names)) if names else sentence("what_you_told_nothing")
        say(dispatcher, tracker, Reply(f"{sentence('privacy')}\n\n{text}", Kind.PRIVACY))
        return [SlotSet(FACTS, facts_as_json(facts))]
