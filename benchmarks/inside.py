"""What is measured within one process of this project: `python -m benchmarks.inside MODEL RESULT`.

The encoder's pass over one sentence, a turn beside it, and how scoring and turns grow with topics and conditions.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.clients import conversations_of
from benchmarks.messages import naming_conditions, questions

MESSAGES = "BENCH_INSIDE_MESSAGES"
"""The variable that says how many messages."""
_WARM_UP = 20
_LENGTH = 5
_CONDITIONS = (0, 1, 2, 4, 8)


def main() -> int:
    """Measures; writes JSON."""
    from needlewise.logs import configure_logging
    from needlewise.runtime.assistant import Assistant
    from needlewise.store.locks import Locks
    from needlewise.store.tracker_store import ConversationStore

    configure_logging("WARNING")
    model, result = sys.argv[1:]
    number = int(os.environ.get(MESSAGES, "300"))
    served = _Served()
    assistant = Assistant.load(Path(model), ConversationStore(), Locks(""))
    measured: dict[str, Any] = asyncio.run(_turns(assistant, number))
    measured["conditions"] = asyncio.run(_conditions(assistant, max(3, number // 15)))
    measured["topics"] = _topics(served.classifier, number)
    Path(result).write_text(json.dumps(measured), encoding="utf-8")
    return 0


class _Served:
    """The classifier that answers here, which Rasa's graph keeps to itself: noted when it is first asked."""

    def __init__(self) -> None:
        from needlewise.nlu import classifier

        self.classifier: Any = None
        kind: Any = classifier.LabelClassifier
        scores = kind.scores

        def noted(asked: Any, *args: Any, **kwargs: Any) -> Any:
            self.classifier = asked
            kind.scores = scores
            return scores(asked, *args, **kwargs)

        kind.scores = noted


async def _turns(assistant: Any, number: int) -> dict[str, float]:
    """Medians in milliseconds of a pass of the encoder over a message alone, and of the message's turn."""
    from needlewise.encoder import SentenceEncoder
    from needlewise.language.utterance import with_one_name

    encoder = SentenceEncoder.shared()
    passes, turns = [], []
    conversations = conversations_of(questions(), _LENGTH, number + _WARM_UP)
    for place, (conversation, text) in enumerate((n, text) for n, texts in enumerate(conversations) for text in texts):
        one = [with_one_name(text)]
        passed = _milliseconds(lambda one=one: encoder.encode(one))  # type: ignore[misc]
        began = time.perf_counter()
        await assistant.answer(f"turn-{conversation}", text)
        if place >= _WARM_UP:
            passes.append(passed)
            turns.append(1000 * (time.perf_counter() - began))
    return {"encoder_pass": statistics.median(passes), "turn": statistics.median(turns)}


async def _conditions(assistant: Any, number: int) -> list[dict[str, float]]:
    """How long a turn takes by the number of conditions that its message names; the numbers take turns."""
    times: dict[int, list[float]] = {count: [] for count in _CONDITIONS}
    for which, count in itertools.product(range(number), _CONDITIONS):
        text = naming_conditions(count, which)
        began = time.perf_counter()
        await assistant.answer(f"conditions-{which}-{count}", text)
        times[count].append(1000 * (time.perf_counter() - began))
    return [{"conditions": count, "turn": statistics.median(taken)} for count, taken in times.items()]


def _topics(whole: Any, number: int) -> list[dict[str, float]]:
    """How long the classifier's comparison takes with the texts of a quarter, of half and of all labels.

    A whole training of each size would take too long: the classifier alone learns from every fourth and every second
    topic, condition, sign and so on; the whole one is the one that is served.
    """
    import numpy as np

    from needlewise.encoder import SentenceEncoder
    from needlewise.knowledge.routing import load_routed_turns
    from needlewise.language.utterance import with_one_name
    from needlewise.nlu.classifier import LabelClassifier, group_of
    from needlewise.nlu.lessons import examples_of, lessons_of
    from needlewise.runtime.model import training_examples

    examples = examples_of(lessons_of(training_examples(), load_routed_turns()))
    examples = examples.some(examples.distinct())
    groups = [group_of(own) for own in examples.labels]
    names = sorted(set(groups))
    texts = [with_one_name(text) for text in questions()[: max(20, number // 3)]]
    vectors = SentenceEncoder.shared().encode(texts)
    found = []
    for every in (4, 2, 1):
        kept = set(names[::every])
        rows = np.array([row for row, group in enumerate(groups) if group in kept], dtype=np.intp)
        classifier = whole if every == 1 else LabelClassifier.train(examples.some(rows))
        took = _scoring(classifier, texts, vectors)
        found.append({"labels": len(kept), "texts": len(rows), "scoring": statistics.median(took)})
        del classifier
        gc.collect()
    return found


def _scoring(classifier: Any, texts: Sequence[str], vectors: Any) -> list[float]:
    """Milliseconds of each text alone."""
    classifier.scores(texts[:1], vectors[:1])
    found = []
    for row in range(len(texts)):
        one, its = texts[row : row + 1], vectors[row : row + 1]
        found.append(_milliseconds(lambda one=one, its=its: classifier.scores(one, its)))  # type: ignore[misc]
    return found


def _milliseconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
