"""Finds phrases of data files in a message, all of them at once.

A phrase is words as a person would type them. `a|b` is either word, `word?` may be missing, `*` is up to four words of
any kind, `#` is a number, and `_` joins the words of one choice (`by_the_hour|daily`). Plurals match by themselves.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from needlewise.language.text import Text, stem

_NUMBER = (
    r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|couple|few|several|half)"
)
_GAP = r"(?:(?!but |and i )[^ .,]+ ){0,4}"

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True)
class Hit(Generic[Label]):
    """A phrase that stands in a message, from token `first` up to, not including, token `last`."""

    label: Label
    first: int
    last: int

    def overlaps(self, first: int, last: int) -> bool:
        """Whether the hit shares a token with that stretch."""
        return self.first < last and first < self.last


@dataclass(frozen=True)
class _Part:
    """One place of a phrase: the words that may stand there, as they are compared."""

    choices: tuple[str, ...]
    optional: bool = False
    is_gap: bool = False


def _parts(phrase: str, rewrites: Mapping[str, str]) -> list[_Part]:
    parts = []
    for written in phrase.lower().replace("'", "").replace("-", " ").split():
        if written == "*":
            parts.append(_Part((), is_gap=True))
            continue
        choices = []
        for word in written.rstrip("?").split("|"):
            words = [rewritten for part in word.split("_") for rewritten in rewrites.get(part, part).split()]
            choices.append(" ".join(map(stem, words)))
        parts.append(_Part(tuple(choices), optional=written.endswith("?")))
    return parts


def phrase_words(phrase: str) -> set[str]:
    """Every word that stands in a phrase, as it is written there."""
    words = re.split(r"[ |?*#_-]+", phrase.lower().replace("'", ""))
    return {word for word in words if word.isalpha()}


def plainest(phrase: str) -> str:
    """The phrase as one person would say it: of each choice the first, without what may be missing."""
    words = [part.split("|")[0] for part in phrase.split() if part != "*" and not part.endswith("?")]
    return " ".join("two" if word == "#" else word.replace("_", " ") for word in words)


def _pattern(parts: list[_Part]) -> re.Pattern[str]:
    expression = []
    for part in parts:
        if part.is_gap:
            expression.append(_GAP)
            continue
        words = "|".join(_NUMBER if word == "#" else re.escape(word) for word in part.choices)
        expression.append(f"(?:(?:{words}) ){'?' if part.optional else ''}")
    return re.compile("(?<= )" + "".join(expression))


class PhraseIndex(Generic[Label]):
    """Phrases with labels; only those are tried of which the rarest word stands in the message."""

    def __init__(self, phrases: Iterable[tuple[str, Label]], rewrites: Mapping[str, str]) -> None:
        """Takes (phrase, label) pairs, and the chat spellings that `read_text` rewrites.

        Raises:
            ValueError: for a phrase without any word that must stand there.
        """
        self._by_word: dict[str, list[tuple[re.Pattern[str], Label]]] = defaultdict(list)
        for phrase, label in phrases:
            parts = _parts(phrase, rewrites)
            fixed = [part for part in parts if part.choices and not part.optional and "#" not in part.choices]
            if not fixed:
                raise ValueError(f"The phrase {phrase!r} has no word that must stand there.")
            anchor = max(fixed, key=lambda part: (min(map(len, part.choices)), -len(part.choices)))
            pattern = _pattern(parts)
            for word in {choice.split()[-1] for choice in anchor.choices}:
                self._by_word[word].append((pattern, label))

    def find(self, text: Text) -> list[Hit[Label]]:
        """All phrases that stand in `text`, overlapping ones too, in order of their first word."""
        found: set[tuple[int, int, Label]] = set()
        for word in {token.word for token in text.tokens}:
            for pattern, label in self._by_word.get(word, ()):
                for match in pattern.finditer(text.line):
                    found.add((text.token_at(match.start()), text.token_at(match.end() - 1) + 1, label))
        hits = [Hit(label, first, last) for first, last, label in found]
        return sorted(hits, key=lambda hit: (hit.first, -hit.last, repr(hit.label)))
