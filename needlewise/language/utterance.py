"""A message, read once: its words, cues, numbers and clauses, and of whom it speaks.

Everything that asks something of a message asks the one `Utterance` that `Reader` made of it.
"""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.screening import load_conditions, load_signs
from needlewise.language.context import Context, Whose
from needlewise.language.cues import Cues, FoundCues
from needlewise.language.mentions import Person
from needlewise.language.numbers import find_durations, find_quantities
from needlewise.language.phrases import phrase_words
from needlewise.language.spelling import Spelling, english_words
from needlewise.language.text import MAX_CHARACTERS, Text, read_text
from needlewise.paths import DATA

_NO = re.compile(r"\s*(?:no|nope|nah|not|none)\b", re.IGNORECASE)
_TREATMENT = re.compile(
    r"\b(?:micro[\s-]?need\w*"
    r"|derma?[\s-]?(?:roll\w*|pens?|stamp\w*|needl\w*)"
    r"|skin\s?pen|dr\.?\s?pen|mesorol\w*"
    r"|collagen induction(?:\s?therapy)?"
    r"|(?:skin|medical|nano)[\s-]?needling|needling|rollers?|rolling|stamping)\b"
)
_REPEATED = re.compile(r"\b(microneedling)(?:\W{1,3}microneedling){1,9}\b")
_SPACE = re.compile(r"\s+")
_FEWEST_WORDS = 3
"""Of a clause that is read apart from its message."""
_MOST_CLAUSES = 6
"""Clauses that are read apart; of a longer message the rest is only read with the whole."""


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


def bare(text: str) -> str:
    """The words of a text in lower case, without punctuation: what two typings of one title share."""
    return " ".join(re.findall(r"[^\W_]+", cleaned(text).replace("'", "")))


@dataclass(frozen=True)
class Utterance:
    """What a visitor wrote, ready to be asked about.

    Attributes:
        original: as it was typed.
        text: its words, spelling corrected.
        cues: the cue words in it.
        context: what the words around a stretch make of it.
        today: the day of the message, for years of birth; None for today.
    """

    original: str
    text: Text
    cues: FoundCues
    context: Context
    today: date | None = None

    @functools.cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        """The clauses, each with its first token and the one after its last."""
        tokens = self.text.tokens
        found: dict[str, tuple[int, int]] = {}
        for breaks in (frozenset("."), frozenset((".", ",", "but", "and"))):
            start = 0
            for index in range(len(tokens) + 1):
                if index == len(tokens) or tokens[index].word in breaks:
                    if index - start >= _FEWEST_WORDS and index - start < len(tokens) - 1:
                        found.setdefault(self.text.shown(start, index), (start, index))
                    start = index + 1
        return dict(list(found.items())[:_MOST_CLAUSES])

    @property
    def clauses(self) -> tuple[str, ...]:
        """The message's sentences and clauses of three words and more, where it has more than one."""
        return tuple(self._spans)

    @functools.cached_property
    def asking(self) -> tuple[int, ...]:
        """The places, among the clauses, of those that ask and hold no other clause."""
        questions = {hit.first for hit in self.cues.of("question")}
        spans = list(self._spans.values())
        return tuple(
            place
            for place, (first, last) in enumerate(spans)
            if first in questions
            and not any(first <= start and end <= last for start, end in spans if (start, end) != (first, last))
        )

    @functools.cached_property
    def asks(self) -> bool:
        """Whether the message asks something."""
        return self.context.is_question()

    @property
    def asks_leave(self) -> bool:
        """Whether the message asks for leave, or tells of a plan: "can I", "is it safe", "I want to"."""
        return self.cues.any("permission")

    @property
    def denies(self) -> bool:
        """Whether the message begins with a no."""
        return bool(_NO.match(self.original))

    @property
    def takes_back(self) -> bool:
        """Whether the message takes back what was noted: a no, or words such as "I never said"."""
        return self.denies or self.cues.any("takes_back")

    @property
    def hedges(self) -> bool:
        """Whether the message leaves open whether what it says is so: "maybe", "a tiny chance"."""
        return self.cues.any("hedges")

    @property
    def only_that(self) -> bool:
        """Whether the message says that what it tells is all there is: "just the rosacea, no spots"."""
        return self.cues.any("only_that") and bool(self.context.denials(0, len(self.text.tokens)))

    @property
    def speaks_of_self(self) -> bool:
        """Whether the message has a word for the writer."""
        return self.cues.any("self")

    @property
    def names_person(self) -> bool:
        """Whether the message speaks of one person, the writer ("what about me") or somebody else."""
        words = {token.word for token in self.text.tokens}
        return bool(words & {"me", "myself"}) or any(self.cues.any(name) for name in ("people", "she_he", "asks_for"))

    @property
    def states_own(self) -> bool:
        """Whether the writer says how it is with them: "I am on ...", "I have ...", whatever else they ask."""
        return self.cues.any("states_own")

    @property
    def after_needling(self) -> bool:
        """Whether the message tells of needling that was done."""
        return self.cues.any("after_needling")

    @property
    def names_treatment(self) -> bool:
        """Whether the text names microneedling or one of its tools."""
        return bool(_TREATMENT.search(cleaned(self.original)))

    @property
    def only_names_treatment(self) -> bool:
        """Whether the text is nothing but a name of the treatment: "derma roller?"."""
        return bare(with_one_name(self.original)) == "microneedling"

    def whose(self) -> Whose:
        """Of whom the message asks: the person whom it names, else the writer."""
        whose = self.context.whose(0, len(self.text.tokens))
        return whose if whose.asked else Whose(Person.SELF)

    def figures(self, person: Person) -> Mapping[str, float]:
        """The numbers that the message tells of that person, by what they measure: age, needle_mm."""
        found: dict[str, float] = {}
        for quantity in find_quantities(self.text, self.today):
            whose = self.context.whose(quantity.first, quantity.last)
            if whose.person is person and not self.context.hypothetical(quantity.first, quantity.last):
                found.setdefault(quantity.measure, quantity.value)
        return found


class Reader:
    """Reads messages. One is enough for a process: use `shared()`."""

    def __init__(self, data: Path = DATA) -> None:
        """Reads the cue lists, and the words towards which misspelt ones are corrected.

        Raises:
            DataError: where a data file is not as it must be.
        """
        self.cues = Cues(data)
        tables = [entry.words for entry in load_conditions(data).values()]
        tables += [entry.words for entry in load_signs(data).values()]
        phrases = [phrase for words in tables for phrase in words.lay_terms]
        phrases += [phrase for words in tables for term in words.context_terms for phrase in term.words]
        phrases += read_mapping(data / "language" / "neutral.yml")["phrases"]
        known = {word for phrase in phrases for word in phrase_words(phrase)}
        self._spelling = Spelling(english_words() | self.cues.words, known)

    @classmethod
    @functools.lru_cache(maxsize=1)
    def shared(cls) -> "Reader":
        """The one of this process."""
        return cls()

    def read(self, text: str, today: date | None = None) -> Utterance:
        """`text` as an utterance; what follows its first MAX_CHARACTERS is not read."""
        plain = read_text(_SPACE.sub(" ", text[: 4 * MAX_CHARACTERS]), self.cues.rewrites)
        corrected = self._spelling.corrections(
            {token.word for token in plain.tokens} | set(plain.original.lower().replace("'", "").split())
        )
        read = read_text(plain.original, self.cues.rewrites, corrected) if corrected else plain
        cues = self.cues.find(read)
        return Utterance(text, read, cues, Context(read, cues, find_durations(read, today)), today)
