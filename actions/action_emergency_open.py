"""While an emergency is open: what is asked of it, what ends it, and the call for help again."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, say, turn_of
from needlewise.dialogue.assessment_wording import resume_button
from needlewise.dialogue.memory import EMERGENCY, FACTS, Memory, facts_as_json
from needlewise.dialogue.triage_wording import emergency_reply, still_to_be_seen
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.screening import Sign
from needlewise.knowledge.sentences import sentence
from needlewise.language.mentions import Status
from needlewise.screening.check import can_resume
from needlewise.screening.tables import shared_tables


def _milder(memory: Memory) -> Sign | None:
    """A sign for which a doctor is due today, where several such were told and added up to the emergency."""
    signs = shared_tables().signs
    mentions = (m for m in memory.facts.mentions if m.kind == "sign" and m.status is Status.PRESENT and m.id in signs)
    told = [signs[mention.id] for mention in mentions]
    if any(sign.urgency is Urgency.EMERGENCY_NOW for sign in told):
        return None  # What was told was the emergency itself, and that is taken back.
    return next((sign for sign in told if sign.urgency is Urgency.SAME_DAY_DOCTOR), None)


class ActionEmergencyOpen(Action):
    """Answers what is asked about the emergency, until it is over or was none."""

    def name(self) -> str:
        """See the parent class."""
        return "action_emergency_open"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends it in brief; offers a check that was broken off where the emergency ends."""
        turn, memory, tables = turn_of(tracker), Memory.of_tracker(tracker), shared_tables()
        what = turn.get("what", "again")
        signs = [
            tables.signs[id_] for id_ in (memory.emergency.signs if memory.emergency else ()) if id_ in tables.signs
        ]
        reply = emergency_reply(what, signs)
        if turn.get("ends"):
            resumable = can_resume(memory.check, memory.facts, tables.questions)
            answers, facts = turn.get("answers") or (), memory.facts.without_signs()
            milder = _milder(memory) if what == "misunderstanding" else None
            if milder is not None:
                reply, facts = still_to_be_seen(reply, milder), memory.facts
            elif not answers and "urgency" not in reply.details:
                reply = replace(reply, text=f"{reply.text} {sentence('ask_on')}")
            say(dispatcher, tracker, replace(reply, buttons=(resume_button(),) if resumable else ()))
            for id_ in answers:
                answer(dispatcher, tracker, id_)
            return [SlotSet(EMERGENCY, None), SlotSet(FACTS, facts_as_json(facts))]
        say(dispatcher, tracker, reply)
        if memory.emergency is None:
            return []
        asides = memory.emergency.asides + 1 if what == "aside" else 0
        coming = memory.emergency.coming or what == "help_coming"
        return [SlotSet(EMERGENCY, replace(memory.emergency, asides=asides, coming=coming).as_json())]
