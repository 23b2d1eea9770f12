"""Where a conversation stands when a message comes: what waits, what was said last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from needlewise.knowledge.content import shared_knowledge
from needlewise.screening.tables import shared_tables

KINDS = ("emergency", "question", "options", "checked", "assessed", "triaged", "offered", "topic", "nothing")
"""What a message may come upon, the most pressing first."""


@dataclass(frozen=True)
class Situation:
    """Everything is empty at the start of a conversation.

    Attributes:
        emergency: the sign of an emergency that is open.
        question: the question of the check that waits.
        options: topics of a "did you mean" that was said last.
        assessed: the condition that the assessment said last is about.
        checked: the check's outcome was said last.
        triaged: the sign that the triage said last is about.
        offered: what was offered last: "start_check" or "resume_check".
        topic: the topic answered last.
    """

    emergency: str = ""
    question: str = ""
    options: tuple[str, ...] = ()
    assessed: str = ""
    checked: bool = False
    triaged: str = ""
    offered: str = ""
    topic: str = ""

    @classmethod
    def of_turn(cls, after: Mapping[str, Any]) -> "Situation":
        """The situation of a routed turn."""
        values = {**after, "checked": True} if "checked" in after else dict(after)
        if "options" in values:
            values["options"] = tuple(values["options"])
        return cls(**values)

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return next((kind for kind in KINDS[:-1] if getattr(self, kind)), "nothing")

    @property
    def heading(self) -> str:
        """What the message is read under, in a few words; empty where there is nothing to go on from."""
        match self.kind:
            case "emergency" | "triaged" as kind:
                return f"{kind}: {_name(shared_tables().signs, getattr(self, kind))}"
            case "question":
                question = shared_tables().question(self.question)
                return f"check: {question.topic}" if question else "check"
            case "assessed":
                return f"assessed: {_name(shared_tables().conditions, self.assessed)}"
            case "checked":
                return "the check is done"
            case "options":
                return "did you mean"
            case "offered":
                return self.offered.replace("_", " the ")
            case "topic":
                topics = shared_knowledge().topics
                return topics[self.topic].title if self.topic in topics else ""
        return ""


def _name(table: Mapping[str, Any], id_: str) -> str:
    return str(table[id_].name) if id_ in table else id_
