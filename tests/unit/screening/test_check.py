"""The guided check as pure functions, on the project's own questions."""

import random

import pytest

from needlewise.knowledge.scales import Outcome
from needlewise.language.mentions import Mention, Person, Status
from needlewise.screening.check import (
    GuidedCheck,
    Move,
    Said,
    Stage,
    Step,
    can_resume,
    figure_mentions,
    known_conditions,
)
from needlewise.screening.facts import Facts, Reply
from needlewise.screening.tables import shared_check, shared_tables

CHECK: GuidedCheck = shared_check()
QUESTIONS = list(CHECK.questions)


def told(*ids: str, status: Status = Status.PRESENT, person: Person = Person.SELF) -> tuple[Mention, ...]:
    return tuple(Mention("condition", id_, status, person) for id_ in ids)


def at(question: str, facts: Facts | None = None) -> Step:
    """The step at which a question waits; everything before it was answered with none of these."""
    step = CHECK.take(None, facts or Facts(), Said(Move.START))
    while step.state.question != question:
        move = Said(Move.ANSWER, answers=("from_22",)) if step.state.question == "age" else Said(Move.NONE)
        step = CHECK.take(step.state, step.facts, move)
    return step


def take(step: Step, said: Said) -> Step:
    return CHECK.take(step.state, step.facts, said)


def test_it_starts_with_the_first_question() -> None:
    step = CHECK.take(None, Facts(), Said(Move.START))
    assert (step.stage, step.state.question, step.started) == (Stage.ASK, QUESTIONS[0], True)
    assert CHECK.progress(step.state, step.facts) == (1, len(QUESTIONS))


def test_every_question_is_put_once_and_then_it_is_done() -> None:
    step = at(QUESTIONS[-1])
    assert step.state.asked == tuple(QUESTIONS)
    assert take(step, Said(Move.NONE)).stage is Stage.DONE


def test_progress_counts_up() -> None:
    step = CHECK.take(None, Facts(), Said(Move.START))
    seen = []
    while step.stage is Stage.ASK:
        seen.append(CHECK.progress(step.state, step.facts))
        step = take(step, Said(Move.SKIP))
    assert seen == [(number, len(QUESTIONS)) for number in range(1, len(QUESTIONS) + 1)]


@pytest.mark.parametrize("move", [Move.NOT_SURE, Move.SKIP])
def test_not_sure_and_skip_leave_a_question_open(move: Move) -> None:
    step = take(at("health"), Said(move))
    assert step.state.question == "recent"
    assert "health" in shared_tables().assess(step.facts, whole_check=True).unanswered
    assert not known_conditions(step.facts) & set(CHECK.questions["health"].asks_about) - {"immunosuppression"}


def test_none_of_these_denies_what_was_shown_and_nothing_else() -> None:
    step = take(at("skin_now"), Said(Move.NONE))
    denied = {mention.id for mention in step.facts.mentions if mention.status is Status.ABSENT}
    assert {"active_acne", "sunburn"} <= denied
    assert "fungal_infection" not in denied  # no answer names it
    assert step.facts.replies["skin_now"] is Reply.NONE


def test_none_of_these_takes_nothing_back() -> None:
    step = at("health", Facts().told(told("diabetes")))
    step = take(step, Said(Move.NONE))
    assert shared_tables().assess(step.facts).home is Outcome.DO_NOT


def test_a_question_without_none_does_not_take_it() -> None:
    assert take(at("age"), Said(Move.NONE)).stage is Stage.HINT


def test_chosen_answers_tell_their_conditions() -> None:
    step = take(at("medicines"), Said(Move.ANSWER, answers=("thinners", "steroids")))
    assert {"anticoagulant", "steroids"} <= {m.id for m in step.facts.mentions if m.status is Status.PRESENT}
    assert step.facts.replies["medicines"] is Reply.ANSWERED


