"""Rasa's own commands work in this environment, on this project's files and model."""

import subprocess
import sys
from pathlib import Path

from needlewise.paths import ROOT
from needlewise.runtime.model import ensure_model, training_files

NLU = """
version: "3.1"
nlu:
- intent: faq/pain
  examples: |
    - will the needles make me wince
- intent: faq/cost
  examples: |
    - what would one appointment set me back
"""


def rasa(*arguments: str, said: str = "") -> str:
    command = [sys.executable, "-W", "ignore", "-m", "rasa", *arguments]
    done = subprocess.run(command, cwd=ROOT, input=said, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout + done.stderr


def test_data_validate() -> None:
    printed = rasa("data", "validate", "--data", *map(str, training_files()))
    assert "No story structure conflicts found" in printed
    assert "ERROR" not in printed


def test_test_nlu(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU)
    rasa(
        *("test", "nlu", "--model", str(ensure_model()), "--nlu", str(tmp_path / "nlu.yml")),
        *("--out", str(tmp_path / "results"), "--no-plot"),
    )
    assert (tmp_path / "results" / "response_selection_report.json").is_file()


def test_shell_nlu() -> None:
    printed = rasa("shell", "nlu", "--model", str(ensure_model()), said="does microneedling hurt?\n/stop\n")
    assert '"full_retrieval_intent_name": "faq/pain"' in printed
