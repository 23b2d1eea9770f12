"""A first start is timed until the page is there, and leaves nothing running."""

import os
import time
from pathlib import Path

import pytest

from benchmarks import ours
from benchmarks.ours import FirstStartError, Ours, copy_of_checkout, first_start
from needlewise.paths import ROOT


def recipe(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Has `make run` do this instead."""

    def copied(to: Path) -> None:
        to.mkdir()
        text = "".join(f"\t@{line}\n" for line in lines)
        (to / "Makefile").write_text(f"run:\n{text}", encoding="utf-8")

    monkeypatch.setattr(ours, "copy_of_checkout", copied)


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_first_start_is_timed_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "Needlewise is ready: http://127.0.0.1:$(PORT)/webhooks/web/"
    recipe(monkeypatch, "echo Trained in 41 s. >&2", f"echo $$$$ >server; echo {page}; exec sleep 100")
    began = time.monotonic()
    found = first_start(tmp_path / "copy")
    assert found.training == 41
    assert 0 < found.seconds <= time.monotonic() - began < 60
    assert not runs(int((tmp_path / "copy" / "server").read_text()))


def test_a_first_start_that_fails_is_an_error_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe(monkeypatch, "echo no space left; exit 1")
    with pytest.raises(FirstStartError, match="no space left"):
        first_start(tmp_path / "copy")


def test_the_copy_has_what_git_knows_and_is_served_by_its_own_code(tmp_path: Path) -> None:
    home = tmp_path / "copy"
    copy_of_checkout(home)
    assert (home / "Makefile").read_bytes() == (ROOT / "Makefile").read_bytes()
    assert not (home / ".venv").exists() and not (home / "models" / "encoder").exists()
    settings = Ours(tmp_path, home)._settings("name")
    assert settings["PYTHONPATH"] == settings["NEEDLEWISE_HOME"] == str(home)
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/name.db"
