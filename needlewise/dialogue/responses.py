"""Rasa's response generator, with what the project knows of each response.

Texts stand in data/faq and data/dialogue and are taken as they are: with the site's own details filled in, the
topic's sources, review date and buttons added. Of a response with several wordings the first is taken that was not said
before.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from needlewise.dialogue.answers import answer_reply, button_for
from needlewise.dialogue.memory import Memory
from needlewise.dialogue.pressed import is_pressed
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.dialogue.unsaid import unsaid
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.read import read_mapping
from needlewise.paths import DATA

_ANSWER = "utter_faq/"
_OUT_OF_SCOPE = "utter_out_of_scope/"
TURN = "turn"
"""The message property that actions and responses read: what was understood and planned, as JSON."""


class Responses(TemplatedNaturalLanguageGenerator):
    """Texts of the response files, as replies. Named in endpoints.yml under `nlg`."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Called by Rasa."""
        super().__init__(responses_of_files())
        self._variables = shared_knowledge().site.variables()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker | None, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The message of a response, or None where there is none of that name.

        Without a tracker it is what a new conversation would hear: the widget greets before there is one.
        """
        memory = Memory.of_tracker(tracker) if tracker else Memory()
        latest = tracker.latest_message if tracker else None
        turn = ((latest.parse_data if latest else None) or {}).get(TURN) or {}
        near = turn.get("near") or ()
        id_ = utter_action.removeprefix(_ANSWER)
        if utter_action.startswith(_ANSWER):
            known = shared_knowledge()
            if id_ not in known.topics and id_ not in known.points:
                return None
            reply = answer_reply(id_, near, memory.answered)
            return unsaid(reply, memory.said, whole=is_pressed(turn)).as_message()
        values = {**self._variables, **(kwargs.pop("values", None) or {})}
        wordings = [
            {**response, "text": str(response.get("text", "")).format(**values).strip()}
            for response in self.responses.get(utter_action) or ()
        ]
        if not wordings:
            return None
        chosen = next((wording for wording in wordings if wording["text"] not in memory.said), wordings[0])
        return unsaid(response_reply(utter_action, chosen, near), memory.said).as_message()


def responses_of_files(data: Path = DATA) -> dict[str, list[dict[str, Any]]]:
    """The responses as their files have them now: an edited one needs no training."""
    found: dict[str, list[dict[str, Any]]] = {}
    for folder in ("dialogue", "screening"):
        for path in sorted((data / folder).glob("*.yml")):
            found |= read_mapping(path).get("responses") or {}
    return found


def response_reply(name: str, message: dict[str, Any], near: Sequence[str] = ()) -> Reply:
    """The reply that a response makes; `message` is the response with its variables filled in."""
    buttons = tuple(Button(button["title"], button["payload"]) for button in message.get("buttons") or ())
    if name.startswith(_OUT_OF_SCOPE):
        return Reply(message["text"], Kind.FALLBACK, buttons=buttons or tuple(map(button_for, near[:3])))
    kind = Kind((message.get("metadata") or {}).get("kind", Kind.SMALLTALK.value))
    return Reply(message["text"], kind, buttons=buttons)
