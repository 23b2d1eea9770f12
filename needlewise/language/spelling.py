"""Corrects misspelt words towards the words that the tables know."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz.distance import OSA

from needlewise.encoder.model import ENCODER_FOLDER

_SHORTEST = 5
_MOST = 60
"""Corrections tried in one message; a text with more unknown words is not English."""


def english_words(folder: Path = ENCODER_FOLDER) -> frozenset[str]:
    """Words that the encoder's vocabulary holds whole: common enough to be no typing mistake."""
    path = folder / "tokenizer.json"
    if not path.is_file():
        return frozenset()
    vocabulary: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in vocabulary if word.isalpha())


class Spelling:
    """Knows the words that matter, and the nearest of them to a misspelt one."""

    def __init__(self, known: Iterable[str], targets: Iterable[str]) -> None:
        """Words that are right as they are, and the words towards which others are corrected."""
        self._targets = frozenset(word for word in targets if len(word) >= _SHORTEST)
        self._known = frozenset(known) | self._targets
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._targets):
            self._by_length[len(word)].append(word)
        self._remembered: dict[str, str | None] = {}

    def corrections(self, words: Iterable[str]) -> dict[str, str]:
        """The misspelt ones of `words`, each with the word that it must be."""
        found = {}
        tried = 0
        for word in words:
            if word in self._known or not _SHORTEST <= len(word) <= 24 or not word.isalpha():
                continue
            if word.endswith("s") and word[:-1] in self._known:
                continue
            if word not in self._remembered:
                tried += 1
                if tried > _MOST:
                    break
                if len(self._remembered) > 20_000:
                    self._remembered.clear()
                self._remembered[word] = self._nearest(word)
            nearest = self._remembered[word]
            if nearest is not None:
                found[word] = nearest
        return found

    def _nearest(self, word: str) -> str | None:
        allowed = 1 if len(word) <= 6 else 2
        best, best_distance = None, allowed + 1
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for target in self._by_length.get(length, ()):
                distance = OSA.distance(word, target, score_cutoff=best_distance - 1)
                if distance >= best_distance:
                    continue
                if distance == 2 and (word[0] != target[0] or len(target) < 7):
                    continue
                best, best_distance = target, distance
        return best
