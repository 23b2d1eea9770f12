"""The guided check in words."""

import pytest

from needlewise.dialogue.check_wording import check_reply
from needlewise.dialogue.replies import Kind, Reply
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import Move, Said, Step
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_check, shared_tables

CHECK = shared_check()
NOTHING = Facts()


def started(facts: Facts = NOTHING, **about: object) -> Step:
    return CHECK.take(None, facts, Said(Move.START, **about))  # type: ignore[arg-type]


def reply(step: Step) -> Reply:
    return check_reply(step, CHECK)


def take(step: Step, *said: Said) -> Step:
    for one in said:
        step = CHECK.take(step.state, step.facts, one)
    return step


def payloads(given: Reply) -> list[str]:
    return [button.payload for button in given.buttons]


def test_a_question_of_one_answer() -> None:
    given = reply(started())
    assert given.kind is Kind.QUESTION
    assert given.details["select"] == "one"
    assert given.details["progress"] == {"step": 1, "of": 10}
    assert payloads(given) == [
        '/check_answer{"answers": ["under_18"]}',
        '/check_answer{"answers": ["from_18_to_21"]}',
        '/check_answer{"answers": ["from_22"]}',
        "/check_not_sure",
        "/check_skip",
        "/check_why",
    ]


def test_a_question_of_many_answers() -> None:
    given = reply(take(started(), Said(Move.SKIP)))
    assert given.details["select"] == "many"
    assert payloads(given)[-4:] == ["/check_none", "/check_not_sure", "/check_skip", "/check_why"]


def test_explaining_offers_to_stop() -> None:
    given = reply(take(started(), Said(Move.UNUSABLE), Said(Move.UNUSABLE)))
    assert CHECK.questions["age"].why in given.text
    assert "/check_stop" in payloads(given)


@pytest.mark.parametrize("question", list(CHECK.questions))
def test_every_question_is_worded_for_another_person(question: str) -> None:
    step = started(person=Person.OTHER, who="daughter")
    while step.state.question != question:
        step = take(step, Said(Move.SKIP))
    text = reply(step).text
    assert "your daughter" in text
    assert CHECK.questions[question].text not in text


def test_the_summary_tells_reasons_waits_sources_and_what_is_open() -> None:
    step = take(started(Facts().told([Mention("condition", "isotretinoin", Status.PRESENT)])), Said(Move.STOP))
    given = reply(step)
    condition = shared_tables().conditions["isotretinoin"]
    assert given.kind is Kind.ASSESSMENT
    assert condition.reason in given.text
    assert condition.wait in given.text
    assert set(condition.sources) <= set(given.sources)
    assert all(question.topic in given.text for question in CHECK.questions.values() if question.id != "medicines")
    assert given.details["heading"]
    assert given.details["points"][0]["sources"] == list(condition.sources)
    assert given.details["assessment"]["home"] == "do_not"


def test_stopping_with_nothing_told_assesses_nothing() -> None:
    given = reply(take(started(), Said(Move.STOP)))
    assert "assessment" not in given.details
    assert payloads(given) == ["/resume_check"]


def test_how_many_are_left_is_said_before_the_question() -> None:
    check = shared_check()
    step = check.take(None, Facts(), Said(Move.START))
    reply = check_reply(check.take(step.state, step.facts, Said(Move.LEFT)), check)
    assert reply.text.startswith("10 left with this one")
