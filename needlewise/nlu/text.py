"""Text as the classifier sees it."""

import re
import unicodedata

MAX_CHARACTERS = 2_000
"""Longer messages are read up to here: a question stands near the start."""

_TREATMENT = re.compile(
    r"\b(?:micro[\s-]*need\w*"
    r"|derma?[\s-]*(?:roll\w*|pens?|stamp\w*|needl\w*)"
    r"|skin\s?pen|dr\.?\s?pen|mesorol\w*"
    r"|collagen induction(?:\s?therapy)?"
    r"|(?:skin|medical|nano)[\s-]?needling|needling|rollers?|rolling|stamping)\b"
)
_ACT = re.compile(r"\b(?:roll(?:ed|s)?|needles?|needled|stamp(?:ed|s)?)\b")
_REPEATED = re.compile(r"\b(microneedling)(?:\W+microneedling)+\b")
_SPACE = re.compile(r"\s+")


def cleaned(text: str) -> str:
    """Lower case, one form of each character, single spaces, at most MAX_CHARACTERS."""
    text = unicodedata.normalize("NFKC", text[: 4 * MAX_CHARACTERS]).replace("’", "'")
    text = "".join(c if c.isprintable() or c.isspace() else " " for c in text)
    return _SPACE.sub(" ", text).strip().lower()[:MAX_CHARACTERS]


def with_one_name(text: str) -> str:
    """Cleaned text in which the many names of the treatment are one.

    The encoder splits "dermaroller", "derma stamp" or "skinpen" into pieces that mean little to it; with one
    name a sentence that was learnt with a roller is known with a stamp too.
    """
    return _REPEATED.sub(r"\1", _TREATMENT.sub("microneedling", cleaned(text)))


def names_treatment(text: str) -> bool:
    """Whether the text names microneedling or one of its tools."""
    return bool(_TREATMENT.search(cleaned(text)))


def names_act(text: str) -> bool:
    """Whether the text has a word that is used for needling, though for other things too: "ok to roll?"."""
    return names_treatment(text) or bool(_ACT.search(cleaned(text)))


def only_names_treatment(text: str) -> bool:
    """Whether the text is nothing but a name of the treatment: "derma roller?"."""
    return re.sub(r"\W+", " ", with_one_name(text)).strip() == "microneedling"
