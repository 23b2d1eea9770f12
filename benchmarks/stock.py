"""The stock side: its environment, its training and its server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.servers import Server, free_port
from benchmarks.stock_project import add_our_data, our_answers, our_examples, with_epochs
from needlewise.paths import ROOT

LOCK = Path(__file__).parent / "requirements-stock.txt"
PYTHON = "STOCK_PYTHON"
"""The variable that names a Python 3.10 where none is found."""
EPOCHS = "STOCK_EPOCHS"
"""The variable that has stock train less, for trial runs."""
EXAMPLES = "STOCK_EXAMPLES"
"""The variable that says of how many examples of an intent stock learns; 0 for all."""
_MOST_EXAMPLES = "40"
_VERSION = "3.10"
_SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONPATH": "",
}
_MODEL = "stock.tar.gz"


class StockError(RuntimeError):
    """The stock side cannot be measured; the message is a sentence that says why."""


def python() -> Path:
    """A Python 3.10 of this machine.

    Raises:
        StockError: where there is none.
    """
    for candidate in _candidates():
        asked = [str(candidate), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            told = subprocess.run(asked, capture_output=True, text=True, timeout=30).stdout.strip()
        except (OSError, subprocess.TimeoutExpired):
            continue
        if told == _VERSION:
            return candidate
    raise StockError(f"There is no Python {_VERSION} here, which the stock pipeline needs; {PYTHON} may name one.")


def _candidates() -> Iterator[Path]:
    if named := os.environ.get(PYTHON):
        yield Path(named)
        return
    if found := shutil.which(f"python{_VERSION}"):
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{_VERSION}.*/bin/python{_VERSION}"))
    yield from sorted(Path.home().glob(f".local/share/uv/python/cpython-{_VERSION}.*/bin/python{_VERSION}"))


class Stock:
    """Rasa as its own documents have it installed, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Does nothing yet.

        Args:
            folder: for environment, project and model.
        """
        self._folder = folder
        self.environment = folder / "stock-venv"
        self.project = folder / "stock"

    @property
    def interpreter(self) -> Path:
        """The Python of its environment."""
        return self.environment / "bin" / "python"

    @property
    def model(self) -> Path:
        """The trained model."""
        return self.project / "models" / _MODEL

    def install(self) -> float | None:
        """Makes the environment from the lock; gives the seconds, or None where it stood already.

        Raises:
            StockError: where there is no Python for it, or the installation fails.
        """
        made_from = self.environment / "made-from.txt"
        if made_from.is_file() and made_from.read_bytes() == LOCK.read_bytes():
            return None
        found, began = python(), time.monotonic()
        uv = str(Path(sys.executable).parent / "uv")
        # The table in pyproject.toml that takes TensorFlow out of Rasa is not for this environment.
        self._run([uv, "venv", "--no-config", "--clear", "--python", str(found), str(self.environment)])
        install = [uv, "pip", "install", "--no-config", "--python", str(self.interpreter), "--compile-bytecode"]
        self._run([*install, "--require-hashes", "-r", str(LOCK)])
        shutil.copy(LOCK, made_from)
        return time.monotonic() - began

    def make_project(self) -> tuple[int, int]:
        """Makes the project with our data; gives the numbers of its intents and examples."""
        shutil.rmtree(self.project, ignore_errors=True)
        self.project.mkdir(parents=True)
        # What `rasa init` calls, without the training of its example that follows there.
        made = "from rasa.cli.scaffold import create_initial_project; create_initial_project('.')"
        self._run([str(self.interpreter), "-W", "ignore", "-c", made], self.project)
        examples = our_examples(int(os.environ.get(EXAMPLES) or _MOST_EXAMPLES))
        add_our_data(self.project, examples, our_answers())
        if epochs := os.environ.get(EPOCHS):
            default = next(self.environment.glob("lib/*/site-packages/rasa/engine/recipes/*/default_config.yml"))
            config = with_epochs(default.read_text(encoding="utf-8"), int(epochs))
            (self.project / "config.yml").write_text(config, encoding="utf-8")
        return len(examples), sum(map(len, examples.values()))

    def train(self) -> float:
        """Trains; gives the seconds.

        Raises:
            StockError: where it fails.
        """
        began = time.monotonic()
        command = [str(self.interpreter), "-W", "ignore", "-m", "rasa", "train", "--fixed-model-name", _MODEL]
        self._run([*command, "--skip-validation", "--force"], self.project)
        return time.monotonic() - began

    def server(self) -> Server:
        """Its server, not started."""
        port = free_port()
        command = [str(self.interpreter), "-W", "ignore", "-m", "rasa", "run", "--interface", "127.0.0.1"]
        command += ["--port", str(port), "--model", str(self.model)]
        return Server(command, port, self.project, self._folder / "stock.log", _SETTINGS)

    def _run(self, command: list[str], folder: Path = ROOT) -> None:
        log = self._folder / "stock-setup.log"
        with log.open("ab") as output:
            done = subprocess.run(
                command, cwd=folder, env={**os.environ, **_SETTINGS}, stdout=output, stderr=output, check=False
            )
        if done.returncode:
            what = " ".join(Path(part).name for part in command[:6])  # no path of this machine: it goes into the page
            raise StockError(f"This failed: {what} ...\n{log.read_text(errors='replace')[-1500:]}")
