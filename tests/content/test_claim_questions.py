"""Every claim that may be said is conveyed by the reply to a question, and every rejected one is put right."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

CLAIMS = sorted((Path(__file__).parent / "claims").glob("*.yml"))
QUESTIONS = [
    pytest.param(content["topic"], entry, id=entry.get("conveys") or entry.get("corrects"))
    for content in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in CLAIMS)
    for entry in content["claims"]
]


@pytest.mark.parametrize(("topic", "entry"), QUESTIONS)
def test_the_reply_conveys_the_claim(talk: Callable, topic: str, entry: dict) -> None:
    (turn,) = talk(entry["ask"])
    said = "\n".join(reply.text for reply in turn.replies)
    shown = [(reply.kind.value, reply.topic) for reply in turn.replies]
    assert all(re.search(words, said, re.IGNORECASE) for words in entry["words"]), shown
