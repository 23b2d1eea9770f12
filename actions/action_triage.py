"""What to do about a sign, and how soon."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import conditions_of, mentions_of, say, turn_of
from needlewise.dialogue.assessment_wording import resume_button
from needlewise.dialogue.memory import CHECK, EMERGENCY, FACTS, Emergency, Memory, check_as_json, facts_as_json
from needlewise.dialogue.policy import noted
from needlewise.dialogue.triage_wording import triage_reply, unknown_sign_reply, unsure_reply
from needlewise.knowledge.scales import Urgency
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import can_resume
from needlewise.screening.tables import shared_tables


def _confirmed(sign: str | None) -> list[Mention]:
    """The sign of which was asked whether it is so, and it is."""
    return [Mention("sign", sign, Status.PRESENT, Person.SELF)] if sign else []


class ActionTriage(Action):
    """Tells how urgent the signs of the latest message are."""

    def name(self) -> str:
        """See the parent class."""
        return "action_triage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the triage reply, or a careful one where it is not known which sign it is; the check then pauses."""
        turn, tables, memory = turn_of(tracker), shared_tables(), Memory.of_tracker(tracker)
        mentions = [*mentions_of(tracker), *_confirmed(turn.get("confirmed"))]
        if memory.situation.triaged:  # What was told before still holds: a milder sign beside it calms nothing.
            told = {mention.id for mention in mentions}
            mentions += [m for m in memory.facts.mentions if m.kind == "sign" and m.id not in told]
        facts = memory.facts.told(noted(conditions_of(tracker)))
        triage = tables.triage(mentions, facts)
        facts = facts.told(mention for mention in mentions if mention.kind == "sign" and not mention.by_meaning)
        check = replace(memory.check, question=None, missed=0) if memory.check else None
        buttons = (resume_button(),) if can_resume(check, facts, tables.questions) else ()
        events = [SlotSet(FACTS, facts_as_json(facts)), SlotSet(CHECK, check_as_json(check))]
        if triage is None or (turn.get("unknown") and triage.urgency >= Urgency.SAME_DAY_DOCTOR):
            say(dispatcher, tracker, unknown_sign_reply(buttons))
            return events
        if turn.get("unsure") and triage.urgency is Urgency.EMERGENCY_NOW:
            say(dispatcher, tracker, unsure_reply(triage, buttons))
            return events
        say(dispatcher, tracker, triage_reply(triage, buttons))
        if not triage.hypothetical and triage.urgency is Urgency.EMERGENCY_NOW:
            before = memory.emergency.signs if memory.emergency else ()
            signs = tuple(dict.fromkeys([*(entry.sign.id for entry in triage.signs), *before]))
            events.append(SlotSet(EMERGENCY, Emergency(signs, asked=tuple(turn.get("answers") or ())).as_json()))
        return events
