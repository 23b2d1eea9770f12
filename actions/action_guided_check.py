"""The guided check: takes an answer, and asks the next question or sums up."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, say, turn_of
from needlewise.dialogue.check_wording import check_reply
from needlewise.dialogue.memory import (
    CHECK,
    EMERGENCY,
    FACTS,
    REMINDED,
    Memory,
    check_as_json,
    facts_as_json,
    said_from_json,
)
from needlewise.screening.check import Stage
from needlewise.screening.tables import shared_check, shared_tables


class ActionGuidedCheck(Action):
    """Takes one step of the check; see `needlewise.screening.check`."""

    def name(self) -> str:
        """See the parent class."""
        return "action_guided_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the answer of a question that stood in the message, then the check's next question or summary."""
        turn, memory = turn_of(tracker), Memory.of_tracker(tracker)
        step = shared_check().take(memory.check, memory.facts, said_from_json(turn["check"]))
        for id_ in turn.get("answers", ()):
            answer(dispatcher, tracker, id_)
        changed = bool(turn.get("changed")) and step.facts.overturns(memory.facts)
        say(dispatcher, tracker, check_reply(step, shared_check(), changed=changed))
        events = [SlotSet(FACTS, facts_as_json(step.facts)), SlotSet(CHECK, check_as_json(step.state))]
        if step.stage in (Stage.DONE, Stage.SO_FAR, Stage.STOPPED):
            reasons = shared_tables().assess(step.facts).reasons
            events.append(SlotSet(REMINDED, [*memory.reminded, *(reason.id for reason in reasons)]))
        return [*events, SlotSet(EMERGENCY, None)] if turn.get("emergency_over") else events
