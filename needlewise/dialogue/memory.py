"""What a conversation has told so far, out of Rasa's tracker and its slots, and back into them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.dialogue.situation import Situation
from needlewise.knowledge.scales import Urgency
from needlewise.knowledge.sentences import sentence
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import CheckState, Move, Said
from needlewise.screening.facts import Facts
from needlewise.screening.facts import Reply as CheckReply
from needlewise.screening.tables import shared_tables

FACTS = "facts"
CHECK = "check"
EMERGENCY = "emergency_open"
REMINDED = "reminded"
ERASE = "erase"
"""Names of the slots."""
_PASSING = frozenset({Kind.FALLBACK, Kind.CLARIFY, Kind.SMALLTALK, Kind.PRIVACY, Kind.HANDOFF})
_ANSWERS = frozenset({Kind.ANSWER, Kind.HANDOFF, Kind.PRIVACY})
_STANDS = 3
"""Turns for which an assessment or a triage is what the talk is about, where nothing but passing replies came since."""


@dataclass(frozen=True)
class Emergency:
    """An emergency that was recognised, until the visitor says that it is over or never was.

    Attributes:
        signs: ids of its signs.
        asides: messages in a row that plainly asked something else.
        coming: help is on the way, as the visitor says.
        asked: ids of the answers to what else was asked in the message that began it.
    """

    signs: tuple[str, ...] = ()
    asides: int = 0
    coming: bool = False
    asked: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the slot."""
        return {"signs": list(self.signs), "asides": self.asides, "coming": self.coming, "asked": list(self.asked)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> "Emergency | None":
        """What `as_json` gave; None of None."""
        if not value:
            return None
        return cls(tuple(value["signs"]), value["asides"], value.get("coming", False), tuple(value.get("asked", ())))


@dataclass(frozen=True)
class Memory:
    """What matters of a conversation for its next turn.

    Attributes:
        facts: conditions told, and answers of the check.
        check: the guided check, where one was started.
        emergency: one that is open.
        reminded: conditions of which the visitor has been reminded before an answer.
        last: the replies of the turn before.
        standing: the replies that say where the talk stands: of the turn before or, where that held only a refusal,
            options or small talk, of the one before it.
        topic: the topic answered last.
        said: every text that was said.
        answered: ids of the topics and points that were answered.
    """

    facts: Facts = field(default_factory=Facts)
    check: CheckState | None = None
    emergency: Emergency | None = None
    reminded: tuple[str, ...] = ()
    last: tuple[Reply, ...] = ()
    standing: tuple[Reply, ...] = ()
    topic: str = ""
    said: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()

    @classmethod
    def of_tracker(cls, tracker: Any) -> "Memory":
        """Of a tracker of Rasa or of its SDK: both have `get_slot` and `events`."""
        replies = list(_replies(tracker.events))
        turns = _turns(replies)
        told = [reply for reply in replies if reply is not None]
        return cls(
            facts=facts_from_json(tracker.get_slot(FACTS) or {}),
            check=check_from_json(tracker.get_slot(CHECK)),
            emergency=Emergency.from_json(tracker.get_slot(EMERGENCY)),
            reminded=tuple(tracker.get_slot(REMINDED) or ()),
            last=turns[-1] if turns else (),
            standing=next((turn for turn in reversed(turns[-_STANDS:]) if not _passes(turn)), ()),
            topic=next((reply.topic for reply in reversed(told) if reply.topic), ""),
            said=frozenset(reply.text for reply in told),
            answered=frozenset(r.point or r.topic or "" for r in told if r.kind in _ANSWERS) - {""},
        )

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the turn before."""
        return tuple(button for reply in self.last for button in reply.buttons)

    @property
    def suspected(self) -> str:
        """The sign of an emergency of which the turn before asked whether it is so; empty where it did not."""
        urgent = next((r for r in self.last if r.details.get("urgency") == Urgency.EMERGENCY_NOW.value), None)
        return str(urgent.details.get("about") or "") if urgent and self.emergency is None else ""

    @property
    def situation(self) -> Situation:
        """Where the conversation stands."""
        payloads = {button.payload for button in self.buttons}
        clarified = next((reply for reply in self.last if reply.kind is Kind.CLARIFY), None)
        assessed = next((reply for reply in self.standing if "assessment" in reply.details), None)
        triaged = next((reply for reply in self.standing if "urgency" in reply.details), None)
        return Situation(
            emergency=self.emergency.signs[0] if self.emergency else "",
            question=(self.check.question or "") if self.check else "",
            options=topics_of(clarified.buttons) if clarified else (),
            assessed=_main_condition(assessed) if assessed else "",
            checked=bool(assessed and assessed.details.get("heading") in _of_the_check()),
            triaged=str(triaged.details.get("about") or "") if triaged else "",
            offered=next((name for name in ("resume_check", "start_check") if f"/{name}" in payloads), ""),
            topic=self.topic,
        )


def _main_condition(assessed: Reply) -> str:
    """The gravest condition of an assessment; what several together amount to has no name."""
    reasons = (assessed.details["assessment"] or {}).get("reasons") or ()
    return next((str(id_) for id_ in reasons if id_ in shared_tables().conditions), "")


def _of_the_check() -> set[str]:
    """The headings of the check's own assessments."""
    return {sentence("check_heading"), sentence("check_heading_so_far")}


def topics_of(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    """The topics that buttons ask for."""
    found = (re.match(r'/faq\{"topic": "(\w+)"\}$', button.payload) for button in buttons)
    return tuple(match[1] for match in found if match)


def _turns(replies: Sequence[Reply | None]) -> list[tuple[Reply, ...]]:
    """The replies by turn, in order; None begins one. Turns without a reply are left out."""
    turns: list[list[Reply]] = [[]]
    for reply in replies:
        if reply is None:
            turns.append([])
        else:
            turns[-1].append(reply)
    return [tuple(turn) for turn in turns if turn]


def _passes(turn: Sequence[Reply]) -> bool:
    """Whether a turn leaves the talk where it stood."""
    return all(reply.kind in _PASSING for reply in turn)


def _replies(events: Any) -> Iterator[Reply | None]:
    """What was said, in order, since the conversation began or began again; None for each message of the visitor."""
    kept: list[Reply | None] = []
    for event in events:
        if isinstance(event, Mapping):
            kind, text, data, rest = event.get("event"), event.get("text"), event.get("data"), event.get("metadata")
        else:
            kind, text = event.type_name, getattr(event, "text", None)
            data, rest = getattr(event, "data", None), event.metadata
        if kind == "restart":
            kept.clear()
        elif kind == "user":
            kept.append(None)
        elif kind == "bot":
            message = {"text": text, "buttons": (data or {}).get("buttons"), "reply": (rest or {}).get("reply")}
            kept.append(Reply.from_message(message))
    yield from kept


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
        "in_question": mention.in_question,
        "by_meaning": mention.by_meaning,
        "own": mention.own,
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
        in_question=value.get("in_question", False),
        by_meaning=value["by_meaning"],
        own=value.get("own", False),
    )


def facts_as_json(facts: Facts) -> dict[str, Any]:
    """Facts for a slot."""
    return {
        "mentions": [mention_as_json(mention) for mention in facts.mentions],
        "replies": {question: reply.value for question, reply in facts.replies.items()},
        "person": facts.person.value if facts.person else None,
        "who": facts.who,
        "others": {
            who: {question: reply.value for question, reply in some.items()} for who, some in facts.others.items()
        },
    }


def facts_from_json(value: Mapping[str, Any]) -> Facts:
    """What `facts_as_json` gave; empty facts of an empty mapping."""
    return Facts(
        mentions=tuple(mention_from_json(mention) for mention in value.get("mentions", ())),
        replies={question: CheckReply(reply) for question, reply in value.get("replies", {}).items()},
        person=Person(value["person"]) if value.get("person") else None,
        who=value.get("who", ""),
        others={
            who: {question: CheckReply(reply) for question, reply in some.items()}
            for who, some in value.get("others", {}).items()
        },
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
        "rest_denied": said.rest_denied,
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
        rest_denied=value.get("rest_denied", False),
    )
