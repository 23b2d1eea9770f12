"""`make bench`: measures both sides in one run, and writes docs/performance.md, its JSON and its plot."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import stock as stock_module
from benchmarks.clients import (
    Conversation,
    RestChannel,
    Talk,
    WebChannel,
    conversations_of,
    first_answer_of_rest,
    first_answer_of_web,
    talk,
)
from benchmarks.figures import Round, load_of
from benchmarks.growth import MARKS, at_marks, long_conversation
from benchmarks.machine import this_machine
from benchmarks.messages import questions
from benchmarks.ours import FirstStartError, Ours, first_start
from benchmarks.report import write
from benchmarks.servers import Server
from benchmarks.sizes import file_size, installed_size
from benchmarks.stock import Stock, StockError
from benchmarks.timed import HTTP
from needlewise.paths import ROOT
from needlewise.runtime.model import ensure_model

FOLDER = ROOT / "build" / "bench"
_LENGTH = 5
_CLIENTS = (1, 16)
_NO_QUICK = "skipped by QUICK=1"


@dataclass(frozen=True)
class Options:
    """What the environment asks for.

    Attributes:
        quick: under five minutes: this project alone, as it is trained, with few messages.
        messages: after how many the memory is read the last time, at least (MESSAGES).
        stock: whether stock is measured (STOCK=0: not).
        first: whether a first start is (FIRST=0: not; training is then not measured).
        rounds: the two sides take turns so often.
        a_round: messages of a side in a round.
        starts: of each server.
        long: conversations of 400 turns.
        inside: messages within one process.
    """

    quick: bool
    messages: int
    stock: bool
    first: bool
    rounds: int
    a_round: int
    starts: int
    long: int
    inside: int

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Options:
        """Those of a process."""
        quick = environ.get("QUICK", "") not in ("", "0")
        return cls(
            quick=quick,
            messages=int(environ.get("MESSAGES") or (0 if quick else 1000)),
            stock=not quick and environ.get("STOCK", "1") != "0",
            first=not quick and environ.get("FIRST", "1") != "0",
            rounds=int(environ.get("ROUNDS") or (2 if quick else 5)),
            a_round=int(environ.get("ROUND_MESSAGES") or (50 if quick else 200)),
            starts=1 if quick else int(environ.get("STARTS") or 3),
            long=1 if quick else 2,
            inside=int(environ.get("INSIDE_MESSAGES") or (60 if quick else 300)),
        )

    def trial(self, environ: Mapping[str, str]) -> list[str]:
        """Why the figures are those of a trial run; empty for a whole run."""
        reasons = ["QUICK=1"] if self.quick else []
        named = ["STOCK", "FIRST", "ROUNDS", "ROUND_MESSAGES", "STARTS", "INSIDE_MESSAGES", "TRIAL"]
        named += [stock_module.EPOCHS, stock_module.EXAMPLES]
        return reasons + [f"{name}={environ[name]}" for name in named if environ.get(name)]


class Side:
    """One of the two: its server and what was measured of it."""

    def __init__(self, name: str, how: Talk, server: Server) -> None:
        """Starts nothing."""
        self.name, self.how, self.server = name, how, server
        self.answered = 0
        self.found: dict[str, Any] = {}
        self._first = first_answer_of_web if name == "ours" else first_answer_of_rest

    def start(self) -> float:
        """Starts the server; gives the seconds to its first answer."""
        self.answered = 1
        return self.server.start(self._first)

    def talk(self, number: int, clients: int, start: int) -> Round:
        """Has a number of messages answered."""
        return self.have(conversations_of(questions(), _LENGTH, number, start), clients)

    def have(self, conversations: Sequence[Conversation], clients: int) -> Round:
        """Has conversations, some at a time."""
        found = asyncio.run(talk(self.server.address, self.how, conversations, clients))
        self.answered += len(found.seconds)
        return found


def main() -> int:
    """Measures and writes."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to stop, what was started here is stopped
    options = Options.of(os.environ)
    began = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for log in FOLDER.glob("*.log"):
        log.unlink()
    result: dict[str, Any] = {
        "machine": dataclasses.asdict(this_machine()),
        "options": dataclasses.asdict(options),
        "trial": options.trial(os.environ),
        "ours": {"python": platform.python_version()},
    }
    try:
        ours = _prepared(options, result)
        stock = _stock(options, result)
        _compare(options, ours, stock, result)
        _own(options, ours, result)
    except KeyboardInterrupt:
        return 130
    result["minutes"] = round((time.monotonic() - began) / 60, 1)
    write(result)
    print(f"Measured in {result['minutes']} minutes: docs/performance.md, docs/performance.json", file=sys.stderr)
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _prepared(options: Options, result: dict[str, Any]) -> Ours:
    """Our own side, set up and trained: anew in a copy, or as it stands here."""
    own = result["ours"]
    ours = (_started_first(own) if options.first else None) or Ours(FOLDER)
    if ours.home == ROOT:
        ensure_model()
    own["packages_mb"] = installed_size(ours.interpreter, ROOT / "requirements.txt")
    encoder = ours.home / "models" / "encoder"
    own["installed_mb"] = own["packages_mb"] + file_size(ours.model, encoder / "model.onnx", encoder / "tokenizer.json")
    return ours


def _started_first(own: dict[str, Any]) -> Ours | None:
    """Our own side in a copy of the checkout, after a first start there; None where that failed, and why is noted."""
    _say("A first start in a copy of the checkout, with its training ...")
    home = FOLDER / "first"
    try:
        started = first_start(home)
    except FirstStartError as error:
        _say(str(error))
        own["first_start_failed"] = str(error).splitlines()[0]
        return None
    own |= {"first_start_s": started.seconds, "training_s": started.training}
    return Ours(FOLDER, home, home / ".venv" / "bin" / "python")