def test_what_was_told_before_is_not_asked() -> None:
    facts = Facts().told([*told("pregnancy"), *told("breastfeeding", status=Status.ABSENT)])
    step = CHECK.take(None, facts, Said(Move.START))
    step = take(step, Said(Move.ANSWER, figures={"age": 34}))
    assert step.state.question == "skin_now"


def test_an_answer_that_was_told_before_is_not_offered() -> None:
    facts = Facts().told(told("eczema"))
    answers = CHECK.open_answers(CHECK.questions["skin_long"], facts)
    assert "eczema" not in {answer.id for answer in answers}
    assert "psoriasis" in {answer.id for answer in answers}


def test_a_denial_of_one_thing_asks_for_the_rest() -> None:
    step = take(at("skin_long"), Said(Move.ANSWER, mentions=told("psoriasis", status=Status.ABSENT)))
    assert (step.stage, step.state.question, step.state.missed) == (Stage.ASK, "skin_long", 0)


def test_a_denial_with_a_word_that_this_is_all_denies_the_rest() -> None:
    said = Said(Move.ANSWER, mentions=told("rosacea") + told("active_acne", status=Status.ABSENT), rest_denied=True)
    step = take(at("skin_now"), said)
    assert step.facts.replies["skin_now"] is Reply.NONE
    assert "rosacea" in known_conditions(step.facts)


def test_a_fact_for_another_question_alone_denies_nothing() -> None:
    step = take(at("medicines"), Said(Move.ANSWER, mentions=told("rosacea")))
    assert step.state.question == "medicines"


def test_a_fact_for_another_question_is_kept_and_noted() -> None:
    step = take(at("scars"), Said(Move.ANSWER, mentions=told("smoking")))
    assert step.state.question == "scars"
    assert [mention.id for mention in step.noted] == ["smoking"]


def test_a_correction_is_noted_and_counts() -> None:
    step = take(at("medicines"), Said(Move.ANSWER, answers=("thinners",)))
    step = take(step, Said(Move.ANSWER, mentions=told("anticoagulant", status=Status.ABSENT)))
    assert [mention.id for mention in step.noted] == ["anticoagulant"]
    assert shared_tables().assess(step.facts).home is Outcome.OK_USUAL_CARE


def test_a_fear_alone_leaves_the_question_open() -> None:
    step = take(at("pregnancy"), Said(Move.ANSWER, mentions=told("pregnancy", status=Status.POSSIBLE)))
    assessment = shared_tables().assess(step.facts, whole_check=True)
    assert assessment.home is Outcome.DO_NOT
    assert "pregnancy" in assessment.unanswered


@pytest.mark.parametrize(
    ("age", "present"), [(12, {"under_18"}), (17.5, {"under_18"}), (18, {"aged_18_to_21"}), (22, set()), (80, set())]
)
def test_an_age_tells_what_it_means_and_denies_the_rest(age: float, present: set[str]) -> None:
    mentions = figure_mentions({"age": age}, shared_tables().conditions, Person.SELF)
    assert {m.id for m in mentions if m.status is Status.PRESENT} == present
    assert {m.id for m in mentions} == {"under_18", "aged_18_to_21"}


def test_unusable_answers_get_a_hint_and_then_an_explanation() -> None:
    step = take(at("health"), Said(Move.UNUSABLE))
    assert step.stage is Stage.HINT
    step = take(step, Said(Move.UNUSABLE))
    assert (step.stage, step.state.question) == (Stage.EXPLAIN, "health")
    assert step.state.unread == ("health",)
    assert take(step, Said(Move.NOT_SURE)).state.missed == 0


def test_an_answer_after_all_is_read() -> None:
    step = take(at("health"), Said(Move.UNUSABLE))
    assert take(step, Said(Move.ANSWER, answers=("diabetes",))).state.unread == ()


