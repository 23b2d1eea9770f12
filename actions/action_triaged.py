"""What is asked of a triage that is no emergency: is it serious, can it wait, what until then."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, turn_of
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.triage_wording import triaged_reply
from needlewise.screening.tables import shared_tables


class ActionTriaged(Action):
    """Answers out of the sign that was told."""

    def name(self) -> str:
        """See the parent class."""
        return "action_triaged"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends what was asked for."""
        last = next(reply for reply in reversed(Memory.of_tracker(tracker).standing) if "urgency" in reply.details)
        sign = shared_tables().signs.get(str(last.details.get("about") or ""))
        say(dispatcher, tracker, triaged_reply(turn_of(tracker)["what"], str(last.details["urgency"]), sign))
        return []
