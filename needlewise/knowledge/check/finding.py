"""What a check reports."""

import enum
from dataclasses import dataclass


class Level(enum.Enum):
    """How grave a finding is: an error fails the check, a warning does not."""

    ERROR = "ERROR"
    WARN = "WARN"


@dataclass(frozen=True)
class Finding:
    """Something that a person should put right.

    Attributes:
        level: see `Level`.
        file: as seen from the project's folder.
        key: where in the file, as dotted keys or "line 12"; empty where the whole file is meant.
        message: what was found and what to do.
    """

    level: Level
    file: str
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{self.level.value} {where}: {self.message}"


def error(file: str, key: str, message: str) -> Finding:
    """A finding that fails the check."""
    return Finding(Level.ERROR, file, key, message)


def warning(file: str, key: str, message: str) -> Finding:
    """A finding that does not fail the check."""
    return Finding(Level.WARN, file, key, message)
