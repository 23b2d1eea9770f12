"""Rasa's training files become typed objects."""

from pathlib import Path

import pytest

from needlewise.knowledge.read import DataError
from needlewise.knowledge.training import Rule, read_training

FILE = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello

    -  good morning
    - hi - there
- intent: bye
  examples:
  - text: goodbye
  - text: |
      - see you
rules:
- rule: answer either
  steps:
  - or:
    - intent: greet
    - intent: bye
  - action: utter_hello
  - slot_was_set:
    - met: true
responses:
  utter_hello:
  - text: Hello.
  - text: Good day.
"""


def test_examples_rules_and_responses(tmp_path: Path) -> None:
    path = tmp_path / "greet.yml"
    path.write_text(FILE, encoding="utf-8")
    file = read_training(path)
    assert [(intent.name, intent.examples) for intent in file.intents] == [
        ("greet", ("hello", "good morning", "hi - there")),
        ("bye", ("goodbye", "see you")),
    ]
    assert file.rules == (Rule("answer either", ("greet", "bye"), ("utter_hello",)),)
    assert file.responses == {"utter_hello": ("Hello.", "Good day.")}


def test_a_line_that_is_no_example_is_told(tmp_path: Path) -> None:
    path = tmp_path / "greet.yml"
    path.write_text(FILE.replace("    - hello", "    hello"), encoding="utf-8")
    with pytest.raises(DataError, match=r"greet\.examples: found the line 'hello'; expected \"- text\""):
        read_training(path)
