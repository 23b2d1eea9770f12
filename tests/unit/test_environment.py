"""Rasa without TensorFlow: what takes its place, and what a configuration that needs it is told."""

import subprocess
import sys
from pathlib import Path

import pytest

IMPORTS = "import sys, rasa.core.agent, rasa.model_training, rasa.engine.recipes.default_components;"
NLU = """
version: "3.1"
nlu:
- intent: a
  examples: |
    - one
    - two
- intent: b
  examples: |
    - x
    - y
"""


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_tensorflow_is_not_imported() -> None:
    assert python(IMPORTS + "print(sys.modules['tensorflow'].__version__)") == "0+placeholder"
    real = "any(name.startswith('tensorflow.python.framework') for name in sys.modules)"
    assert python(f"{IMPORTS} print({real})") == "False"


def test_tensorflow_is_not_installed() -> None:
    named = "sorted(d.name for d in metadata.distributions() if 'tensorflow' in d.name)"
    assert python(f"from importlib import metadata; print({named})") == "['tensorflow-placeholder']"


@pytest.mark.parametrize("component", ["DIETClassifier"])
def test_a_configuration_that_needs_tensorflow_is_told_what_to_install(tmp_path: Path, component: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nlu.yml").write_text(NLU)
    (tmp_path / "config.yml").write_text(
        "recipe: default.v1\nassistant_id: x\nlanguage: en\npipeline:\n- name: WhitespaceTokenizer\n"
        f"- name: CountVectorsFeaturizer\n- name: {component}\n  epochs: 1\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", "train", "nlu", "--nlu", "data"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={"RASA_TELEMETRY_ENABLED": "false", "PATH": ""},
    )  # fmt: skip
    assert done.returncode != 0
    assert "This environment has no TensorFlow" in done.stdout + done.stderr
    assert "Python 3.10" in done.stdout + done.stderr
