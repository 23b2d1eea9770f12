"""The server of this project with a watch on each part of a turn: `python -m benchmarks.timed RESULT serve ...`.

The wrappers are put on here, so that the product's code has none. They are of use with one client at a time only: the
parts of two turns at once could not be told apart.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STORAGE, WORDS, ENCODER, CLASSIFIER = "storage", "reading the words", "encoder", "classifier's comparison"
ARBITER, POLICY, RESPONSES = "evidence and arbiter", "guards, decision and policy", "actions and responses"
RASA, WEB = "Rasa's processing", "web channel"
HTTP = "HTTP and loopback"
"""What is left of what the client waited for."""
PARTS = {
    "needlewise.channels.web.turns:Turns.answer": WEB,
    "needlewise.runtime.assistant:Assistant.answer": RASA,
    "needlewise.store.tracker_store:ConversationStore._retrieve": STORAGE,
    "needlewise.store.tracker_store:ConversationStore.save": STORAGE,
    "needlewise.store.tracker_store:ConversationStore.answer_to": STORAGE,
    "needlewise.language.utterance:Reader.read": WORDS,
    "needlewise.language.extractor:MentionExtractor.extract": WORDS,
    "needlewise.nlu.understanding:with_one_name": WORDS,
    "needlewise.encoder.model:SentenceEncoder.encode": ENCODER,
    "needlewise.nlu.classifier:LabelClassifier.scores": CLASSIFIER,
    "needlewise.nlu.interpreter:weigh": ARBITER,
    "needlewise.nlu.interpreter:Interpreter.process": POLICY,
    "needlewise.runtime.local_actions:LocalActions.request": RESPONSES,
    "needlewise.dialogue.responses:Responses.generate": RESPONSES,
}
"""Where a part begins and ends; of a part within another the time counts for the inner one alone."""


class Watch:
    """Notes for each turn how long each part took, without the parts within it."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Starts with no turns."""
        self.turns: list[dict[str, float]] = []
        self._clock = clock
        self._open: list[tuple[str, float, list[float]]] = []
        self._turn: dict[str, float] = {}

    def begin(self, part: str) -> None:
        """A part begins; the outermost one is the turn."""
        self._open.append((part, self._clock(), []))

    def end(self) -> None:
        """The part that began last ends."""
        part, began, within = self._open.pop()
        took = self._clock() - began
        self._turn[part] = self._turn.get(part, 0.0) + took - sum(within)
        if self._open:
            self._open[-1][2].append(took)
        else:
            self.turns.append(self._turn)
            self._turn = {}

    def on(self, part: str, function: Any) -> Any:
        """The function, timed as a part."""
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def timed_coroutine(*args: Any, **kwargs: Any) -> Any:
                self.begin(part)
                try:
                    return await function(*args, **kwargs)
                finally:
                    self.end()

            return timed_coroutine

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self.begin(part)
            try:
                return function(*args, **kwargs)
            finally:
                self.end()

        return timed


def place_of(target: str) -> tuple[Any, str]:
    """What holds a function, such as its class, and its name there.

    Raises:
        AttributeError: where there is no such function (any more).
    """
    module, _, path = target.partition(":")
    *holders, name = path.split(".")
    holder: Any = importlib.import_module(module)
    for one in holders:
        holder = getattr(holder, one)
    getattr(holder, name)
    return holder, name


def install(watch: Watch) -> None:
    """Puts the watch on all PARTS of this process."""
    for target, part in PARTS.items():
        holder, name = place_of(target)
        setattr(holder, name, watch.on(part, getattr(holder, name)))


def main() -> int:
    """Serves until it is told to stop; writes the turns then."""
    from needlewise.cli.main import main as needlewise

    result, *arguments = sys.argv[1:]
    watch = Watch()
    install(watch)
    status = needlewise(arguments)
    # The warm-up and requests without a turn did not come through the web channel.
    Path(result).write_text(json.dumps([turn for turn in watch.turns if WEB in turn]), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
