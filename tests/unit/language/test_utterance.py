"""A message read once: its form, its clauses, and of whom it speaks."""

import pytest

from needlewise.language import Person
from needlewise.language.utterance import Reader, bare, cleaned, with_one_name

READ = Reader.shared().read


@pytest.mark.parametrize("text", ["Derma-roller", "dermapens", "Skin needling", "dr. pen", "collagen induction"])
def test_the_treatment_has_one_name(text: str) -> None:
    assert with_one_name(text) == "microneedling"


def test_cleaning_keeps_the_words() -> None:
    assert cleaned("  Ｉｓ it\tSAFE ?  ") == "is it safe ?"
    assert bare("What's the “verdict”?!") == "whats the verdict"


def test_clauses_are_read_apart_where_there_are_several() -> None:
    assert READ("does it hurt").clauses == ()
    assert READ("is it sore? and how much does it cost").clauses[::2] == ("is it sore", "how much does it cost")


@pytest.mark.parametrize(
    ("text", "asks", "leave"),
    [("can i do it at home", True, True), ("which length is best", True, False), ("my skin is red", False, False)],
)
def test_the_form_of_a_message(text: str, asks: bool, leave: bool) -> None:
    utterance = READ(text)
    assert (utterance.asks, utterance.asks_leave) == (asks, leave)


def test_whose_it_is() -> None:
    assert READ("my daughter wants to try it").whose().who == "daughter"
    assert READ("i want to try it").whose().person is Person.SELF


def test_numbers_belong_to_somebody() -> None:
    assert READ("i am 34").figures(Person.SELF) == {"age": 34.0}
    assert READ("my son is 15").figures(Person.OTHER) == {"age": 15.0}


@pytest.mark.parametrize(("text", "named"), [("and my mum?", True), ("what about me", True), ("and my neck?", False)])
def test_a_person_is_named(text: str, named: bool) -> None:
    assert READ(text).names_person is named


@pytest.mark.parametrize(("text", "age"), [("change my age to 17", 17.0), ("i'll be 18 in may", 17.0)])
def test_ages_as_people_tell_them(text: str, age: float) -> None:
    assert READ(text).figures(Person.SELF) == {"age": age}


@pytest.mark.parametrize(
    ("text", "denies", "hedges", "takes_back"),
    [
        ("nope, nothing", True, False, True),
        ("not as far as i know, maybe a tiny chance", True, True, True),
        ("nobody shares it, take that out", False, False, True),
        ("i said i have eczema", False, False, False),
    ],
)
def test_no_maybe_and_taking_back(text: str, denies: bool, hedges: bool, takes_back: bool) -> None:
    read = READ(text)
    assert (read.denies, read.hedges, read.takes_back) == (denies, hedges, takes_back)
