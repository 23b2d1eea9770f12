"""Whether a message is in a language that the assistant does not speak."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from needlewise.knowledge.content import Language

ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "i",
        "im",
        "my",
        "me",
        "you",
        "your",
        "it",
        "this",
        "that",
        "these",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "with",
        "and",
        "or",
        "but",
        "not",
        "can",
        "could",
        "do",
        "does",
        "did",
        "what",
        "how",
        "when",
        "why",
        "where",
        "which",
        "who",
        "will",
        "would",
        "should",
        "have",
        "has",
        "had",
        "if",
        "so",
        "after",
        "before",
        "help",
        "please",
        "skin",
        "face",
    ]
)
"""Words that tell English from the languages whose marker words it shares."""

_LEAST_MARKERS = 2
_SCRIPTS = {
    "ARABIC": "arabic",
    "HEBREW": "hebrew",
    "DEVANAGARI": "devanagari",
    "CYRILLIC": "cyrillic",
    "GREEK": "greek",
    "HANGUL": "hangul",
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "CJK": "han",
    "LATIN": "latin",
}


def other_language(text: str, languages: Mapping[str, Language]) -> str | None:
    """The code of the language that `text` is in; "unknown" for a script of none; None where it may be English."""
    scripts = Counter(_script(character) for character in text if character.isalpha())
    letters = sum(scripts.values())
    if not letters:
        return None
    words = {word.strip(".,;:!?¿¡()\"'").lower() for word in text.split()}
    if scripts["latin"] * 2 >= letters:
        return _by_words(words, {code: language for code, language in languages.items() if language.script is None})
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    same_script = {code: language for code, language in languages.items() if language.script == script}
    return _by_words(words, same_script, least=1) or next(iter(same_script), "unknown")


def _script(character: str) -> str:
    return _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0].split("-")[0], "other")


def _by_words(words: set[str], languages: Mapping[str, Language], least: int = _LEAST_MARKERS) -> str | None:
    found = {code: len(words.intersection(language.marker_words)) for code, language in languages.items()}
    code = max(found, key=lambda code: found[code], default=None)
    if code is None or found[code] < least or found[code] <= len(words & ENGLISH):
        return None
    return code
