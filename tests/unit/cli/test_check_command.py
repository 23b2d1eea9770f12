"""`needlewise check` prints what is wrong, and fails when there are errors."""

import argparse
import json
from pathlib import Path

import pytest

from needlewise.cli import check as command
from needlewise.knowledge.check.finding import Finding, Level

ERROR = Finding(Level.ERROR, "data/faq/pain.yml", "pain.sources", "names doc-9; correct the id")
WARNING = Finding(Level.WARN, "data/faq/pain.yml", "utter_faq/pain", "has 91 words; say it in at most 85")


def run(monkeypatch: pytest.MonkeyPatch, findings: list[Finding], *arguments: str) -> int:
    monkeypatch.setattr(command, "check", lambda context: findings)
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["check", *arguments])
    status: int = args.run(args)
    return status


def test_errors_are_printed_and_fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, [ERROR, WARNING]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ERROR data/faq/pain.yml: pain.sources: names doc-9; correct the id"
    assert lines[-1] == "1 error, 1 warning."


def test_warnings_do_not_fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, [WARNING]) == 0
    assert capsys.readouterr().out.endswith("0 errors, 1 warning.\nAll good!\n")


def test_findings_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, [ERROR], "--json") == 1
    printed = json.loads(capsys.readouterr().out)
    assert (printed["errors"], printed["warnings"]) == (1, 0)
    assert printed["findings"] == [
        {
            "level": "ERROR",
            "file": "data/faq/pain.yml",
            "key": "pain.sources",
            "message": "names doc-9; correct the id",
        }
    ]


def test_says_when_there_is_nothing_to_compare_with(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    context = command.Context(shared=tmp_path / "nowhere")
    monkeypatch.setattr(command, "Context", lambda: context)
    run(monkeypatch, [])
    assert "Not compared with the source documents: ../shared is not there." in capsys.readouterr().out
