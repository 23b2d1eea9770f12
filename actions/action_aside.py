"""An answer with what the conversation needs around it: a reminder before, the check's question after."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import about_told, answer, noted_of, say, turn_of
from needlewise.dialogue.assessment_wording import reminder
from needlewise.dialogue.check_wording import check_reply
from needlewise.dialogue.memory import EMERGENCY, FACTS, REMINDED, Memory, facts_as_json
from needlewise.screening.check import Move, Said, Stage
from needlewise.screening.tables import shared_check, shared_tables

_ANSWER = "utter_faq/"


class ActionAside(Action):
    """Sends responses as they stand in their files."""

    def name(self) -> str:
        """See the parent class."""
        return "action_aside"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Notes what was told by the way, reminds of it once, answers, and comes back to the question that waits."""
        turn, memory = turn_of(tracker), Memory.of_tracker(tracker)
        facts = about_told(memory.facts, noted_of(tracker))
        conditions = [shared_tables().conditions[name] for name in turn.get("remind", ())]
        lead, assessment = reminder(facts, conditions) if conditions else ("", {})
        for response in turn.get("say", ()):
            if response.startswith(_ANSWER):
                answer(dispatcher, tracker, response.removeprefix(_ANSWER), lead, assessment)
                lead = ""
            else:
                dispatcher.utter_message(response=response)
        if memory.check is not None and memory.check.question and memory.emergency is None:
            step = shared_check().take(memory.check, facts, Said(Move.AGAIN))
            say(dispatcher, tracker, check_reply(replace(step, stage=Stage.AGAIN), shared_check()))
        events = [SlotSet(FACTS, facts_as_json(facts))]
        if conditions:
            events.append(SlotSet(REMINDED, [*memory.reminded, *(condition.id for condition in conditions)]))
        return [*events, SlotSet(EMERGENCY, None)] if turn.get("emergency_over") else events
