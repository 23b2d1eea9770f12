"""What an action is given: the understanding of the latest message, as the interpreter left it."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from needlewise.dialogue.memory import mention_from_json
from needlewise.dialogue.replies import Reply
from needlewise.language.mentions import Mention


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


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Sends a reply."""
    dispatcher.utter_message(**reply.as_message())


def answer(dispatcher: CollectingDispatcher, topic: str) -> None:
    """Sends the answer of a topic, as it stands in its file."""
    dispatcher.utter_message(response=f"utter_faq/{topic}")
