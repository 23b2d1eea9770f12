"""What to do about a sign, and how soon."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, conditions_of, mentions_of, say, turn_of
from needlewise.dialogue.assessment_wording import assessment_reply, resume_button, triage_reply, unknown_sign_reply
from needlewise.dialogue.memory import CHECK, EMERGENCY, FACTS, Memory, check_as_json, facts_as_json
from needlewise.knowledge.scales import Urgency
from needlewise.screening.check import can_resume
from needlewise.screening.tables import shared_tables


class ActionTriage(Action):
    """Tells how urgent the signs of the latest message are."""

    def name(self) -> str:
        """See the parent class."""
        return "action_triage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the triage reply, or the careful one where no known sign was found; the check then pauses.

        In an emergency nothing else is said. Otherwise what the message tells of conditions is assessed as well, but
        for words that only describe normal healing ("a few spots").
        """
        tables, memory = shared_tables(), Memory.of_tracker(tracker)
        triage = tables.triage(mentions_of(tracker), memory.facts)
        healing = triage is not None and triage.urgency is Urgency.NORMAL_HEALING
        conditions = [mention for mention in conditions_of(tracker) if mention.is_plain]
        if healing:
            signs = [mention.words for mention in mentions_of(tracker) if mention.kind == "sign"]
            conditions = [
                one for one in conditions if not any(sign in one.words or one.words in sign for sign in signs)
            ]
        facts = memory.facts.told(conditions)
        check = replace(memory.check, question=None, missed=0) if memory.check else None
        buttons = (resume_button(),) if can_resume(check, facts, tables.questions) else ()
        say(dispatcher, triage_reply(triage, buttons) if triage else unknown_sign_reply(buttons))
        events = [SlotSet(FACTS, facts_as_json(facts)), SlotSet(CHECK, check_as_json(check))]
        if triage and not triage.hypothetical and triage.urgency is Urgency.EMERGENCY_NOW:
            signs = [entry.sign.id for entry in triage.signs]
            return [*events, SlotSet(EMERGENCY, [*memory.emergency_open, *signs])]
        if conditions and not (triage and triage.hypothetical):
            say(dispatcher, assessment_reply(tables.assess(facts, whole_check=True)))
        for topic in turn_of(tracker).get("chosen", ()):
            answer(dispatcher, topic)
        return events
