"""Files: readable, named as expected, no key twice, and of the right shape."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from needlewise.knowledge.check.context import NEEDED, Context
from needlewise.knowledge.check.finding import Finding, error
from needlewise.knowledge.content import load_site, load_topic
from needlewise.knowledge.read import DataError, read_mapping
from needlewise.knowledge.shapes import misfits
from needlewise.knowledge.training import read_training

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def readable(context: Context) -> Iterator[Finding]:
    """Every file that should be there is, and every one can be read as YAML."""
    for name in NEEDED:
        if not (context.root / name).is_file():
            yield error(name, "", "the file is missing; restore it")
    if not context.files("data/faq/*.yml"):
        yield error("data/faq", "", "holds no topics; a topic is a file such as data/faq/pain.yml")
    for path in context.files("data/**/*.yml") + context.files("tests/content/**/*.yml"):
        try:
            read_mapping(path)
        except DataError as problem:
            yield error(context.shown(path), problem.key, problem.message)


def of_known_name(context: Context) -> Iterator[Finding]:
    """No file has an ending that would keep it from being read."""
    for path in context.files("data/**/*.yaml") + context.files("tests/content/**/*.yaml"):
        yield error(context.shown(path), "", f"ends in .yaml, which is not read; name it {path.stem}.yml")


def keys_once(context: Context) -> Iterator[Finding]:
    """No key stands twice in one mapping: YAML would silently keep only the last."""
    for path in context.files("data/**/*.yml") + context.files("tests/content/**/*.yml"):
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
        except yaml.YAMLError:
            continue
        for key, line, first in _repeated(root):
            yield error(
                context.shown(path),
                f"line {line}",
                f"the key `{key}` stands here and in line {first}, and only the last counts; merge or rename them",
            )


def of_right_shape(context: Context) -> Iterator[Finding]:
    """Every file fits the schema of its kind, and its names agree with its file name."""
    for path, kind in context.kinds.items():
        yield from (error(context.shown(path), key, message) for key, message in _problems(path, kind))


def _problems(path: Path, kind: str) -> Iterator[tuple[str, str]]:
    try:
        found = list(misfits(path, kind, read_mapping(path)))
    except DataError:
        return  # told by `readable`
    yield from ((misfit.key, misfit.message) for misfit in found)
    if not found:
        try:
            _load(path, kind)
        except DataError as problem:
            yield problem.key, problem.message


def _load(path: Path, kind: str) -> None:
    match kind:
        case "topic":
            load_topic(path)
        case "training":
            read_training(path)
        case "site":
            load_site(path)


def _repeated(node: yaml.Node | None) -> Iterator[tuple[str, int, int]]:
    """Keys that stand twice, each with its line and the line where it stood first (both from 1)."""
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _repeated(entry)
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in lines:
                yield key.value, line, lines[key.value]
            lines.setdefault(key.value, line)
            yield from _repeated(value)
