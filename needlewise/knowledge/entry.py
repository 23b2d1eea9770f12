"""One entry of a table of data/knowledge, read with errors that an editor can act on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from needlewise.knowledge.read import DataError, shown
from needlewise.knowledge.scales import Outcome, Urgency


class Entry:
    """One mapping of a data file, read with errors that name file and key."""

    def __init__(self, path: Path, key: str, row: Any) -> None:
        """Takes the row found under `key` of the file at `path`.

        Raises:
            DataError: where it is no mapping; so do the methods, where a value is not what they read.
        """
        self._path = path
        self._key = key
        if not isinstance(row, Mapping):
            raise self.error("", f"expected keys and values, found {type(row).__name__}")
        self.row: Mapping[str, Any] = row

    def error(self, name: str, message: str) -> DataError:
        """The error that names the value `name` of this entry."""
        return DataError(shown(self._path), f"{self._key}.{name}".rstrip("."), message)

    def text(self, name: str, default: str | None = None) -> str:
        """The text under `name`."""
        value = self.row.get(name, default)
        if not isinstance(value, str):
            raise self.error(name, f"expected text, found {value!r}")
        return value.strip()

    def number(self, name: str) -> float:
        """The number under `name`."""
        value = self.row.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(name, f"expected a number, found {value!r}")
        return float(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """The list of texts under `name`; () where there is none."""
        value = self.row.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(name, f"expected a list of texts, found {value!r}")
        return tuple(value)

    def outcome(self, name: str, default: Outcome | None = None) -> Outcome:
        """The outcome under `name`."""
        value = self.row.get(name, default)
        if isinstance(value, Outcome):
            return value
        try:
            return Outcome(value)
        except ValueError:
            levels = ", ".join(outcome.value for outcome in Outcome)
            raise self.error(name, f"expected one of {levels}, found {value!r}") from None

    def urgency(self, name: str) -> Urgency:
        """The urgency under `name`."""
        try:
            return Urgency(self.row.get(name))
        except ValueError:
            levels = ", ".join(urgency.value for urgency in Urgency)
            raise self.error(name, f"expected one of {levels}, found {self.row.get(name)!r}") from None
