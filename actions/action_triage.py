"""What to do about a sign, and how soon."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import mentions_of, say
from needlewise.conversation import EMERGENCY, FACTS, Memory, facts_as_json
from needlewise.knowledge.scales import Urgency
from needlewise.screening.tables import shared_tables
from needlewise.screening.wording import triage_reply, unknown_sign_reply


class ActionTriage(Action):
    """Tells how urgent the signs of the latest message are."""

    def name(self) -> str:
        """See the parent class."""
        return "action_triage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the triage reply; where no known sign was found, the careful one."""
        mentions = mentions_of(tracker)
        facts = Memory.of_tracker(tracker).facts
        triage = shared_tables().triage(mentions, facts)
        say(dispatcher, triage_reply(triage) if triage else unknown_sign_reply())
        conditions = tuple(mention for mention in mentions if mention.kind == "condition")
        emergency = triage is not None and not triage.hypothetical and triage.urgency is Urgency.EMERGENCY_NOW
        return [SlotSet(FACTS, facts_as_json(facts.told(conditions))), SlotSet(EMERGENCY, emergency)]
