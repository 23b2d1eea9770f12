"""Reading data files, with errors that an editor can act on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from needlewise.paths import ROOT


@dataclass(eq=False)  # not frozen: an exception on its way through a `with` block is given its traceback there
class DataError(Exception):
    """Something in a data file is wrong.

    Attributes:
        file: the file, as seen from the project's folder.
        key: where in it, as dotted keys ("eczema.sources"); empty where the whole file is meant.
        message: what was found and what is expected.
    """

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}" if self.key else f"{self.file}: {self.message}"


def shown(path: Path) -> str:
    """`path` as an editor knows it: from the project's folder."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds.

    Raises:
        DataError: where the file is missing, is not YAML (the line is named) or holds no mapping.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError:
        raise DataError(shown(path), "", "the file is missing") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise DataError(shown(path), where, f"not readable as YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(content, dict):
        raise DataError(shown(path), "", f"expected keys and values, found {type(content).__name__}")
    return content


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