def test_stopping_keeps_what_was_told_and_resuming_comes_back() -> None:
    step = take(at("recent"), Said(Move.STOP))
    assert (step.stage, step.state.question) == (Stage.STOPPED, None)
    assert can_resume(step.state, step.facts, shared_tables().questions)
    assert take(step, Said(Move.RESUME)).state.question == "recent"


def test_a_finished_check_cannot_be_resumed_but_its_open_questions_can_be_answered() -> None:
    step = take(at("health"), Said(Move.SKIP))
    while step.stage is Stage.ASK:
        step = take(step, Said(Move.NONE))
    assert not can_resume(step.state, step.facts, shared_tables().questions)
    assert take(step, Said(Move.RESUME)).state.question == "health"


def test_a_check_for_another_person_is_about_them_alone() -> None:
    step = take(at("health"), Said(Move.ANSWER, answers=("diabetes",)))
    step = take(step, Said(Move.START, person=Person.OTHER, who="mum"))
    assert (step.state.question, step.state.who) == ("age", "mum")
    step = take(step, Said(Move.ANSWER, answers=("under_18",)))
    assessment = shared_tables().assess(step.facts)
    assert [reason.id for reason in assessment.reasons] == ["under_18"]
    assert (assessment.person, assessment.who) == (Person.OTHER, "mum")


def test_an_unknown_answer_is_unusable() -> None:
    assert take(at("health"), Said(Move.ANSWER, answers=("no_such_answer",))).stage is Stage.HINT


def test_an_answer_without_a_check_begins_one() -> None:
    step = CHECK.take(None, Facts(), Said(Move.ANSWER, answers=("diabetes",)))
    assert step.state.question == "age"
    assert "diabetes" in {mention.id for mention in step.facts.mentions}


@pytest.mark.parametrize("seed", range(40))
def test_any_course_of_answers_ends_and_names_what_stayed_open(seed: int) -> None:
    chance = random.Random(seed)
    step = CHECK.take(None, Facts(), Said(Move.START))
    passed: set[str] = set()
    for _ in range(10 * len(QUESTIONS)):
        if step.stage is Stage.DONE:
            break
        question = CHECK.questions[step.state.question or ""]
        move = chance.choice([Move.NONE, Move.NOT_SURE, Move.SKIP, Move.WHY, Move.UNUSABLE, Move.ANSWER, Move.AGAIN])
        answers = tuple(answer.id for answer in chance.sample(question.answers, 1)) if move is Move.ANSWER else ()
        if move in {Move.NOT_SURE, Move.SKIP}:
            passed.add(question.id)
        step = take(step, Said(move, answers=answers))
    assert step.stage is Stage.DONE, f"seed {seed}"
    unanswered = set(shared_tables().assess(step.facts, whole_check=True).unanswered)
    settled_otherwise = {q for q in passed if known_conditions(step.facts) >= set(CHECK.questions[q].asks_about)}
    assert unanswered == passed - settled_otherwise, f"seed {seed}"


def test_not_sure_about_pregnancy_is_weighed_as_if_it_were_so() -> None:
    step = take(at("pregnancy"), Said(Move.NOT_SURE))
    stopped = take(step, Said(Move.VERDICT))
    assessment = shared_tables().assess(stopped.facts)
    assert (assessment.home, [reason.id for reason in assessment.reasons]) == (Outcome.DO_NOT, ["pregnancy"])


def test_how_many_are_left_leaves_the_question_open() -> None:
    step = take(at("scars"), Said(Move.LEFT))
    assert (step.stage, step.state.question) == (Stage.LEFT, "scars")


def test_going_on_asks_what_was_not_asked_yet_and_at_the_end_what_was_passed_over() -> None:
    step = take(take(at("pregnancy"), Said(Move.SKIP)), Said(Move.VERDICT))
    step = take(step, Said(Move.RESUME))
    assert step.state.question == "skin_now"
    while step.stage is Stage.ASK:
        step = take(step, Said(Move.NONE))
    assert (step.stage, take(step, Said(Move.RESUME)).state.question) == (Stage.DONE, "pregnancy")
