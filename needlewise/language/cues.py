"""The cue words of data/language/cues.yml, found in a message."""

from dataclasses import dataclass, field
from pathlib import Path

from needlewise.knowledge.read import DataError, read_mapping, shown
from needlewise.language.phrases import Hit, PhraseIndex, phrase_words
from needlewise.language.text import Text
from needlewise.paths import DATA


@dataclass(frozen=True)
class Cue:
    """A cue's list ("negation"), the phrase's words, and, where the list gives one, its length in days."""

    list: str
    phrase: str
    days: float = 0.0


@dataclass(frozen=True)
class FoundCues:
    """The cues that stand in one message, by list."""

    by_list: dict[str, list[Hit[Cue]]] = field(default_factory=dict)

    def of(self, name: str, first: int = 0, last: int | None = None) -> list[Hit[Cue]]:
        """The hits of a list that lie between two tokens."""
        return [hit for hit in self.by_list.get(name, ()) if hit.first >= first and (last is None or hit.last <= last)]

    def any(self, name: str, first: int = 0, last: int | None = None) -> bool:
        """Whether a cue of the list lies between two tokens."""
        return bool(self.of(name, first, last))


class Cues:
    """All cue lists, ready to look for."""

    def __init__(self, data: Path = DATA) -> None:
        """Reads the lists.

        Raises:
            DataError: where the file is missing or not YAML.
        """
        path = data / "language" / "cues.yml"
        content = read_mapping(path)
        self.rewrites: dict[str, str] = {str(key): str(value) for key, value in content.pop("rewrites").items()}
        known = frozenset(str(word) for word in content.pop("known_words"))
        lists = {name: value for name, value in content.items() if name != "context"}
        lists |= {f"context.{name}": value for name, value in content["context"].items()}
        cues = []
        for name, phrases in lists.items():
            days = phrases if isinstance(phrases, dict) else dict.fromkeys(phrases, 0.0)
            for phrase, length in days.items():
                if not isinstance(phrase, str):
                    raise DataError(shown(path), name, f"expected a phrase, found {phrase!r}; put it in quotes")
                cues.append((phrase, Cue(name, phrase, float(length))))
        self._index = PhraseIndex(cues, self.rewrites)
        self.words = frozenset(word for phrase, _ in cues for word in phrase_words(phrase)) | set(self.rewrites) | known

    def find(self, text: Text) -> FoundCues:
        """The cues that stand in `text`."""
        found: dict[str, list[Hit[Cue]]] = {}
        for hit in self._index.find(text):
            found.setdefault(hit.label.list, []).append(hit)
        return FoundCues(found)
