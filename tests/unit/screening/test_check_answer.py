"""Typed answers to the questions of the guided check."""

import pytest

from needlewise.language import MentionExtractor
from needlewise.language.mentions import Person
from needlewise.screening.answer import read_answer
from needlewise.screening.check import CheckState, Said
from needlewise.screening.facts import Facts
from needlewise.screening.tables import shared_check

SELF = Facts(person=Person.SELF)
OTHER = Facts(person=Person.OTHER)


def read(question: str, text: str, facts: Facts = SELF, who: str = "") -> Said | None:
    utterance = MentionExtractor.shared().reader.read(text)
    mentions = MentionExtractor.shared().extract(utterance)
    return read_answer(utterance, shared_check().questions[question], mentions, facts, CheckState(question, who=who))


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("recent", "Peel or laser", ("peel",)),
        ("recent", "filler, botox", ("filler", "botox")),
        ("skin_long", "Eczema, and Cold sores now and then", ("eczema", "cold_sores")),
        ("medicines", "aspirin, ibuprofen, fish oil", ("aspirin",)),
        ("device", "just in a clinic", ("clinic",)),
        ("device", "not in a clinic", ()),
        ("device", "at the beauticians, not round the eyes", ("clinic",)),
        ("age", "22 or older", ("from_22",)),
    ],
)
def test_titles(question: str, text: str, answers: tuple[str, ...]) -> None:
    said = read(question, text)
    assert (said.answers if said else ()) == answers


@pytest.mark.parametrize(
    ("text", "all_of_it"), [("just the rosacea, no spots", True), ("i just had a cold sore", False), ("rosacea", False)]
)
def test_just_with_a_denial_says_that_this_is_all(text: str, *, all_of_it: bool) -> None:
    said = read("skin_now", text)
    assert said is not None
    assert said.rest_denied is all_of_it


@pytest.mark.parametrize(
    ("question", "text", "figures"),
    [
        ("age", "34", {"age": 34}),
        ("age", "im 17", {"age": 17}),
        ("age", "thirty four", {"age": 34}),
        ("age", "i told you already, 52", {"age": 52}),
        ("age", "fair enough. 63", {"age": 63}),
        ("age", "30 years", {"age": 30}),
        ("age", "17, but i turn 18 next week", {"age": 17}),
        ("device", "0.5", {"needle_mm": 0.5}),
        ("device", "a 1.5 mm roller on my cheeks", {"needle_mm": 1.5}),
        ("health", "i am 40 and have diabetes", {"age": 40}),
    ],
)
def test_numbers(question: str, text: str, figures: dict[str, float]) -> None:
    said = read(question, text)
    assert said is not None
    assert dict(said.figures or {}) == figures


def test_conditions_in_words() -> None:
    said = read("medicines", "i take warfarin and use retinol")
    assert said is not None
    assert {mention.id for mention in said.mentions} == {"anticoagulant", "topical_retinoid"}


def test_words_without_a_person_are_of_the_person_who_is_asked_about() -> None:
    said = read("skin_long", "psoriasis on the elbows", OTHER, who="mum")
    assert said is not None
    assert [(m.id, m.person, m.who) for m in said.mentions] == [("psoriasis", Person.OTHER, "mum")]


def test_the_writer_is_not_the_person_who_is_asked_about() -> None:
    said = read("skin_long", "i have psoriasis", OTHER, who="mum")
    assert said is not None
    assert [m.person for m in said.mentions] == [Person.SELF]


@pytest.mark.parametrize("text", ["", "blue elephant", "what is microneedling?", "yes", "?!"])
def test_what_is_no_answer(text: str) -> None:
    assert read("health", text) is None
