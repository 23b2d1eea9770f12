"""What a conversation has told so far, out of Rasa's tracker and its slots, and back into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import CheckState, Move, Said
from needlewise.screening.facts import Facts, Reply

FACTS = "facts"
CHECK = "check"
EMERGENCY = "emergency_open"
REMINDED = "reminded"
ERASE = "erase"
"""Names of the slots."""


@dataclass(frozen=True)
class Memory:
    """What matters of a conversation for its next turn.

    Attributes:
        facts: conditions told, and answers of the check.
        last_topic: the topic answered last.
        check: the guided check, where one was started and is not finished.
        emergency_open: the signs of an emergency that was recognised, until the visitor says that help is coming or
            that it was a misunderstanding.
        reminded: conditions of which the visitor has been reminded before an answer.
        offered: payloads of the buttons of what was said last.
    """

    facts: Facts = field(default_factory=Facts)
    last_topic: str | None = None
    check: CheckState | None = None
    emergency_open: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()

    @classmethod
    def of_tracker(cls, tracker: Any) -> "Memory":
        """Of a tracker of Rasa or of its SDK: both have `get_slot` and `events`."""
        return cls(
            facts=facts_from_json(tracker.get_slot(FACTS) or {}),
            last_topic=_last_topic(tracker.events),
            check=check_from_json(tracker.get_slot(CHECK)),
            emergency_open=tuple(tracker.get_slot(EMERGENCY) or ()),
            reminded=tuple(tracker.get_slot(REMINDED) or ()),
            offered=_offered(tracker.events),
        )


def _last_topic(events: Any) -> str | None:
    for event in reversed(list(events)):
        if isinstance(event, Mapping):
            restarted, metadata = event.get("event") == "restart", event.get("metadata")
        else:
            restarted, metadata = event.type_name == "restart", event.metadata
        if restarted:
            return None
        topic = ((metadata or {}).get("reply") or {}).get("topic")
        if topic:
            return str(topic)
    return None


def _offered(events: Any) -> tuple[str, ...]:
    """The payloads of the buttons of the assistant's last message."""
    for event in reversed(list(events)):
        if isinstance(event, Mapping):
            kind, data = event.get("event"), event.get("data")
        else:
            kind, data = event.type_name, getattr(event, "data", None)
        if kind == "bot":
            return tuple(str(button.get("payload")) for button in (data or {}).get("buttons") or ())
    return ()


def mention_as_json(mention: Mention) -> dict[str, Any]:
    """A mention for a slot or a message; the visitor's words stay in the conversation's own store."""
    return {
        "kind": mention.kind,
        "id": mention.id,
        "status": mention.status.value,
        "person": mention.person.value,
        "words": mention.words,
        "who": mention.who,
        "asked": mention.asked,
        "by_meaning": mention.by_meaning,
        "certainty": round(mention.certainty, 2),
    }


def mention_from_json(value: Mapping[str, Any]) -> Mention:
    """What `mention_as_json` gave."""
    return Mention(
        kind=value["kind"],
        id=value["id"],
        status=Status(value["status"]),
        person=Person(value["person"]),
        words=value["words"],
        who=value["who"],
        asked=value["asked"],
        by_meaning=value["by_meaning"],
        certainty=value.get("certainty", 1.0),
    )


def facts_as_json(facts: Facts) -> dict[str, Any]:
    """Facts for a slot."""
    return {
        "mentions": [mention_as_json(mention) for mention in facts.mentions],
        "replies": {question: reply.value for question, reply in facts.replies.items()},
        "person": facts.person.value if facts.person else None,
    }


def facts_from_json(value: Mapping[str, Any]) -> Facts:
    """What `facts_as_json` gave; empty facts of an empty mapping."""
    return Facts(
        mentions=tuple(mention_from_json(mention) for mention in value.get("mentions", ())),
        replies={question: Reply(reply) for question, reply in value.get("replies", {}).items()},
        person=Person(value["person"]) if value.get("person") else None,
    )


def check_as_json(state: CheckState | None) -> dict[str, Any] | None:
    """The check's state for a slot."""
    if state is None:
        return None
    return {**vars(state), "asked": list(state.asked), "unread": list(state.unread)}


def check_from_json(value: Mapping[str, Any] | None) -> CheckState | None:
    """What `check_as_json` gave."""
    if value is None:
        return None
    return CheckState(**{**value, "asked": tuple(value["asked"]), "unread": tuple(value["unread"])})


def said_as_json(said: Said) -> dict[str, Any]:
    """What a message says in the check, for the action that takes it."""
    return {
        "move": said.move.value,
        "answers": list(said.answers),
        "mentions": [mention_as_json(mention) for mention in said.mentions],
        "figures": dict(said.figures or {}),
        "person": said.person.value if said.person else None,
        "who": said.who,
    }


def said_from_json(value: Mapping[str, Any]) -> Said:
    """What `said_as_json` gave."""
    return Said(
        move=Move(value["move"]),
        answers=tuple(value["answers"]),
        mentions=tuple(mention_from_json(mention) for mention in value["mentions"]),
        figures=value["figures"],
        person=Person(value["person"]) if value["person"] else None,
        who=value["who"],
    )
