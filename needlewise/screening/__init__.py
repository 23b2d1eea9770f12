"""From mentions to an assessment, and from signs to an urgency: pure functions."""

from needlewise.screening.assessment import Assessment, Reason, assess, is_settled
from needlewise.screening.facts import Facts, Reply
from needlewise.screening.triage import Triage, TriagedSign, triage

__all__ = [
    "Assessment", "Facts", "Reason", "Reply", "Triage", "TriagedSign", "assess", "is_settled", "triage",
]  # fmt: skip
