"""The widget's own tests: its units under Vitest, and the whole of it in a real browser.

The browser tests are the `*.test.mjs` beside this file; `scenarios.mjs` holds what their visitors type. Here they run
against the real server. By hand (`node --test tests/browser/`) they start a stand-in for it, which takes no model; one
file runs against that here too, so that it keeps to the contract. NEEDLEWISE_URL names another server, which has to run
with NEEDLEWISE_ALLOWED_ORIGINS=* and NEEDLEWISE_REQUESTS_PER_MINUTE=100000: the tests come from one address, and one of
their pages from another origin.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from running import serving

HERE = Path(__file__).resolve().parent
WIDGET = HERE.parents[1] / "widget"
FIREFOX = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LONGEST_RUN_S = 600
# `make widget` puts Node beside this Python where the machine has none that suits.
PATH = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
_SOURCES = ("src", "demo", "build.mjs", "package-lock.json")


def _missing() -> str:
    """What the tests need and this machine lacks, as a sentence; empty where nothing is missing."""
    if not shutil.which("node", path=PATH) or not shutil.which("npm", path=PATH):
        return "node and npm are not installed: run make widget"
    if not (WIDGET / "node_modules").is_dir():
        return "the widget's packages are not installed: run make widget"
    if not Path(CHROMIUM).exists():
        return f"there is no browser at {CHROMIUM}: install Debian's chromium, or set CHROMIUM"
    return ""


def _lacking(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def _run(command: list[str], folder: Path, **environ: str) -> None:
    run = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": PATH, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_RUN_S,
        check=False,
    )
    if run.returncode:
        pytest.fail(f"{' '.join(command)} exited with {run.returncode}:\n{run.stdout}", pytrace=False)


def _newest(paths: list[Path]) -> float:
    return max((path.stat().st_mtime for path in paths if path.is_file()), default=0.0)


@pytest.fixture(scope="module")
def built() -> None:
    """The widget's files in widget/dist, made anew where a source is newer."""
    if missing := _missing():
        _lacking(missing)
    sources = [path for name in _SOURCES for path in (WIDGET / name, *(WIDGET / name).rglob("*"))]
    if _newest([WIDGET / "dist" / "widget.js"]) < _newest(sources):
        _run(["npm", "run", "build"], WIDGET)


@pytest.mark.usefixtures("built")
def test_types() -> None:
    _run(["npm", "run", "check"], WIDGET)


@pytest.mark.usefixtures("built")
def test_units_and_sizes() -> None:
    _run(["npx", "vitest", "run"], WIDGET)


@pytest.fixture(scope="module")
def address(built: None, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real server is."""
    environ = {"NEEDLEWISE_ALLOWED_ORIGINS": "*"}
    with serving(model, tmp_path_factory.mktemp("server"), environ) as server:
        yield server.page


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_in_a_browser(name: str, address: str) -> None:
    if name.startswith("firefox") and not Path(FIREFOX).exists():
        _lacking(f"there is no Firefox at {FIREFOX}: install Debian's firefox-esr, or set FIREFOX")
    _run(["node", "--test", name], HERE, NEEDLEWISE_URL=address)


@pytest.mark.usefixtures("built")
def test_the_stand_in_keeps_to_the_contract() -> None:
    _run(["node", "--test", "conversation.test.mjs"], HERE, NEEDLEWISE_URL="")
