"""What a conversation has told so far, out of Rasa's tracker and its slots, and back into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.facts import Facts, Reply

FACTS = "facts"
CHECK = "check"
EMERGENCY = "emergency_open"
REMINDED = "reminded"
ERASE = "erase"
"""Names of the slots."""


@dataclass(frozen=True)
class CheckState:
    """Where the guided check stands.

    Attributes:
        question: id of the question that waits for an answer; None while the check is paused.
        asked: ids of the questions that were put so far, in order.
        missed: answers in a row that could not be used.
    """

    question: str | None
    asked: tuple[str, ...] = ()
    missed: int = 0


@dataclass(frozen=True)
class Memory:
    """What matters of a conversation for its next turn.

    Attributes:
        facts: conditions told, and answers of the check.
        last_topic: the topic answered last.
        check: the guided check, where one was started and is not finished.
        emergency_open: whether an emergency was recognised and the visitor has not yet said that help is coming.
        reminded: conditions of which the visitor has been reminded before an answer.
    """

    facts: Facts = field(default_factory=Facts)
    last_topic: str | None = None
    check: CheckState | None = None
    emergency_open: bool = False
    reminded: tuple[str, ...] = ()

    @classmethod
    def of_tracker(cls, tracker: Any) -> "Memory":
        """Of a tracker of Rasa or of its SDK: both have `get_slot` and `events`."""
        return cls(
            facts=facts_from_json(tracker.get_slot(FACTS) or {}),
            last_topic=_last_topic(tracker.events),
            check=check_from_json(tracker.get_slot(CHECK)),
            emergency_open=bool(tracker.get_slot(EMERGENCY)),
            reminded=tuple(tracker.get_slot(REMINDED) or ()),
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
    return {"question": state.question, "asked": list(state.asked), "missed": state.missed}


def check_from_json(value: Mapping[str, Any] | None) -> CheckState | None:
    """What `check_as_json` gave."""
    if value is None:
        return None
    return CheckState(value["question"], tuple(value["asked"]), value["missed"])
