"""Tells people who write in another language, in that language, that the assistant speaks English."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, turn_of
from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.content import shared_knowledge


class ActionOtherLanguage(Action):
    """Answers with the text of data/knowledge/languages.yml."""

    def name(self) -> str:
        """See the parent class."""
        return "action_other_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends the text of the message's language; of a language without one, the general reply."""
        knowledge = shared_knowledge()
        language = knowledge.languages.get(turn_of(tracker).get("language", ""))
        if language is None:
            dispatcher.utter_message(response="utter_language")
        else:
            say(dispatcher, tracker, Reply(language.text.format(**knowledge.site.variables()), Kind.FALLBACK))
        return []
