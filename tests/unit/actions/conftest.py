"""Runs an action as Rasa's SDK would, without Rasa."""

from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from needlewise.dialogue.memory import mention_as_json
from needlewise.language.mentions import Mention


class Ran:
    """What an action did: `messages` sent, and `slots` set."""

    def __init__(self, messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
        self.messages = messages
        self.events = events
        self.slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}

    @property
    def kinds(self) -> list[str]:
        """Kinds of the replies; the name of the response where one was named."""
        return [message.get("response") or (message.get("reply") or {})["kind"] for message in self.messages]

    def reply(self, number: int = 0) -> dict[str, Any]:
        """A message's text, buttons, and what stands under `reply`."""
        message = self.messages[number]
        return {"text": message["text"], "buttons": message["buttons"], **message["reply"]}


@pytest.fixture
def run() -> Callable[..., Ran]:
    """Runs an action on a turn's record, with slots and events."""

    def _run(
        action: Action,
        *mentions: Mention,
        intent: str = "",
        slots: dict[str, Any] | None = None,
        events: list[dict[str, Any]] | None = None,
        **turn: Any,
    ) -> Ran:
        record = {"mentions": [mention_as_json(mention) for mention in mentions], **turn}
        message = {"text": "", "intent": {"name": intent}, "turn": record}
        tracker = Tracker("test", slots or {}, message, events or [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        done = action.run(dispatcher, tracker, {})
        return Ran(dispatcher.messages, list(done))

    return _run
