"""Rasa's response generator, with what the project knows of each response.

Texts stand in data/faq and data/dialogue and are taken as they are: with the site's own details filled in, the
topic's sources, review date and follow-up buttons added, nothing else.
"""

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from needlewise.dialogue.replies import Button, Kind, Reply, topic_payload
from needlewise.knowledge.content import Knowledge, Topic, shared_knowledge

_TOPIC = "utter_faq/"
_OUT_OF_SCOPE = "utter_out_of_scope/"


class Responses(TemplatedNaturalLanguageGenerator):
    """Texts of the response files, as replies. Named in endpoints.yml under `nlg`."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Called by Rasa."""
        super().__init__(domain.responses)
        self._variables = shared_knowledge().site.variables()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The message of a response, or None where there is none of that name."""
        values = {**self._variables, **(kwargs.pop("values", None) or {})}
        message = self.generate_from_slots(utter_action, {}, output_channel, **values)
        if message is None:
            return None
        return reply_of_response(utter_action, message).as_message()


def reply_of_response(name: str, message: dict[str, Any]) -> Reply:
    """The reply that a response makes; `message` is the response with its variables filled in."""
    buttons = tuple(Button(button["title"], button["payload"]) for button in message.get("buttons") or ())
    if name.startswith(_TOPIC):
        return topic_reply(shared_knowledge().topics[name.removeprefix(_TOPIC)], message["text"])
    if name.startswith(_OUT_OF_SCOPE):
        return Reply(message["text"], Kind.FALLBACK, buttons=buttons)
    kind = Kind((message.get("metadata") or {}).get("kind", Kind.SMALLTALK.value))
    return Reply(message["text"], kind, buttons=buttons)


def topic_reply(topic: Topic, text: str) -> Reply:
    """The answer of a topic."""
    return Reply(
        text=text,
        kind=Kind(topic.kind),
        topic=topic.id,
        sources=topic.sources,
        reviewed=topic.reviewed.isoformat(),
        buttons=topic_buttons(topic.follow_ups, shared_knowledge()),
    )


def topic_buttons(topics: tuple[str, ...], knowledge: Knowledge) -> tuple[Button, ...]:
    """A button for each topic."""
    return tuple(Button(knowledge.topics[topic].title, topic_payload(topic)) for topic in topics)
