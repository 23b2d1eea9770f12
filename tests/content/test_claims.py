"""Every claim that may be said is conveyed by an answer in words that show it, and every rejected one is put right."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.scales import Verdict

FILES = sorted((Path(__file__).parent / "claims").glob("*.yml"))
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (content["topic"], entry)
    for content in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES)
    for entry in content["claims"]
]


@pytest.mark.parametrize(("topic", "entry"), QUESTIONS, ids=[entry["ask"] for _, entry in QUESTIONS])
def test_the_answer_has_the_words_that_show_the_claim(topic: str, entry: dict[str, Any]) -> None:
    answer = " ".join(shared_knowledge().topics[topic].answer.split())
    missing = [words for words in entry["words"] if not re.search(words, answer, re.IGNORECASE)]
    assert not missing, f"the answer of {topic} lacks {missing}"


def test_every_agreed_claim_is_asked_for() -> None:
    asked = {entry["conveys"] for _, entry in QUESTIONS if "conveys" in entry}
    agreed = {claim.id for claim in shared_knowledge().claims.values() if claim.verdict is Verdict.AGREED}
    assert agreed - asked == set()


def test_every_rejected_claim_is_asked_about() -> None:
    asked = {entry["corrects"] for _, entry in QUESTIONS if "corrects" in entry}
    rejected = {claim.id for claim in shared_knowledge().claims.values() if claim.verdict is Verdict.REJECTED}
    assert asked == rejected
