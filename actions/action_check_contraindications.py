"""What was just told, checked for reasons not to needle."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, mentions_of, say, turn_of
from needlewise.conversation import FACTS, Memory, facts_as_json
from needlewise.knowledge.sentences import sentence
from needlewise.replies import Button
from needlewise.screening.tables import shared_tables
from needlewise.screening.wording import assessment_reply


class ActionCheckContraindications(Action):
    """Assesses what the conversation has told so far, with what the latest message adds."""

    def name(self) -> str:
        """See the parent class."""
        return "action_check_contraindications"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the assessment, then the answer of a question that stood beside the facts."""
        facts = Memory.of_tracker(tracker).facts.told(mentions_of(tracker))
        offer = Button(sentence("offer_check"), "/start_check")
        say(dispatcher, assessment_reply(shared_tables().assess(facts, whole_check=True), (offer,)))
        for topic in turn_of(tracker).get("chosen", ()):
            answer(dispatcher, topic)
        return [SlotSet(FACTS, facts_as_json(facts))]
