"""Text as the classifier sees it."""

import pytest

from needlewise.nlu.text import MAX_CHARACTERS, cleaned, names_treatment, with_one_name
from needlewise.nlu.unreadable import unreadable_kind


@pytest.mark.parametrize(
    "name",
    ["micro needling", "Micro-Needling", "microneedle", "dermaroller", "derma roller", "derma stamp", "dermapen",
     "SkinPen", "dr pen", "derma rolling", "collagen induction therapy", "needling"],
)  # fmt: skip
def test_every_name_of_the_treatment_becomes_one(name: str) -> None:
    assert with_one_name(f"is {name} painful?") == "is microneedling painful?"
    assert names_treatment(f"is {name} painful?")


def test_repeated_names_become_one() -> None:
    assert with_one_name("microneedling / derma roller cost") == "microneedling cost"


@pytest.mark.parametrize("text", ["how do I get rid of spots", "rolling stone", "my pen is empty"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert names_treatment(text) == ("rolling" in text)


def test_text_is_cut_and_cleaned() -> None:
    assert cleaned("  A\u00a0b\x00\n C\u2019s ") == "a b c's"
    assert len(cleaned("x" * 50_000)) == MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "empty"), (" \n", "empty"), ("😀", "symbols"), ("?!", "symbols"), ("0.5", "digits"),
     ("https://a.example/b", "link"), ("for (i=0;i<9;i++) { x[i] = y; }", "code"),
     ("is it safe?", None), ("see https://a.example and tell me", None), ("0.5 mm ok?", None)],
)  # fmt: skip
def test_messages_without_words(text: str, kind: str | None) -> None:
    assert unreadable_kind(text) == kind
