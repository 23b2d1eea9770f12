"""What an action is given: the understanding of the latest message, as the interpreter left it; and how it speaks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from needlewise.dialogue.answers import answer_reply
from needlewise.dialogue.memory import Memory, mention_from_json
from needlewise.dialogue.pressed import is_pressed
from needlewise.dialogue.replies import Reply
from needlewise.dialogue.unsaid import unsaid
from needlewise.language.mentions import Mention
from needlewise.screening.facts import Facts


def turn_of(tracker: Tracker) -> dict[str, Any]:
    """The interpreter's record of the latest message."""
    turn: dict[str, Any] = tracker.latest_message.get("turn") or {}
    return turn


def mentions_of(tracker: Tracker) -> tuple[Mention, ...]:
    """The conditions and signs of the latest message."""
    return tuple(mention_from_json(mention) for mention in turn_of(tracker).get("mentions", ()))


def conditions_of(tracker: Tracker) -> tuple[Mention, ...]:
    """The conditions of the latest message."""
    return tuple(mention for mention in mentions_of(tracker) if mention.kind == "condition")


def noted_of(tracker: Tracker) -> tuple[Mention, ...]:
    """The conditions that the latest message tells by the way."""
    return tuple(mention_from_json(mention) for mention in turn_of(tracker).get("noted", ()))


def about_told(facts: Facts, told: tuple[Mention, ...]) -> Facts:
    """The facts with what a message tells, the talk being about the one person of whom it tells."""
    named = [facts.named(mention) for mention in told]
    people = {(mention.person, mention.who) for mention in named}
    return (facts.turned_to(*people.pop()) if len(people) == 1 else facts).told(named)


def say(dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply) -> None:
    """Sends a reply, in other words where it was said before."""
    dispatcher.utter_message(**unsaid(reply, Memory.of_tracker(tracker).said).as_message())


def answer(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    id_: str,
    lead: str = "",
    assessment: Mapping[str, Any] | None = None,
) -> None:
    """Sends the answer of a topic or point, after a lead and with an assessment where there is one."""
    turn, memory = turn_of(tracker), Memory.of_tracker(tracker)
    reply = answer_reply(id_, turn.get("near") or (), memory.answered)
    reply = unsaid(reply, memory.said, whole=is_pressed(turn))
    if lead:
        details = {**reply.details, "assessment": dict(assessment)} if assessment else reply.details
        reply = replace(reply, text=f"{lead}\n\n{reply.text}", details=details)
    dispatcher.utter_message(**reply.as_message())
