"""What the documents say is true: paths exist, commands exist, links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
PATH = re.compile(r"`((?:data|actions|needlewise|widget|tests|docs|models|packaging|var|deploy|benchmarks)/[\w./-]*)`")
MADE_WHEN_RUNNING = ("var", "models")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_exist(document: Path) -> None:
    for name in PATH.findall(document.read_text(encoding="utf-8")):
        if name.split("/")[0] not in MADE_WHEN_RUNNING:
            assert (ROOT / name).exists(), f"{document.name} names {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if not target.startswith(("http", "mailto:")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        for name in re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", document.read_text(encoding="utf-8"), re.MULTILINE):
            assert (name[0] or name[1]) in targets, f"{document.name} names make {name}"


def test_make_help_lists_every_target_with_an_explanation() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "make run" in shown
    assert "make test" in shown


def test_commands_exist() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "needlewise.cli.main", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    text = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for name in set(re.findall(r"`(?:\.venv/bin/)?needlewise ([a-z]+)", text)):
        assert re.search(rf"^\s+{name}\b", helped, re.MULTILINE), f"needlewise {name} does not exist"
