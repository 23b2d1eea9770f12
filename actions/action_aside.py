"""An answer with what the conversation needs around it: a reminder before, the check's question after."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, turn_of
from needlewise.dialogue.assessment_wording import reminder_reply
from needlewise.dialogue.check_wording import check_reply
from needlewise.dialogue.memory import REMINDED, Memory
from needlewise.screening.check import Move, Said
from needlewise.screening.tables import shared_check, shared_tables


class ActionAside(Action):
    """Sends responses as they stand in their files."""

    def name(self) -> str:
        """See the parent class."""
        return "action_aside"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Reminds of what was told, once; answers; and comes back to the question that waits."""
        turn, memory = turn_of(tracker), Memory.of_tracker(tracker)
        conditions = [shared_tables().conditions[name] for name in turn.get("remind", ())]
        if conditions:
            say(dispatcher, reminder_reply(memory.facts, conditions))
        for response in turn.get("say", ()):
            dispatcher.utter_message(response=response)
        if memory.check is not None and memory.check.question:
            step = shared_check().take(memory.check, memory.facts, Said(Move.AGAIN))
            say(dispatcher, check_reply(step, shared_check()))
        return [SlotSet(REMINDED, [*memory.reminded, *(condition.id for condition in conditions)])]