def _stock(options: Options, result: dict[str, Any]) -> Stock | None:
    """Stock, installed and trained; None where it is not measured, and why stands in the result."""
    if not options.stock:
        result["stock"] = {"not_measured": _NO_QUICK if options.quick else "skipped by STOCK=0"}
        return None
    stock = Stock(FOLDER)
    try:
        _say("The stock environment (Python 3.10, TensorFlow) ...")
        stock.install()
        intents, examples = stock.make_project()
        _say(f"Training stock on {examples} examples of {intents} intents ...")
        found: dict[str, Any] = {"intents": intents, "examples": examples, "training_s": stock.train()}
        packages = installed_size(stock.interpreter, stock_module.LOCK)
        version = [str(stock.interpreter), "-c", "import platform; print(platform.python_version())"]
        found["python"] = subprocess.run(version, capture_output=True, text=True, check=True).stdout.strip()
        result["stock"] = {**found, "packages_mb": packages, "installed_mb": packages + file_size(stock.model)}
    except StockError as error:
        _say(f"Stock is not measured. {error}")
        result["stock"] = {"not_measured": str(error).splitlines()[0]}
        return None
    return stock


def _compare(options: Options, ours: Ours, stock: Stock | None, result: dict[str, Any]) -> None:
    """What both sides can be asked for, each in turn."""
    sides = [Side("ours", WebChannel(), ours.server("compared"))]
    if stock:
        sides.append(Side("stock", RestChannel(), stock.server()))
    try:
        _ready(options, sides)
        _loads(options, sides)
        _long(options, sides)
        if len(sides) > 1:
            sides[1].server.stop()
        _memory(options, sides[0])
    finally:
        for side in sides:
            side.server.stop()
    for side in sides:
        result[side.name] |= side.found


def _ready(options: Options, sides: list[Side]) -> None:
    _say("Starting the servers ...")
    times: dict[str, list[float]] = {side.name: [] for side in sides}
    for turn in range(options.starts):
        for side in sides:
            if turn:
                side.server.stop()
            times[side.name].append(side.start())
    for side in sides:
        side.found["ready_s"] = statistics.median(times[side.name])


def _loads(options: Options, sides: list[Side]) -> None:
    for side in sides:
        side.talk(30, 1, start=900)  # warm
    for clients in _CLIENTS:
        _say(f"{options.rounds} rounds of {options.a_round} messages with {clients} at a time ...")
        rounds: dict[str, list[Round]] = {side.name: [] for side in sides}
        for turn in range(options.rounds):
            for side in sides:
                rounds[side.name].append(side.talk(options.a_round, clients, turn * options.a_round))
        for side in sides:
            side.found[f"clients_{clients}"] = dataclasses.asdict(load_of(clients, rounds[side.name]))
            if clients == 1:
                memory = side.server.memory()
                side.found |= {"memory_mb": memory.resident, "memory_peak_mb": memory.peak}
                side.found["memory_after"] = side.answered


def _long(options: Options, sides: list[Side]) -> None:
    marks = MARKS[:2] if options.quick else MARKS
    _say(f"{options.long} conversations of {marks[-1]} turns ...")
    texts = long_conversation(questions(), marks)
    times: dict[str, list[list[float]]] = {side.name: [] for side in sides}
    for _ in range(options.long):
        for side in sides:
            times[side.name].append(side.have([texts], 1).seconds)
    for side in sides:
        whole = [one for one in times[side.name] if len(one) == len(texts)]  # else the turns cannot be counted
        if whole:
            side.found["length"] = at_marks(whole, marks)


def _memory(options: Options, side: Side) -> None:
    """Memory as messages go on, up to MESSAGES; what came before counts."""
    found = [{"messages": side.answered, "mb": side.server.memory().resident}]
    while (before := side.answered) < options.messages:
        _say(f"{before} messages of {options.messages}: {found[-1]['mb']:.0f} MB")
        side.talk(min(1000, options.messages - before), 16, start=before)
        if side.answered == before:
            break  # nothing is answered any more; the figures will show it
        found.append({"messages": side.answered, "mb": side.server.memory().resident})
    if len(found) > 1:
        side.found["memory_over"] = found


def _own(options: Options, ours: Ours, result: dict[str, Any]) -> None:
    """The parts of a turn, the encoder's pass, and growth with topics and conditions."""
    _say("The parts of a turn ...")
    parts = FOLDER / "parts.json"
    side = Side("ours", WebChannel(), ours.server("timed", parts))
    try:
        side.start()
        side.talk(30, 1, start=900)
        waited = side.talk(options.inside, 1, start=0)
    finally:
        side.server.stop()
    turns: list[dict[str, float]] = json.loads(parts.read_text(encoding="utf-8"))[-len(waited.seconds) :]
    result["parts"] = breakdown(turns, waited.seconds)
    _say("The encoder, and growth with topics and conditions ...")
    result |= json.loads(ours.inside(options.inside))


def breakdown(turns: list[dict[str, float]], waited: list[float]) -> dict[str, float]:
    """The mean milliseconds of each part of a turn, the largest first; they sum up to what clients waited for."""
    names = {name for turn in turns for name in turn}
    found = {name: 1000 * sum(turn.get(name, 0.0) for turn in turns) / len(turns) for name in names}
    found[HTTP] = 1000 * sum(waited) / len(waited) - sum(found.values())
    return dict(sorted(found.items(), key=lambda item: -item[1]))


if __name__ == "__main__":
    sys.exit(main())
