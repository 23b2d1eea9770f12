"""How hard a text is to read."""

import functools
import re

import pyphen


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text: roughly, years of school that it takes.

    A sentence ends at . ? ! or : before a space. Syllables are counted by British hyphenation, which finds a few
    too many or too few in single words; over a text it evens out.
    """
    sentences = [part for part in re.split(r"(?<=[.?!:])\s+", text.strip()) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z'’]+", text)
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    return len(_hyphenation().positions(word)) + 1


@functools.cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
