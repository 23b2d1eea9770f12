"""The trained model: whether it still fits what it is made from, and training it where not."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from needlewise.encoder.build import WEIGHTS_SHA256
from needlewise.language.meaning import Meaning
from needlewise.paths import DATA, MODELS, ROOT

MODEL = MODELS / "needlewise.tar.gz"
_FINGERPRINT = MODELS / "needlewise.json"
_CODE = ("needlewise/nlu", "needlewise/language", "needlewise/knowledge")


class TrainingFailed(RuntimeError):
    """Training stopped; what it printed stands above."""


def training_files() -> list[Path]:
    """The files that hold examples, rules and responses."""
    return [DATA / folder for folder in ("faq", "dialogue", "screening")]


def _ingredients() -> Iterator[Path]:
    yield from (ROOT / "config.yml", ROOT / "domain.yml")
    yield from sorted(DATA.rglob("*.yml"))
    for folder in _CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))


def fingerprint() -> str:
    """Changes with everything that the model is made from."""
    digest = hashlib.sha256(WEIGHTS_SHA256.encode())
    for path in _ingredients():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the model is there and was made from what is there now."""
    try:
        made_from = json.loads(_FINGERPRINT.read_text(encoding="utf-8"))["made_from"]
    except (OSError, ValueError, KeyError):
        return False
    return MODEL.is_file() and bool(made_from == fingerprint())


def ensure_model() -> Path:
    """Trains where the model is missing or older than what it is made from; progress goes to stderr.

    Raises:
        TrainingFailed: where `rasa train` does not succeed.
    """
    if not is_current():
        train()
    return MODEL


def train() -> None:
    """Runs the stock `rasa train`.

    Raises:
        TrainingFailed: where it does not succeed.
    """
    made_from = fingerprint()
    start = time.monotonic()
    print("Training the model (about half a minute) ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "train", "--fixed-model-name", MODEL.name]
    command += ["--domain", "domain.yml", "--config", "config.yml", "--out", str(MODELS)]
    command += ["--data", *map(str, training_files())]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:], file=sys.stderr)
        raise TrainingFailed("Training failed. `needlewise check` finds most mistakes in data files.")
    Meaning.shared()  # Kept in models/ too, so that no visitor waits for it.
    _FINGERPRINT.write_text(json.dumps({"made_from": made_from}), encoding="utf-8")
    print(f"Trained in {time.monotonic() - start:.0f} s.", file=sys.stderr, flush=True)
