"""The visitor says that help is coming, or that there is no emergency: other talk can go on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say
from needlewise.dialogue.assessment_wording import resume_button
from needlewise.dialogue.memory import EMERGENCY, Memory
from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.sentences import sentence
from needlewise.screening.check import can_resume
from needlewise.screening.tables import shared_tables


class ActionEmergencyOver(Action):
    """Closes the emergency."""

    def name(self) -> str:
        """See the parent class."""
        return "action_emergency_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Says what to do until help is there, or asks what was meant; offers a check that was broken off."""
        memory = Memory.of_tracker(tracker)
        resumable = can_resume(memory.check, memory.facts, shared_tables().questions)
        text = sentence(str(tracker.latest_message["intent"]["name"]))
        say(dispatcher, Reply(text, Kind.TRIAGE, buttons=(resume_button(),) if resumable else ()))
        return [SlotSet(EMERGENCY, None)]
