"""What is asked of a triage that is no emergency: is it serious, can it wait, what until then."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, say, turn_of
from needlewise.dialogue.memory import FACTS, Memory, facts_as_json
from needlewise.dialogue.policy import SETTLES
from needlewise.dialogue.triage_wording import triaged_reply
from needlewise.knowledge.sentences import sentence
from needlewise.screening.tables import shared_tables


class ActionTriaged(Action):
    """Answers out of the sign that was told."""

    def name(self) -> str:
        """See the parent class."""
        return "action_triaged"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends what was asked for."""
        turn, memory = turn_of(tracker), Memory.of_tracker(tracker)
        last = next(reply for reply in reversed(memory.standing) if "urgency" in reply.details)
        sign = shared_tables().signs.get(str(last.details.get("about") or ""))
        reply = triaged_reply(turn["what"], str(last.details["urgency"]), sign)
        settled, answers = turn["what"] in SETTLES, turn.get("answers") or ()
        if turn["what"] in ("misunderstanding", "seen") and not answers:
            reply = replace(reply, text=f"{reply.text} {sentence('ask_on')}")
        say(dispatcher, tracker, reply)
        for id_ in answers:
            answer(dispatcher, tracker, id_)
        return [SlotSet(FACTS, facts_as_json(memory.facts.without_signs()))] if settled else []
