"""Nobody is told that they are safe, and no reply is empty: over all that the assistant can say."""

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from needlewise.dialogue.assessment_wording import (
    assessment_reply,
    follow_up_reply,
    reminder,
    unknown_condition_reply,
)
from needlewise.dialogue.check_wording import check_reply
from needlewise.dialogue.replies import Kind, Reply
from needlewise.dialogue.triage_wording import (
    emergency_reply,
    triage_reply,
    triaged_reply,
    unknown_sign_reply,
    unsure_reply,
)
from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.promises import PROMISES
from needlewise.knowledge.scales import Outcome, Urgency
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import Move, Said, Stage
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_check, shared_tables

TABLES = shared_tables()
_PROMISE = re.compile(rf"\b(?:{'|'.join(PROMISES)})(?!\w)")


def promises(text: str) -> list[str]:
    return [match[0] for match in _PROMISE.finditer(" ".join(text.lower().replace("’", "'").split()))]


def check_replies(replies: Iterable[Reply]) -> None:
    for reply in replies:
        assert reply.text.strip()
        assert "{" not in reply.text.replace("{names}", "{"), reply.text
        assert not promises(reply.text), reply.text


def test_the_patterns_find_a_promise() -> None:
    assert promises("Go ahead, you are perfectly safe.")
    assert not promises("That is not a promise that it is safe.")


def test_no_text_of_any_file_promises_safety() -> None:
    texts = Context().texts
    assert len(texts) > 400
    assert [text for text in texts if promises(text.words)] == []


def assessments() -> Iterator[Reply]:
    for condition in TABLES.conditions:
        for status in Status:
            for person, who in ((Person.SELF, ""), (Person.OTHER, "daughter"), (Person.OTHER, "")):
                facts = Facts().told([Mention("condition", condition, status, person, who=who)])
                yield assessment_reply(TABLES.assess(facts, whole_check=True))
    everything = Facts().told(Mention("condition", condition, Status.PRESENT) for condition in TABLES.conditions)
    yield assessment_reply(TABLES.assess(everything, whole_check=True))
    yield assessment_reply(TABLES.assess(Facts(), whole_check=True))


def test_no_assessment_promises_safety() -> None:
    check_replies(assessments())


def test_every_reason_not_to_needle_names_its_sources() -> None:
    for condition in TABLES.conditions.values():
        if condition.home is Outcome.DO_NOT:
            reply = assessment_reply(TABLES.assess(Facts().told([Mention("condition", condition.id, Status.PRESENT)])))
            assert reply.details["assessment"]["reasons"][0] == condition.id
            assert reply.sources or condition.from_memory, condition.id


OF_TRIAGES = (
    *("serious", "wait", "meanwhile", "normal", "better", "help_coming", "misunderstanding", "who", "seen"),
    "stop_medicine",
)
OF_EMERGENCIES = (
    *("help_coming", "misunderstanding", "over", "better", "doubt", "meanwhile", "aside", "again", "waiting"),
    "worse",
)


def test_no_triage_promises_safety() -> None:
    def replies() -> Iterator[Reply]:
        for sign in TABLES.signs:
            for status in (Status.PRESENT, Status.POSSIBLE):
                triage = TABLES.triage([Mention("sign", sign, status)], Facts())
                assert triage is not None
                yield triage_reply(triage)
                if triage.urgency is Urgency.EMERGENCY_NOW:
                    yield unsure_reply(triage)
                for what in OF_TRIAGES:
                    yield triaged_reply(what, triage.urgency.value, TABLES.signs[sign])
        for what in OF_EMERGENCIES:
            yield emergency_reply(what, [TABLES.signs["anaphylaxis"]])
        yield from (unknown_sign_reply(), unknown_condition_reply())

    check_replies(replies())


def test_no_reminder_promises_safety() -> None:
    for condition in TABLES.conditions.values():
        facts = Facts().told([Mention("condition", condition.id, Status.PRESENT)])
        check_replies([Reply(reminder(facts, [condition])[0], Kind.ANSWER)])


def test_no_follow_up_on_an_assessment_promises_safety() -> None:
    for condition in TABLES.conditions:
        for status in (Status.PRESENT, Status.POSSIBLE, Status.ABSENT):
            assessment = TABLES.assess(Facts().told([Mention("condition", condition, status)]), whole_check=True)
            for what in ("why", "clinic", "home", "verdict", "when", "stop_medicine", "insist"):
                check_replies([follow_up_reply(what, assessment, (condition,))])


def random_move(chance: random.Random, question: Any) -> Said:
    move = chance.choice([*[Move.ANSWER] * 3, Move.NONE, Move.NOT_SURE, Move.SKIP, Move.WHY, Move.UNUSABLE, Move.BACK])
    many = chance.randint(1, len(question.answers)) if question.multiple else 1
    answers = tuple(answer.id for answer in chance.sample(question.answers, many)) if move is Move.ANSWER else ()
    return Said(move, answers=answers)


@pytest.mark.parametrize("seed", range(60))
def test_no_course_of_the_guided_check_promises_safety(seed: int) -> None:
    chance = random.Random(seed)
    check = shared_check()
    person = chance.choice([{}, {"person": Person.OTHER, "who": "mum"}])
    step = check.take(None, Facts(), Said(Move.START, **person))
    replies = [check_reply(step, check)]
    for _ in range(100):
        if step.stage in {Stage.DONE, Stage.STOPPED}:
            break
        said = random_move(chance, check.questions[step.state.question or ""])
        step = check.take(step.state, step.facts, said if chance.random() > 0.02 else Said(Move.STOP))
        replies.append(check_reply(step, check))
    assert step.stage in {Stage.DONE, Stage.STOPPED}, f"seed {seed}"
    check_replies(replies)


MESSAGES = [
    "can i do it?", "im pregnant", "actually not pregnant", "does it hurt?", "how often should i roll", "none",
    "not sure", "skip", "why", "stop", "carry on with the check", "34", "eczema", "no", "yes", "thanks",
    "blue elephant", "?", "", "there is pus", "a bit pink since yesterday", "my daughter has lupus",
    "can she do it", "what if it got infected", "start over", "tell me more", "none of these", "0.5 mm",
    "hola, que tal", "is it safe", "am i safe then?", "so i can go ahead?", "/start_check", "/check_none",
    "/check_why", "/check_stop", "/resume_check", "/condition_check", '/check_answer{"answers": ["spots"]}',
    '/check_answer{"answers": []}', '/faq{"topic": "safety"}', "/help_coming", "/misunderstanding", "/check_skip",
    "/check_not_sure", "i cant breathe", "false alarm",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_no_conversation_promises_safety_or_falls_silent(seed: int, new_conversation: Any) -> None:
    chance = random.Random(seed)
    talk = new_conversation()
    for _ in range(25):
        turn = talk.say(chance.choice(MESSAGES))
        assert not turn.failed, f"seed {seed}: {turn.user!r}"
        check_replies(turn.replies)
