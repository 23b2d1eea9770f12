"""What a message says about a condition or a sign."""

import enum
from dataclasses import dataclass
from typing import Literal


class Status(enum.Enum):
    """Whether it is there."""

    PRESENT = "present"
    ABSENT = "absent"
    """Denied."""
    PAST = "past"
    """Over for longer than it counts."""
    POSSIBLE = "possible"
    """Asked about, feared or supposed."""


class Person(enum.Enum):
    """Whose it is."""

    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True)
class Mention:
    """One condition or sign of which a message speaks.

    Attributes:
        id: a condition or a sign of the knowledge tables.
        words: the message's own words that showed it.
        who: how the message names the other person ("daughter"); empty for the writer.
        asked: the message asks about this person. "My dad takes warfarin, can I roll?" does not ask about dad.
        in_question: it stands in the part of the message that asks. "I take warfarin, can I roll?" tells of it.
        by_meaning: shown by the meaning of the message, not by words that stand in a table.
        own: its sentence says how it is with the writer: "I have", "I am on".
    """

    kind: Literal["condition", "sign"]
    id: str
    status: Status
    person: Person = Person.SELF
    words: str = ""
    who: str = ""
    asked: bool = True
    in_question: bool = False
    by_meaning: bool = False
    own: bool = False
