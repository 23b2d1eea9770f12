"""What was measured, as JSON, and as tables and a plot in docs/performance.md between its markers."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.plot import plot
from needlewise.paths import ROOT

PAGE = ROOT / "docs" / "performance.md"
NUMBERS = ROOT / "docs" / "performance.json"
PICTURE = ROOT / "docs" / "images" / "performance.svg"
_NONE = "–"
_MUCH_FASTER, _FLAT = 3.0, 1.1
_LONG_RUN = 20_000


@dataclass(frozen=True)
class Row:
    """A line of the comparison.

    Attributes:
        what: was measured, with its unit.
        ours: None where it was not measured.
        stock: like `ours`.
        aim: in words; empty where there is none.
        reached: None where there is no aim, or it was not measured.
        more: more is better, such as messages a second.
    """

    what: str
    ours: float | None
    stock: float | None = None
    aim: str = ""
    reached: bool | None = None
    more: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better than stock this project is."""
        if not self.ours or not self.stock:
            return None
        return self.ours / self.stock if self.more else self.stock / self.ours


def write(result: Mapping[str, Any], page: Path = PAGE, numbers: Path = NUMBERS, picture: Path = PICTURE) -> None:
    """Writes all three; of the page only what stands between its markers."""
    numbers.write_text(json.dumps(rounded(result), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    picture.write_text(plot(result), encoding="utf-8")
    parts = {part.__name__: part(result) for part in (machine, comparison, turn, growth)}
    page.write_text(filled(page.read_text(encoding="utf-8"), parts), encoding="utf-8")


def filled(page: str, parts: Mapping[str, str]) -> str:
    """A page with what stands between each pair of markers replaced.

    Raises:
        ValueError: where a part has no place on the page.
    """
    for name, text in parts.items():
        markers = re.compile(rf"(<!-- bench: {name} -->\n).*?(<!-- /bench -->)", re.DOTALL)
        page, found = markers.subn(lambda match, text=text: f"{match[1]}{text}\n{match[2]}", page)  # type: ignore[misc]
        if found != 1:
            raise ValueError(f"The page has {found} places for {name}; expected one.")
    return page


def machine(result: Mapping[str, Any]) -> str:
    """Where and when, and whether it was a whole run."""
    its, ours, stock = result["machine"], result["ours"], result["stock"]
    lines = [
        f"Measured on {its['day']}: {its['processor']}, {its['cores']} cores, {its['memory']:.0f} GB, {its['system']}. "
        f"Python {ours['python']} here, {stock.get('python', 'none')} for stock. {its['load']:.1f} processes wanted "
        f"a core in the minute before. The run took {result['minutes']} minutes."
    ]
    if reason := stock.get("not_measured"):
        lines += ["", f"Stock was not measured: {reason}"]
    if reason := ours.get("first_start_failed"):
        lines += ["", reason.partition(". ")[0] + "."]
    if result["trial"]:
        lines += ["", f"**These are the figures of a trial run ({', '.join(result['trial'])}), not of a whole one.**"]
    return "\n".join(lines)


def rows(result: Mapping[str, Any]) -> list[Row]:
    """All lines of the comparison."""
    ours, stock = result["ours"], result["stock"]

    def both(what: str, *path: str, more: bool = False) -> Row:
        return Row(what, _at(ours, *path), _at(stock, *path), more=more)

    found = [
        both("packages, MB", "packages_mb"),
        both("packages, model and encoder, MB", "installed_mb"),
        _aimed(Row("first start, from a checkout to a page, s", _at(ours, "first_start_s")), "150", lambda s: s <= 150),
        _aimed(both("training, s", "training_s"), "40", lambda s: s <= 40),
        both("from the server's start to its first answer, s", "ready_s"),
        both(f"memory after {_thousands(ours['memory_after'])} messages, MB", "memory_mb"),
    ]
    for clients in (1, 16):
        load, several = f"clients_{clients}", "several times stock's" if _at(stock, "ready_s") else ""
        who = f"{clients} client{'s' if clients > 1 else ''}"
        p50 = both(f"{who}: p50, ms", load, "p50")
        reached = p50.ratio >= _MUCH_FASTER if p50.ratio and several else None
        found += [
            Row(p50.what, p50.ours, p50.stock, several, reached),
            both(f"{who}: p95, ms", load, "p95"),
            both(f"{who}: p99, ms", load, "p99"),
            both(f"{who}: messages a second", load, "a_second", more=True),
        ]
    passes = Row("a turn in passes of the encoder", result["turn"] / result["encoder_pass"])
    found.append(_aimed(passes, "2.5", lambda number: number <= 2.5))
    if (first := _length(ours)) is not None:
        found.append(Row(f"turn {_last(ours)} of a conversation, ms", _at_last(ours), _at_last(stock)))
        turns = Row(f"turn {_last(ours)} against turn 5, times as long", first, _length(stock))
        found.append(_aimed(turns, "flat to turn 400", lambda number: number <= _FLAT, _last(ours) >= 400))
    if over := ours.get("memory_over"):
        last = over[-1]["messages"]
        span = f"{_thousands(last)} messages against {_thousands(over[0]['messages'])}"
        grown = Row(f"memory after {span}, times as much", over[-1]["mb"] / over[0]["mb"])
        found.append(_aimed(grown, "flat to 20,000", lambda number: number <= _FLAT, last >= _LONG_RUN))
    return found


def comparison(result: Mapping[str, Any]) -> str:
    """The table of the comparison."""
    lines = [["", "Needlewise", "stock Rasa", "times better", "aim", "reached"]]
    for row in rows(result):
        ratio = f"{row.ratio:.1f}" if row.ratio and row.stock is not None else _NONE
        reached = {None: _NONE if row.aim else "", True: "yes", False: "no"}[row.reached]
        lines.append([row.what, _number(row.ours), _number(row.stock), ratio, row.aim, reached])
    return f"{_table(lines)}\n\n{_unanswered(result)}"


def _unanswered(result: Mapping[str, Any]) -> str:
    told = []
    for side, name in (("ours", "Needlewise"), ("stock", "stock Rasa")):
        loads = [result[side][load] for load in ("clients_1", "clients_16") if load in result[side]]
        if loads:
            failed = sum(load["failed"] for load in loads)
            told.append(
                f"{_thousands(failed)} of {_thousands(failed + sum(load['messages'] for load in loads))} ({name})"
            )
    return f"Messages that got no reply: {', '.join(told)}."


def turn(result: Mapping[str, Any]) -> str:
    """The parts of a turn, and the encoder's pass."""
    total = sum(result["parts"].values())
    one = result["encoder_pass"]
    lines = [["part", "ms", "share", "passes"]]
    for name, took in [*result["parts"].items(), ("all that the client waits for", total)]:
        lines.append([name, f"{took:.2f}", f"{took / total:.0%}", f"{took / one:.2f}"])
    return (
        f"One pass of the encoder over one message, alone: {one:.2f} ms (median). A turn within the process, measured "
        f"beside it: {result['turn']:.2f} ms (median), {result['turn'] / one:.1f} passes.\n\n{_table(lines)}"
    )


def growth(result: Mapping[str, Any]) -> str:
    """How cost grows with the conversation, with topics and with conditions, and memory with messages."""
    ours, stock = result["ours"], result["stock"]
    tables = []
    if own := ours.get("length"):
        theirs = {one["turn"]: one["ms"] for one in stock.get("length", ())}
        lines = [["turn of the conversation", "Needlewise, ms", "stock Rasa, ms"]]
        lines += [[str(one["turn"]), _number(one["ms"]), _number(theirs.get(one["turn"]))] for one in own]
        tables.append(_table(lines))
    lines = [["labels", "texts", "the classifier's comparison, ms"]]
    lines += [[str(o["labels"]), _thousands(o["texts"]), f"{o['scoring']:.2f}"] for o in result["topics"]]
    tables.append(_table(lines))
    lines = [["conditions in the message", "a turn, ms"]]
    lines += [[str(one["conditions"]), f"{one['turn']:.1f}"] for one in result["conditions"]]
    tables.append(_table(lines))
    if over := ours.get("memory_over"):
        lines = [["messages answered", "memory, MB"], *([_thousands(o["messages"]), f"{o['mb']:.0f}"] for o in over)]
        tables.append(_table(lines))
    return "\n\n".join(tables)


def rounded(value: Any) -> Any:
    """Numbers with four digits: more would differ from run to run alone. What is no number becomes null."""
    if isinstance(value, Mapping):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    if isinstance(value, float):
        return float(f"{value:.4g}") if math.isfinite(value) else None
    return value


def _aimed(row: Row, aim: str, reached: Callable[[float], bool], measured: bool = True) -> Row:
    told = reached(row.ours) if row.ours is not None and measured else None
    return Row(row.what, row.ours, row.stock, aim, told, row.more)


def _at(side: Mapping[str, Any], *path: str) -> float | None:
    value: Any = side
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _length(side: Mapping[str, Any]) -> float | None:
    found = side.get("length")
    return found[-1]["ms"] / found[0]["ms"] if found else None


def _at_last(side: Mapping[str, Any]) -> float | None:
    return side["length"][-1]["ms"] if side.get("length") else None


def _last(side: Mapping[str, Any]) -> int:
    return int(side["length"][-1]["turn"])


def _number(value: float | None) -> str:
    if value is None:
        return _NONE
    return _thousands(round(value)) if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _thousands(value: float) -> str:
    return f"{int(value):,}"


def _table(lines: Sequence[Sequence[str]]) -> str:
    head, *rest = lines
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rest))
