"""What was just told, checked for reasons not to needle."""

from dataclasses import replace
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
from needlewise.dialogue.memory import FACTS, Memory, facts_as_json
from needlewise.language.mentions import Person
from needlewise.screening.check import can_resume, figure_mentions
from needlewise.screening.facts import Facts
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
            say(dispatcher, unknown_condition_reply())
            return []
        told = conditions_of(tracker)
        people = {mention.person for mention in told if mention.asked}
        person = people.pop() if len(people) == 1 else memory.facts.about()
        figures = figure_mentions(turn.get("figures") or {}, tables.conditions, person)
        facts = memory.facts.told([*told, *figures])
        resumable = can_resume(memory.check, facts, tables.questions)
        offer = resume_button() if resumable else start_button()
        assessment = tables.assess(seen_for(person, facts), whole_check=True)
        say(dispatcher, assessment_reply(assessment, (offer,), changed=bool(turn.get("changed"))))
        for topic in turn.get("chosen", ()):
            answer(dispatcher, topic)
        return [SlotSet(FACTS, facts_as_json(facts))]


def seen_for(person: Person, facts: Facts) -> Facts:
    """The facts with a view to one person; what another one answered in the check does not count for them."""
    if facts.person in {None, person}:
        return replace(facts, person=person)
    return replace(facts, person=person, replies={})
