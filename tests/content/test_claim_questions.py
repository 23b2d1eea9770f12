"""Questions of another author's for each claim: the reply comes from an answer that conveys it, or puts it right."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.content import shared_knowledge
from needlewise.runtime.assistant import Assistant

CLAIMS = sorted((Path(__file__).parent / "claims").glob("*.yml"))
QUESTIONS: list[dict[str, Any]] = [
    entry for path in CLAIMS for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["claims"]
]
LEAST_CARRIED, LEAST_ON_TOPIC = 0.7, 0.85


def carried(replies: tuple[Reply, ...]) -> set[str]:
    """Ids of the claims that the answers of a turn convey or correct."""
    knowledge, found = shared_knowledge(), set()
    for reply in replies:
        if reply.kind is Kind.ANSWER and reply.topic:
            answer = knowledge.points[reply.point] if reply.point else knowledge.topics[reply.topic]
            found |= {*answer.claims, *answer.corrects}
    return found


@pytest.fixture(scope="module")
def answered(whole_assistant: Assistant) -> list[tuple[dict[str, Any], tuple[Reply, ...]]]:
    """Each question with its replies."""

    async def ask() -> list[Any]:
        return [(e, (await whole_assistant.answer(f"claim-{n}", e["ask"])).replies) for n, e in enumerate(QUESTIONS)]

    return asyncio.run(ask())


def test_every_claim_has_a_question() -> None:
    asked = {entry.get("conveys") or entry.get("corrects") for entry in QUESTIONS}
    assert len(asked & set(shared_knowledge().claims)) >= 0.95 * len(shared_knowledge().claims)


def test_most_replies_carry_the_claim_that_was_asked_for(answered: Any) -> None:
    missed = [e["ask"] for e, replies in answered if (e.get("conveys") or e.get("corrects")) not in carried(replies)]
    assert len(missed) <= (1 - LEAST_CARRIED) * len(answered), missed


def test_nearly_all_replies_answer_its_topic(answered: Any) -> None:
    claims = shared_knowledge().claims
    due = [(claims[e.get("conveys") or e["corrects"]].topic, e["ask"], replies) for e, replies in answered]
    off = [ask for topic, ask, replies in due if topic not in {r.topic for r in replies} and topic != "condition_check"]
    assert len(off) <= (1 - LEAST_ON_TOPIC) * len(answered), off
