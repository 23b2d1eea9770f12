"""Tell me more: what lies near the topic before."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.replies import Button, Kind, Reply, topic_payload
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.sentences import sentence


class ActionMore(Action):
    """Offers the topics that follow the one answered last."""

    def name(self) -> str:
        """See the parent class."""
        return "action_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Sends them as buttons; where nothing was answered yet, what can be asked."""
        topics = shared_knowledge().topics
        last = topics.get(Memory.of_tracker(tracker).topic)
        if last is None:
            dispatcher.utter_message(response="utter_more")
        else:
            buttons = tuple(Button(topics[topic].title, topic_payload(topic)) for topic in last.follow_ups)
            say(dispatcher, tracker, Reply(sentence("more"), Kind.CLARIFY, buttons=buttons))
        return []
