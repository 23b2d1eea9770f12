"""The schemas say in plain words what they expect, and agree with the scales of the code."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from needlewise.knowledge.scales import Verdict
from needlewise.knowledge.shapes import SCHEMAS

FILES = sorted(SCHEMAS.glob("*.yml"))
JUDGING = {"type", "enum", "const", "pattern", "minItems", "minLength", "format"}


def parts(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a schema that a value is compared with; branches of anyOf speak through the part they are in."""
    if not isinstance(schema, dict):
        return
    if JUDGING & set(schema):
        yield place, schema
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from parts(schema.get(keyword), f"{place}.{keyword}")
    for name, part in schema.get("properties", {}).items():
        yield from parts(part, f"{place}.{name}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_part_says_what_it_expects(path: Any) -> None:
    schema = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [place for place, part in parts(schema) if not part.get("description")] == []


def test_verdicts_are_those_of_the_code() -> None:
    schema = yaml.safe_load((SCHEMAS / "claims.yml").read_text(encoding="utf-8"))
    verdicts = schema["additionalProperties"]["properties"]["verdict"]["enum"]
    assert verdicts == [verdict.value for verdict in Verdict]
