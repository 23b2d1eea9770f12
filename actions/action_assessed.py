"""What is asked of an assessment: why, at a clinic, how long, and whether that is a no."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import noted_of, say, turn_of
from needlewise.dialogue.assessment_wording import follow_up_reply
from needlewise.dialogue.memory import FACTS, Memory, facts_as_json
from needlewise.screening.tables import shared_tables


class ActionAssessed(Action):
    """Answers out of the assessment of what was told."""

    def name(self) -> str:
        """See the parent class."""
        return "action_assessed"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the part of the assessment that was asked for."""
        memory = Memory.of_tracker(tracker)
        facts = memory.facts.told(noted_of(tracker))
        last = next((reply for reply in reversed(memory.standing) if "assessment" in reply.details), None)
        about = tuple((last.details.get("assessment") or {}).get("reasons", ())) if last else ()
        assessment = shared_tables().assess(facts, whole_check=True)
        say(dispatcher, tracker, follow_up_reply(turn_of(tracker)["what"], assessment, about))
        return [SlotSet(FACTS, facts_as_json(facts))]
