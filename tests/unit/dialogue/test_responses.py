"""Texts of the response files, as replies."""

import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from needlewise.dialogue.replies import Reply
from needlewise.dialogue.responses import Responses, responses_of_files


def said(name: str, tracker: DialogueStateTracker | None, channel: str = "widget") -> Reply | None:
    message = asyncio.run(Responses(EndpointConfig(), Domain.empty()).generate(name, tracker, channel))
    return None if message is None else Reply.from_message(message)


def test_greeting_is_said_without_a_conversation() -> None:
    """The widget greets before there is one: its configuration has the greeting."""
    greeting = said("utter_greet", None)
    assert greeting is not None and greeting.text and greeting.buttons
    assert "{" not in greeting.text, "the site's own details are filled in"
    assert said("utter_greet", DialogueStateTracker("new", [])) == greeting


def test_everything_can_be_said_without_a_conversation() -> None:
    for name in responses_of_files():
        assert said(name, None) is not None, name
    answer = said("utter_faq/pain", None)
    assert answer is not None and answer.topic == "pain" and answer.sources


def test_unknown_response_is_none_without_a_conversation() -> None:
    assert said("utter_restart", None) is None
    assert said("utter_faq/nothing", None) is None


def test_first_wording_that_was_not_said_before_is_taken() -> None:
    greeting = said("utter_greet", None)
    assert greeting is not None
    tracker = DialogueStateTracker("known", [])
    tracker.update(BotUttered(greeting.text))
    tracker.update(ActionExecuted("action_listen"))
    assert said("utter_greet", tracker) is not None
