"""A message as words that can be compared: lower case, no accents of typing, with the places they came from."""

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

MAX_CHARACTERS = 2_000
"""A longer message is cut: what matters is said by then, and a giant text must not hold up the others."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|(?<![\w.])\.\d+|[a-z]+(?:'[a-z]+)*'?|[.!?;:\n,()|/&]|[-–—]")
_SENTENCE_END = frozenset(".!?;\n")
_COMMA = frozenset(",()|:-–—")


@dataclass(frozen=True)
class Token:
    """One word, number or break of a message.

    Attributes:
        word: as it is compared: a stem, "." for the end of a sentence, "," for a smaller break.
        start, end: where it stands in the message.
    """

    word: str
    start: int
    end: int

    @property
    def is_break(self) -> bool:
        return self.word in {".", ","}


@dataclass(frozen=True)
class Text:
    """A message, ready for matching.

    Attributes:
        original: the message, cut to MAX_CHARACTERS.
        tokens: its words and breaks.
        line: the words with one space before and after each, for regular expressions.
        offsets: where in `line` each token starts.
    """

    original: str
    tokens: tuple[Token, ...]
    line: str
    offsets: tuple[int, ...]

    def token_at(self, position: int) -> int:
        """The index of the token at a position of `line`."""
        return bisect_right(self.offsets, position) - 1

    def shown(self, first: int, last: int) -> str:
        """The message's own words from token `first` up to, not including, token `last`."""
        return self.original[self.tokens[first].start : self.tokens[last - 1].end]

    def sentence(self, index: int) -> tuple[int, int]:
        """First token and end of the sentence that token `index` stands in."""
        return self._sentences[index] if index < len(self.tokens) else (index, index)

    def clause(self, index: int) -> tuple[int, int]:
        """First token and end of the stretch without any break, or a "but", that token `index` stands in."""
        return self._clauses[index] if index < len(self.tokens) else (index, index)

    @functools.cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return self._stretches(frozenset("."))

    @functools.cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        return self._stretches(frozenset((".", ",", "but")))

    def _stretches(self, breaks: frozenset[str]) -> list[tuple[int, int]]:
        """For each token, the stretch between two breaks that it stands in; a break belongs to what precedes it."""
        stretches: list[tuple[int, int]] = []
        first = 0
        for index, token in enumerate(self.tokens):
            if token.word in breaks:
                stretches += [(first, index)] * (index + 1 - first)
                first = index + 1
        return stretches + [(first, len(self.tokens))] * (len(self.tokens) - first)


@functools.lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its plural or possessive s."""
    word = word.replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _characters(message: str) -> tuple[str, list[int]]:
    """The message in plain lower-case characters, and the place in the message that each came from."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(message):
        if character.isascii():
            plain.append(character.lower())
            places.append(place)
            continue
        if character in "’‘ʼ`´":
            character = "'"
        for part in unicodedata.normalize("NFKD", character).lower():
            if not unicodedata.combining(part):
                plain.append("/" if part == "⁄" else part)
                places.append(place)
    return "".join(plain), places


def read_text(message: str, rewrites: Mapping[str, str], corrected: Mapping[str, str] | None = None) -> Text:
    """`message` as a Text.

    Args:
        message: any text at all.
        rewrites: chat spellings and what they stand for ("wks": "weeks").
        corrected: misspelt words and what they must be.
    """
    original = message[:MAX_CHARACTERS]
    plain, places = _characters(original)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(plain):
        raw = match.group()
        start, end = places[match.start()], places[match.end() - 1] + 1
        if raw[0].isdigit():
            words = [raw.replace(",", ".")]
        elif raw[0] == "." and len(raw) > 1:
            words = ["0" + raw]
        elif raw in _SENTENCE_END:
            words = ["."]
        elif raw in {"-", "–", "—"} and match.start() > 0 and plain[match.start() - 1] != " ":
            continue  # "cold-sore" is two words, "no - never" is two clauses
        elif raw in _COMMA:
            words = [","]
        elif raw == "/":
            words = ["/"] if tokens and tokens[-1].word[:1].isdigit() else ["or"]
        elif raw == "&":
            words = ["and"]
        else:
            word = raw.replace("'", "")
            word = rewrites.get(word, word)
            if corrected is not None:
                word = corrected.get(word, word)
            words = [stem(part) for part in word.split()]
        tokens.extend(Token(word, start, end) for word in words if word)
    offsets, line = [], " "
    parts = []
    position = len(line)
    for token in tokens:
        offsets.append(position)
        parts.append(token.word)
        position += len(token.word) + 1
    return Text(original, tuple(tokens), line + " ".join(parts) + " ", tuple(offsets))
