"""What the benchmark writes: tables between markers, JSON, and a plot that is well-formed."""

import json
import re
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import PAGE, Row, comparison, filled, rounded, rows, write

LOAD = {"clients": 1, "messages": 10, "failed": 0, "p50": 20.0, "p95": 30.0, "p99": 40.0, "a_second": 50.0}
OURS: dict[str, Any] = {
    "python": "3.11.7",
    "packages_mb": 600.0,
    "installed_mb": 700.0,
    "first_start_s": 140.0,
    "training_s": 50.0,
    "ready_s": 5.0,
    "memory_mb": 450.0,
    "memory_after": 1030,
    "clients_1": LOAD,
    "clients_16": LOAD,
    "length": [{"turn": 5, "ms": 20.0}, {"turn": 400, "ms": 21.0}],
    "memory_over": [{"messages": 1030, "mb": 450.0}, {"messages": 20_000, "mb": 455.0}],
}
STOCK: dict[str, Any] = {
    **OURS,
    "packages_mb": 1800.0,
    "length": [{"turn": 5, "ms": 30.0}, {"turn": 400, "ms": 210.0}],
    "clients_1": {**LOAD, "p50": 100.0, "a_second": 10.0},
    "clients_16": {**LOAD, "p50": 40.0},
}
RESULT: dict[str, Any] = {
    "machine": {
        "processor": "A <fast> one",
        "cores": 2,
        "memory": 25.3,
        "system": "L",
        "load": 0.1,
        "day": "2026-11-21",
    },
    "options": {},
    "trial": [],
    "minutes": 20.0,
    "ours": OURS,
    "stock": STOCK,
    "encoder_pass": 4.0,
    "turn": 12.0,
    "parts": {"encoder": 8.0, "HTTP and loopback": 2.0},
    "topics": [{"labels": 50, "texts": 7000, "scoring": 1.5}],
    "conditions": [{"conditions": 0, "turn": 10.0}],
}


def by_name(result: dict[str, Any]) -> dict[str, Row]:
    return {row.what: row for row in rows(result)}


def test_ratios_say_how_many_times_better() -> None:
    found = by_name(RESULT)
    assert found["packages, MB"].ratio == 3.0
    assert found["1 client: p50, ms"].ratio == 5.0
    assert found["1 client: messages a second"].ratio == 5.0
    assert found["turn 400 of a conversation, ms"].ratio == 10.0


def test_aims_are_judged() -> None:
    found = {name: row.reached for name, row in by_name(RESULT).items() if row.aim}
    assert found == {
        "first start, from a checkout to a page, s": True,
        "training, s": False,
        "1 client: p50, ms": True,
        "16 clients: p50, ms": False,
        "a turn in passes of the encoder": False,
        "turn 400 against turn 5, times as long": True,
        "memory after 20,000 messages against 1,030, times as much": True,
    }


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    ours = {key: value for key, value in OURS.items() if key not in ("first_start_s", "memory_over")}
    ours |= {"training_s": float("nan"), "length": OURS["length"][:1]}
    result = {**RESULT, "ours": ours, "stock": {"not_measured": "There is no Python 3.10 here."}}
    found = by_name(result)
    assert all(row.reached is None for row in found.values() if row.what != "a turn in passes of the encoder")
    assert all(row.stock is None and row.ratio is None for row in found.values())
    assert "nan" not in comparison(result)
    assert rounded(result)["ours"]["training_s"] is None


def test_only_what_stands_between_markers_is_replaced(tmp_path: Path) -> None:
    before = PAGE.read_text(encoding="utf-8")
    page, numbers, picture = (tmp_path / name for name in ("p.md", "p.json", "p.svg"))
    page.write_text(before, encoding="utf-8")
    for _ in range(2):  # what was written once is replaced, not added to
        write(RESULT, page, numbers, picture)
    after = page.read_text(encoding="utf-8")
    between = re.compile(r"(<!-- bench: \w+ -->\n).*?(<!-- /bench -->)", re.DOTALL)
    assert between.sub(r"\1\2", after) == between.sub(r"\1\2", before)
    assert "| 1 client: p50, ms | 20.0 | 100 | 5.0 | several times stock's | yes |" in after
    assert "Messages that got no reply: 0 of 20 (Needlewise), 0 of 20 (stock Rasa)." in after
    assert "A <fast> one" in after and "trial run" not in after
    assert json.loads(numbers.read_text(encoding="utf-8"))["stock"]["packages_mb"] == 1800
    bars = [one for one in xml.fromstring(picture.read_text(encoding="utf-8")).iter() if one.tag.endswith("rect")]
    assert len(bars) == 1 + 2 + 2 * 3 * 2 + 2 * 2, "background, legend, a bar a side of each percentile and turn"


def test_every_table_has_as_many_cells_in_each_row(tmp_path: Path) -> None:
    page = tmp_path / "p.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    write({**RESULT, "trial": ["QUICK=1"]}, page, tmp_path / "p.json", tmp_path / "p.svg")
    text = page.read_text(encoding="utf-8")
    assert "figures of a trial run (QUICK=1)" in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_a_page_without_a_place_is_an_error() -> None:
    with pytest.raises(ValueError, match="0 places for turn"):
        filled("no markers", {"turn": "text"})
