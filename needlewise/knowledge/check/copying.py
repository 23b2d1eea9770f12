"""No sentence of the source documents, and none of other people's questions, stands in the project.

They are not part of the project: where the folder with them is not there, nothing is compared.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from needlewise.knowledge.check.context import Context
from needlewise.knowledge.check.finding import Finding, error

RUN = 8
"""As many words in a row, shared with another's text, count as copied."""
SHORTEST_QUESTION = 5
"""A whole question of as many words counts as copied too; shorter ones anybody may ask in the same words."""
ENDINGS = {".yml", ".yaml", ".md", ".py", ".json", ".jsonl", ".txt", ".csv", ".tsv", ".html"}


@dataclass(frozen=True)
class Others:
    """What others wrote: runs of words and whole questions, each with the name of the file it stands in."""

    runs: Mapping[tuple[str, ...], str]
    questions: Mapping[tuple[str, ...], str]


def nothing_copied(context: Context) -> Iterator[Finding]:
    """No run of words and no whole question of others stands in data/, tests/, docs/ or README.md."""
    others = _others(context.shared)
    if not others.runs and not others.questions:
        return
    for path in _own_files(context):
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from _copied_runs(context.shown(path), text, others)
        yield from _copied_questions(context.shown(path), text, others)


def _others(shared: Path) -> Others:
    runs: dict[tuple[str, ...], str] = {}
    questions: dict[tuple[str, ...], str] = {}
    for path in sorted((shared / "documents").glob("*.txt")):
        _add_runs(runs, _words(path.read_text(encoding="utf-8")), path.name)
    for path in sorted((shared / "questions").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
                words = _words(row[0]) if row else []
                _add_runs(runs, words, path.name)
                if len(words) >= SHORTEST_QUESTION:
                    questions[tuple(words)] = path.name
    return Others(runs, questions)


def _add_runs(runs: dict[tuple[str, ...], str], words: list[str], file: str) -> None:
    for start in range(len(words) - RUN + 1):
        runs.setdefault(tuple(words[start : start + RUN]), file)


def _own_files(context: Context) -> Iterator[Path]:
    for path in [context.root / "README.md"] + [
        path for folder in ("data", "tests", "docs") for path in context.files(f"{folder}/**/*")
    ]:
        if path.is_file() and path.suffix in ENDINGS and "node_modules" not in path.parts:
            yield path


def _copied_runs(file: str, text: str, others: Others) -> Iterator[Finding]:
    """Each stretch of words that others wrote, once and whole."""
    words = [(word, number) for number, line in enumerate(text.splitlines(), 1) for word in _words(line)]
    start = 0
    while start <= len(words) - RUN:
        length = 0
        while (window := tuple(word for word, _ in words[start + length : start + length + RUN])) in others.runs:
            where = others.runs[window]
            length += 1
        if length:
            shared = words[start : start + length + RUN - 1]
            quoted = " ".join(word for word, _ in shared)
            yield error(
                file, f"line {shared[0][1]}", f'shares {len(shared)} words with {where} ("{quoted}"); write it anew'
            )
        start += max(1, length)


def _copied_questions(file: str, text: str, others: Others) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), 1):
        value = re.sub(r"^\s*(- +)?([\w-]+: +)?", "", line)
        for candidate in (tuple(_words(line)), tuple(_words(value))):
            if candidate in others.questions:
                yield error(
                    file,
                    f"line {number}",
                    f"is a whole question of {others.questions[candidate]}; write it anew or drop it",
                )
                break


def _words(text: str) -> list[str]:
    """Words in small letters; the address of a web page is no sentence, whatever words it is made of."""
    return re.findall(r"[a-z0-9']+", re.sub(r"https?://\S+", "", text).lower().replace("’", "'"))
