"""What the assistant says, in the one shape that every channel renders (the design's contract for replies).

Responses and actions produce `Reply` objects; Rasa carries each as a message whose text and buttons stand where
Rasa's own channels look for them, and whose rest stands under the key `reply`.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Kind(enum.Enum):
    """What sort of reply it is; channels decide by it how to show the reply."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    QUESTION = "question"
    ASSESSMENT = "assessment"
    TRIAGE = "triage"
    FALLBACK = "fallback"
    SMALLTALK = "smalltalk"
    HANDOFF = "handoff"
    PRIVACY = "privacy"


@dataclass(frozen=True)
class Button:
    """An option to press.

    Attributes:
        title: what the button says.
        payload: what pressing it sends, such as `/faq{"topic": "pain"}`.
    """

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message of the assistant.

    Attributes:
        text: plain text; a blank line separates paragraphs.
        kind: see `Kind`.
        topic: the topic that an answer is about, else None.
        point: the point of it that the answer leads with, else None.
        sources: ids of data/knowledge/sources.yml that the text rests on.
        reviewed: the day on which the text was last checked against them, as YYYY-MM-DD, else None.
        buttons: options; of a question of the check, its answers.
        details: what only some kinds have: `select` ("one" or "many": how many buttons of a question may be
            chosen), `progress` ({"step": 4, "of": 10}), `assessment` and `urgency` as in the design's
            contract for `needlewise ask`, `heading` (a title for a card), `points` (a list of strings or of
            {"text", "sources"}), `call` ([{"label", "number"}]: telephone numbers of an emergency reply).
    """

    text: str
    kind: Kind
    topic: str | None = None
    point: str | None = None
    sources: tuple[str, ...] = ()
    reviewed: str | None = None
    buttons: tuple[Button, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_message(self) -> dict[str, Any]:
        """The reply as a message for Rasa: keyword arguments of the SDK dispatcher's `utter_message`."""
        rest = {
            "kind": self.kind.value,
            "topic": self.topic,
            "point": self.point,
            "sources": list(self.sources),
            "reviewed": self.reviewed,
            "details": dict(self.details),
        }
        return {
            "text": self.text,
            "buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons],
            "reply": rest,
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "Reply":
        """The reply that a message of Rasa carries; one without the key `reply` counts as small talk."""
        rest = message.get("reply") or {}
        return cls(
            text=message.get("text") or "",
            kind=Kind(rest.get("kind", Kind.SMALLTALK.value)),
            topic=rest.get("topic"),
            point=rest.get("point"),
            sources=tuple(rest.get("sources") or ()),
            reviewed=rest.get("reviewed"),
            buttons=tuple(Button(b["title"], b.get("payload") or b["title"]) for b in message.get("buttons") or ()),
            details=dict(rest.get("details") or {}),
        )

    def as_json(self) -> dict[str, Any]:
        """The reply as the web channel and `needlewise ask` give it: the contract's keys, then the details."""
        return {
            "text": self.text,
            "kind": self.kind.value,
            "topic": self.topic,
            "point": self.point,
            "sources": list(self.sources),
            "buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons],
            **({"reviewed": self.reviewed} if self.reviewed else {}),
            **self.details,
        }


def topic_payload(topic: str) -> str:
    """The payload of a button that asks for the answer of a topic, or of a point."""
    return f'/faq{{"topic": "{topic}"}}'
