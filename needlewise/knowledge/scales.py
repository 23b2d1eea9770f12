"""The two scales that every warning is given on, and what a claim of a document is worth."""

import enum
import functools


@functools.total_ordering
class _Scale(enum.Enum):
    """An ordered set of levels; members are listed from the mildest to the gravest."""

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        levels = list(type(self))
        return levels.index(self) < levels.index(other)


class Outcome(_Scale):
    """What someone with a condition should do about needling; the gravest of several counts."""

    OK_USUAL_CARE = "ok_usual_care"
    CAUTION = "caution"
    WAIT_THEN_ASK = "wait_then_ask"
    SEE_PROFESSIONAL_FIRST = "see_professional_first"
    DO_NOT = "do_not"


class Urgency(_Scale):
    """How soon someone with a sign needs care; the gravest of several counts."""

    NORMAL_HEALING = "normal_healing"
    BOOK_APPOINTMENT = "book_appointment"
    SAME_DAY_DOCTOR = "same_day_doctor"
    EMERGENCY_NOW = "emergency_now"


class Verdict(enum.Enum):
    """What we hold of a claim: said, said with both sides, or corrected and never repeated."""

    AGREED = "agreed"
    CONTESTED = "contested"
    REJECTED = "rejected"
