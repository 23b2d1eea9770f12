"""Decisions from scores: the pure function behind the interpreter."""

import dataclasses

import pytest

from needlewise.knowledge.scales import Urgency
from needlewise.nlu.turn import (
    Aspect,
    Decision,
    Ranking,
    Thresholds,
    decide,
    follow_up,
    is_danger,
    parts_of,
    two_topics,
)

LABELS = {
    "faq/pain": 0.0,
    "faq/downtime": 0.0,
    "faq/normal_healing": 0.0,
    "condition_check": 0.0,
    "red_flag": 0.0,
    "greet": 0.0,
    "follow_up/why": 0.0,
    "follow_up/cost": 0.0,
    "out_of_scope/hair": 0.0,
    "out_of_scope/chatter": 0.0,
    "out_of_scope/medical": 0.0,
}
ASPECTS = {"why": Aspect({"pain": "downtime"}, "same", None), "cost": Aspect({}, "pain", "pain")}


def decided(
    last_topic: str | None = None, named: bool = True, told: bool = False, parts=(), **scores: float
) -> Decision:
    return decide(
        {**LABELS, **{label.replace("__", "/"): score for label, score in scores.items()}},
        parts,
        ASPECTS,
        last_topic,
        Thresholds(),
        names_treatment=named,
        tells_conditions=told,
        asks_conditions=False,
    )


def test_a_clear_topic_is_answered() -> None:
    assert decided(faq__pain=0.6) == Decision("faq", "faq/pain", ("pain",))


def test_two_near_topics_are_both_answered_where_both_are_likely() -> None:
    assert decided(faq__pain=0.4, faq__downtime=0.38) == Decision("faq_several", None, ("pain", "downtime"))


def test_two_near_topics_are_offered_where_neither_is_likely() -> None:
    assert decided(faq__pain=0.26, faq__downtime=0.24) == Decision("unclear", None, (), ("pain", "downtime"))


def test_a_sure_topic_is_answered() -> None:
    assert decided(faq__pain=0.8, faq__downtime=0.78).topics == ("pain", "downtime")
    assert decided(faq__pain=0.72, faq__downtime=0.28).intent == "faq"


def test_less_is_enough_where_the_treatment_is_named() -> None:
    assert decided(faq__pain=0.28, named=True).intent == "faq"
    assert decided(faq__pain=0.28, named=False).intent == "unclear"


def test_what_is_like_nothing_known_is_not_answered() -> None:
    assert decided(faq__pain=0.05).label == "out_of_scope/unknown"


def test_a_neighbouring_subject_is_turned_away_by_its_own_words() -> None:
    assert decided(out_of_scope__hair=0.6, faq__pain=0.2, named=False).label == "out_of_scope/hair"


def test_neighbouring_subjects_count_together() -> None:
    scores = {"out_of_scope__hair": 0.3, "out_of_scope__medical": 0.3, "faq__pain": 0.4}
    assert decided(named=False, **scores).intent == "out_of_scope"


def test_a_named_treatment_is_out_of_scope_only_by_a_clear_lead() -> None:
    assert decided(out_of_scope__hair=0.5, faq__pain=0.4, named=True).intent == "faq"


def test_a_told_condition_goes_to_the_check() -> None:
    assert decided(condition_check=0.3, faq__pain=0.35, told=True).intent == "condition_check"


def test_a_follow_up_uses_the_topic_before() -> None:
    assert decided("pain", follow_up__why=0.5).topics == ("downtime",)
    assert decided("downtime", follow_up__why=0.5).topics == ("downtime",)
    assert decided(None, follow_up__why=0.5).label == "out_of_scope/follow_up"
    assert decided(None, follow_up__cost=0.5).topics == ("pain",)


def test_two_questions_are_answered_in_their_order() -> None:
    pain, downtime = {**LABELS, "faq/pain": 0.9}, {**LABELS, "faq/downtime": 0.8}
    assert decided(parts=[(downtime, pain)], faq__pain=0.3).topics == ("downtime", "pain")


@pytest.mark.parametrize("weak", [0.1, 0.4])
def test_two_questions_must_both_be_clear(weak: float) -> None:
    pair = ({**LABELS, "faq/pain": 0.9}, {**LABELS, "faq/downtime": weak})
    assert two_topics([pair], Thresholds()) == ()


def test_a_message_is_split_at_and_and_at_sentences() -> None:
    assert parts_of("does it hurt and how long am i red for") == [("does it hurt", "how long am i red for")]
    assert parts_of("is it safe? what does it cost") == [("is it safe", "what does it cost")]
    assert parts_of("does it hurt") == []
    assert len(parts_of("a question? " * 500)) <= 3


def test_follow_ups_without_a_topic() -> None:
    assert follow_up(Aspect({}, "same", None), None) is None
    assert follow_up(Aspect({}, "same", None), "pain") == "pain"


def danger(
    urgency: Urgency | None = None, denied: bool = False, in_words: bool = False, asks: bool = False, **scores: float
) -> bool:
    labelled = {**LABELS, **{label.replace("__", "/"): score for label, score in scores.items()}}
    return is_danger(labelled, Thresholds(), urgency=urgency, denied=denied, in_words=in_words, asks=asks)


def test_an_emergency_in_words_always_counts() -> None:
    assert danger(Urgency.EMERGENCY_NOW, in_words=True, asks=True, faq__pain=0.99)


def test_an_urgent_sign_counts_unless_the_message_is_clearly_a_question_about_something_else() -> None:
    assert danger(Urgency.SAME_DAY_DOCTOR, in_words=True, red_flag=0.1, faq__pain=0.5)
    assert not danger(Urgency.SAME_DAY_DOCTOR, in_words=True, red_flag=0.05, faq__pain=0.7)


def test_more_is_asked_of_a_sign_in_a_question_and_of_one_that_can_wait() -> None:
    assert not danger(Urgency.SAME_DAY_DOCTOR, in_words=True, asks=True, red_flag=0.1, faq__pain=0.5)
    assert not danger(Urgency.BOOK_APPOINTMENT, in_words=True, red_flag=0.1, faq__pain=0.5)


def test_more_is_asked_of_a_sign_that_no_word_shows_unless_it_is_an_emergency() -> None:
    assert not danger(Urgency.SAME_DAY_DOCTOR, red_flag=0.1, faq__pain=0.5)
    assert danger(Urgency.EMERGENCY_NOW, red_flag=0.1, faq__pain=0.5)


def test_a_sign_in_a_message_like_nothing_known_counts() -> None:
    assert danger(Urgency.SAME_DAY_DOCTOR, in_words=True, red_flag=0.0, faq__pain=0.1)


def test_a_message_that_sounds_like_danger_counts_without_a_known_sign() -> None:
    assert danger(red_flag=0.7, faq__pain=0.2)
    assert not danger(red_flag=0.7, faq__pain=0.2, denied=True)
    assert not danger(Urgency.NORMAL_HEALING, red_flag=0.7, faq__pain=0.2)


def test_scores_below_nought_count_as_nought() -> None:
    ranking = Ranking.of({**LABELS, "out_of_scope/hair": -0.5, "out_of_scope/chatter": 0.2})
    assert ranking.out_of_scope == pytest.approx(0.2)


def test_thresholds_are_the_configuration() -> None:
    assert all(isinstance(value, float) for value in dataclasses.asdict(Thresholds()).values())
