"""Every claim that may be said is conveyed by an answer in words that show it, and every rejected one is put right."""

import re
from pathlib import Path
from typing import Any

import yaml

from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Verdict

FILES = sorted((Path(__file__).parent / "claims").glob("*.yml"))
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (content["topic"], entry)
    for content in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES)
    for entry in content["claims"]
]


LEAST_SHOWN = 0.6
"""Of the claims: their words stand in an answer as their questions' author expected them."""


def said_on(topic: str) -> str:
    """The general answer of a topic and those of its points."""
    known = shared_knowledge().topics[topic]
    return " ".join(" ".join(part.answer.split()) for part in (known, *known.points))


def test_most_answers_have_the_words_that_show_their_claim() -> None:
    lacking = [
        (entry["ask"], words)
        for topic, entry in QUESTIONS
        if not all(re.search(words, said_on(topic), re.IGNORECASE) for words in entry["words"])
        for words in entry["words"][:1]
    ]
    assert len(lacking) <= (1 - LEAST_SHOWN) * len(QUESTIONS), lacking


def test_every_agreed_claim_is_asked_for() -> None:
    asked = {entry["conveys"] for _, entry in QUESTIONS if "conveys" in entry}
    agreed = {claim.id for claim in shared_knowledge().claims.values() if claim.verdict is Verdict.AGREED}
    assert agreed - asked == set()


def test_every_rejected_claim_is_asked_about() -> None:
    asked = {entry["corrects"] for _, entry in QUESTIONS if "corrects" in entry}
    rejected = {claim.id for claim in shared_knowledge().claims.values() if claim.verdict is Verdict.REJECTED}
    assert asked == rejected
