"""The stock side's project: what `rasa init` makes, with our examples as intents and our answers as responses."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from needlewise.dialogue import acts
from needlewise.knowledge.content import load_site, shared_knowledge
from needlewise.knowledge.read import read_mapping
from needlewise.knowledge.training import training_of
from needlewise.paths import DATA
from needlewise.runtime.model import training_examples, training_files

FALLBACK = "nlu_fallback"
"""The intent that stock's FallbackClassifier sets where it is not sure."""
_UNANSWERED = "I am not sure what you mean. Could you say it in other words?"
_CREDENTIALS = "rest:\n"


def intent_of(label: str) -> str:
    """Our label as a plain intent: a slash would make it one of a response selector."""
    return label.replace("/", "_")


def our_examples(most: int | None = None) -> dict[str, list[str]]:
    """The example messages of this project, by intent: its topics, conversation, signs and neighbouring subjects.

    Args:
        most: of one intent; the first ones of its file.
    """
    points = shared_knowledge().points
    found: defaultdict[str, list[str]] = defaultdict(list)
    for text, label in training_examples():
        if label.removeprefix(acts.FAQ) not in points and len(found[intent_of(label)]) < (most or sys.maxsize):
            found[intent_of(label)].append(text)
    return dict(found)


def our_answers(data: Path = DATA) -> dict[str, str]:
    """The text of the first response to each label, by intent, with the site's own details filled in."""
    variables = load_site(data / "site.yml").variables()
    answers: dict[str, str] = {}
    for folder in training_files():
        for path in sorted(folder.glob("*.yml")):
            for name, texts in training_of(path, read_mapping(path)).responses.items():
                text = re.sub(r"\{(\w+)\}", lambda match: variables.get(match[1], match[1]), texts[0])
                answers[intent_of(name.removeprefix("utter_"))] = text
    return answers


def add_our_data(project: Path, examples: Mapping[str, Iterable[str]], answers: Mapping[str, str]) -> None:
    """Adds intents, responses and a rule for each intent to a project that `rasa init` made.

    Intents that its own stories use (greet, affirm ...) get our examples and keep its own replies: a second rule for
    them would contradict its stories, and training would stop.

    Args:
        project: its folder.
        examples: messages by intent.
        answers: replies by intent; an intent without one is answered with a general sentence.
    """
    domain: dict[str, Any] = yaml.safe_load((project / "domain.yml").read_text(encoding="utf-8"))
    taken = set(domain["intents"])
    new = [intent for intent in examples if intent not in taken]
    domain["intents"] += new
    for intent in (*new, FALLBACK):
        domain["responses"][f"utter_{intent}"] = [{"text": answers.get(intent, _UNANSWERED)}]
    rules = [
        {"rule": f"{intent} is answered", "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
        for intent in (*new, FALLBACK)
    ]
    nlu = [
        {"intent": intent, "examples": "".join(f"- {_line(text)}\n" for text in texts)}
        for intent, texts in examples.items()
    ]
    _write(project / "domain.yml", domain)
    _write(project / "data" / "our_rules.yml", {"version": "3.1", "rules": rules})
    _write(project / "data" / "our_nlu.yml", {"version": "3.1", "nlu": nlu})
    # Only the REST channel: the address of Rasa's own tool is no part of what is compared.
    (project / "credentials.yml").write_text(_CREDENTIALS, encoding="utf-8")


def with_epochs(default_config: str, epochs: int) -> str:
    """Rasa's default configuration with fewer epochs: for trial runs, whose figures say so."""
    return re.sub(r"epochs: \d+", f"epochs: {epochs}", default_config)


def _line(text: str) -> str:
    return " ".join(text.split())


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
