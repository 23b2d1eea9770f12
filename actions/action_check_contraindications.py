"""What was just told, checked for reasons not to needle."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import answer, conditions_of, say, turn_of
from needlewise.dialogue.assessment_wording import (
    assessment_reply,
    resume_button,
    start_button,
    unknown_condition_reply,
)
from needlewise.dialogue.memory import FACTS, REMINDED, Memory, facts_as_json
from needlewise.language.mentions import Person, Status
from needlewise.screening.check import can_resume, figure_mentions
from needlewise.screening.tables import shared_tables


class ActionCheckContraindications(Action):
    """Assesses what the conversation has told so far, with what the latest message adds."""

    def name(self) -> str:
        """See the parent class."""
        return "action_check_contraindications"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the assessment, then the answer of a question that stood beside the facts."""
        turn, tables, memory = turn_of(tracker), shared_tables(), Memory.of_tracker(tracker)
        if turn.get("unknown"):
            say(dispatcher, tracker, unknown_condition_reply())
            return []
        told = [memory.facts.named(mention) for mention in conditions_of(tracker)]
        if not turn.get("changed"):
            told = [mention for mention in told if not memory.facts.takes_back(mention)]
        people = {(mention.person, mention.who) for mention in told if mention.asked}
        if turn.get("person"):
            people = {(Person(turn["person"]), turn.get("who", ""))}
        person, who = people.pop() if len(people) == 1 else (memory.facts.about(), memory.facts.who)
        facts = memory.facts.turned_to(person, who).told(told)
        facts = facts.told(figure_mentions(turn.get("figures") or {}, tables.conditions, person, who))
        offer = resume_button() if can_resume(memory.check, facts, tables.questions) else start_button()
        assessment = tables.assess(facts, whole_check=True)
        asked = {mention.id for mention in told if facts.concerns(mention) and mention.status is not Status.ABSENT}
        denied = {(m.id, m.person) for m in memory.facts.mentions if m.status is Status.ABSENT}
        now_told = any((m.id, m.person) in denied and m.status is Status.PRESENT for m in told)
        changed = now_told or (bool(turn.get("changed")) and facts.overturns(memory.facts))
        say(dispatcher, tracker, assessment_reply(assessment, (offer,), changed=changed, first=asked))
        for id_ in turn.get("answers", ()):
            answer(dispatcher, tracker, id_)
        kept = [mention for mention in facts.mentions if mention.status is not Status.POSSIBLE]
        facts = type(facts)(tuple(kept), facts.replies, facts.person, facts.who, facts.others)
        reminded = [*memory.reminded, *(reason.id for reason in assessment.reasons)]
        return [SlotSet(FACTS, facts_as_json(facts)), SlotSet(REMINDED, reminded)]
