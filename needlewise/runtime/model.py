"""The trained model: whether it still fits what it is made from, and training it where not."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from needlewise.encoder.build import WEIGHTS_SHA256
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.routing import load_routed_turns
from needlewise.knowledge.training import training_of
from needlewise.nlu.lessons import examples_of, lessons_of
from needlewise.paths import DATA, MODELS, ROOT

MODEL = MODELS / "needlewise.tar.gz"
_FINGERPRINT = MODELS / "needlewise.json"
_LEARNING = ("classifier", "arbiter", "evidence", "lessons", "targets", "training", "understanding", "interpreter")
_CODE = ("needlewise/language/*.py", *(f"needlewise/nlu/{name}.py" for name in _LEARNING))
_TRAINING = re.compile(r"^(?:nlu|rules|responses):", re.MULTILINE)
_TABLES = ("conditions", "signs", "combinations", "check_questions")


class TrainingFailed(RuntimeError):
    """Training stopped; what it printed stands above."""


class ModelUnusableError(RuntimeError):
    """The model cannot be loaded; the message is a sentence that says what to do."""


def training_files() -> list[Path]:
    """The files that hold examples, rules and responses."""
    return [DATA / folder for folder in ("faq", "dialogue", "screening")]


def _ingredients() -> Iterator[tuple[str, bytes]]:
    """Name and content of everything that is learnt from, and of the code that learns; of answers only their names."""
    for path in (ROOT / "config.yml", ROOT / "domain.yml"):
        yield path.name, path.read_bytes()
    for folder in training_files():
        for path in sorted(folder.glob("*.yml")):
            text = path.read_text(encoding="utf-8")
            if not _TRAINING.search(text):
                continue  # Sentences that actions say: an edited one is said at once.
            examples, _, responses = text.partition("\nresponses:")
            names = re.findall(r"^  (utter_\S+):", responses, re.MULTILINE)
            yield path.name, "\n".join([examples, *names]).encode()
    for path in sorted([*(DATA / "routing").glob("*.yml"), *(DATA / "language").glob("*.yml"), *map(_table, _TABLES)]):
        yield str(path.relative_to(DATA)), path.read_bytes()
    for pattern in _CODE:
        for path in sorted(ROOT.glob(pattern)):
            yield path.name, path.read_bytes()


def _table(name: str) -> Path:
    return DATA / "knowledge" / f"{name}.yml"


def fingerprint() -> str:
    """Changes with everything that the model is made from; not with the words of an answer, which it does not hold."""
    digest = hashlib.sha256(WEIGHTS_SHA256.encode())
    for name, content in _ingredients():
        digest.update(name.encode() + b"\0" + content)
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


def training_examples() -> Iterator[tuple[str, str]]:
    """All example messages with their labels, such as "faq/pain"."""
    for folder in training_files():
        for path in sorted(folder.glob("*.yml")):
            for intent in training_of(path, read_mapping(path)).intents:
                yield from ((example, intent.name) for example in intent.examples)


def train() -> None:
    """Runs the stock `rasa train`.

    Rasa reads the files first, which keeps one processor busy; the other encodes the sentences meanwhile.

    Raises:
        TrainingFailed: where it does not succeed.
    """
    made_from = fingerprint()
    start = time.monotonic()
    print("Training the model (ten minutes on two cores) ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "train", "--fixed-model-name", MODEL.name]
    command += [
        "--skip-validation",
        "--force",
        "--domain",
        "domain.yml",
        "--config",
        "config.yml",
        "--out",
        str(MODELS),
    ]
    command += ["--data", *map(str, training_files())]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    examples_of(lessons_of(training_examples(), load_routed_turns()))
    printed, _ = running.communicate()
    if running.returncode:
        print(printed[-8000:], file=sys.stderr)
        raise TrainingFailed("Training failed. `needlewise check` finds most mistakes in data files.")
    _FINGERPRINT.write_text(json.dumps({"made_from": made_from}), encoding="utf-8")
    print(f"Trained in {time.monotonic() - start:.0f} s.", file=sys.stderr, flush=True)
