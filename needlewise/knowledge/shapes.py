"""What each kind of data file must look like: one JSON Schema a kind, in schemas/, described in plain words."""

import datetime
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator, FormatChecker, ValidationError

from needlewise.knowledge.read import DataError, read_mapping, shown

SCHEMAS = Path(__file__).parent / "schemas"


def read_shaped(path: Path, kind: str) -> dict[str, Any]:
    """The mapping that a YAML file of a kind holds.

    Args:
        path: the file.
        kind: the name of a schema, such as "topic".

    Raises:
        DataError: where the file cannot be read or does not fit its schema; the first misfit is named.
    """
    content = read_mapping(path)
    for misfit in misfits(path, kind, content):
        raise misfit
    return content


def misfits(path: Path, kind: str, content: dict[str, Any]) -> Iterator[DataError]:
    """Everything in which the content of a file departs from the schema of its kind, by key."""
    told = set()
    for error in sorted(_validator(kind).iter_errors(content), key=lambda error: [str(step) for step in error.path]):
        key = ".".join(str(step) for step in error.absolute_path)
        misfit = key, _message(error)
        if misfit not in told:  # jsonschema reports each missing key apart; we name them together
            told.add(misfit)
            yield DataError(shown(path), *misfit)


def _message(error: ValidationError) -> str:
    expected = error.schema.get("description", error.message)
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"lacks {_listed(missing)}; add {'it' if len(missing) == 1 else 'them'}"
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        unknown = [str(key) for key in error.instance if key not in known]
        return f"has {_listed(unknown)}, which nothing reads; the keys known here are {_listed(list(known))}"
    return f"found {_found(error.instance)}; expected {expected}"


def _listed(words: list[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _found(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case str() if len(value) > 40:
            return f"{len(value)} characters ({value[:40]!r} ...)"
        case str():
            return repr(value)
        case bool():
            return str(value).lower()
        case datetime.date():
            return f"{value} without quotes"
        case dict():
            return f"keys and values ({', '.join(map(str, value)) or 'none'})"
        case list():
            return "a list with an entry that stands twice" if _repeats(value) else f"a list of {len(value)}"
        case _:
            return str(value)


def _repeats(values: list[Any]) -> bool:
    texts = [repr(value) for value in values]
    return len(texts) != len(set(texts))


@functools.cache
def _validator(kind: str) -> Draft7Validator:
    schema = yaml.safe_load((SCHEMAS / f"{kind}.yml").read_text(encoding="utf-8"))
    return Draft7Validator(schema, format_checker=FormatChecker(["date", "regex"]))
