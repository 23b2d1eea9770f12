"""What the benchmark puts on this project and makes of stock: its watch, the stock project, sizes, memory."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
import yaml

from benchmarks.__main__ import Options, breakdown
from benchmarks.messages import naming_conditions, questions
from benchmarks.servers import Server, ServerError, free_port, memory_of
from benchmarks.sizes import installed_size, packages_of
from benchmarks.stock import LOCK, PYTHON, StockError, python
from benchmarks.stock_project import FALLBACK, add_our_data, our_answers, our_examples, with_epochs
from benchmarks.timed import HTTP, PARTS, Watch, place_of
from needlewise.knowledge.content import shared_knowledge
from needlewise.paths import ROOT


@pytest.mark.parametrize("target", PARTS)
def test_every_part_of_a_turn_is_still_where_the_watch_looks_for_it(target: str) -> None:
    holder, name = place_of(target)
    assert callable(getattr(holder, name))


def test_the_time_of_a_part_within_another_counts_for_the_inner_one_alone() -> None:
    now = 0.0
    watch = Watch(lambda: now)

    def inner() -> str:
        nonlocal now
        now += 3
        return "said"

    async def outer() -> str:
        nonlocal now
        now += 1
        said = watch.on("inner", inner)() + watch.on("inner", inner)()
        now += 1
        return said

    assert asyncio.run(watch.on("outer", outer)()) == "saidsaid"
    assert watch.turns == [{"outer": 2.0, "inner": 6.0}]


def test_a_part_that_fails_ends_too() -> None:
    watch = Watch()

    def fails() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        watch.on("part", fails)()
    assert [set(turn) for turn in watch.turns] == [{"part"}]


def test_parts_sum_up_to_what_the_client_waited_for() -> None:
    parts = breakdown([{"a": 0.010, "b": 0.002}, {"a": 0.020}], [0.020, 0.030])
    assert parts == pytest.approx({"a": 15.0, "b": 1.0, HTTP: 9.0})
    assert list(parts) == ["a", HTTP, "b"]


def rasa_project(folder: Path) -> Path:
    """The parts of what `rasa init` makes that are added to."""
    (folder / "data").mkdir(parents=True)
    domain = {"intents": ["greet", "affirm"], "responses": {"utter_greet": [{"text": "Hey!"}]}}
    (folder / "domain.yml").write_text(yaml.safe_dump(domain), encoding="utf-8")
    return folder


def test_stock_is_given_our_topics_with_their_answers(tmp_path: Path) -> None:
    project = rasa_project(tmp_path / "stock")
    examples, answers = our_examples(5), our_answers()
    add_our_data(project, examples, answers)
    domain = yaml.safe_load((project / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((project / "data" / "our_rules.yml").read_text(encoding="utf-8"))["rules"]
    nlu = yaml.safe_load((project / "data" / "our_nlu.yml").read_text(encoding="utf-8"))["nlu"]
    topics = {f"faq_{topic}" for topic in shared_knowledge().topics}
    assert topics <= set(domain["intents"]) == {entry["intent"] for entry in nlu} | {"greet", "affirm"}
    assert not any("/" in intent for intent in domain["intents"])
    assert all(domain["responses"][f"utter_{topic}"][0]["text"] == answers[topic] for topic in topics)
    assert "{" not in "".join(answer["text"] for texts in domain["responses"].values() for answer in texts)
    answered = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(answered) == {*domain["intents"], FALLBACK} - {"greet", "affirm"}, "these have stories of their own"
    assert set(answered.values()) <= set(domain["responses"])
    assert all(1 <= entry["examples"].count("\n") <= 5 for entry in nlu)


def test_fewer_epochs_for_a_trial() -> None:
    assert with_epochs("- name: TEDPolicy\n  epochs: 100\n  max_history: 5\n", 3) == (
        "- name: TEDPolicy\n  epochs: 3\n  max_history: 5\n"
    )


def test_the_stock_lock_is_of_the_same_rasa_with_tensorflow() -> None:
    locked = dict(line.split(" ")[0].split("==") for line in LOCK.read_text().splitlines() if "==" in line)
    ours = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert f"rasa=={locked['rasa']} " in ours
    assert {"tensorflow", "tensorflow-text"} <= set(packages_of(LOCK.read_text(encoding="utf-8")))
    assert "tensorflow" not in packages_of(ours)


def test_no_python_for_stock_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PYTHON, sys.executable)
    with pytest.raises(StockError, match=r"no Python 3\.10"):
        python()


def test_packages_are_measured_without_what_was_compiled(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("# comment\npluggy==1.0 \\\n    --hash=sha256:aa\nPyYAML[extra]==6.0\n", encoding="utf-8")
    assert packages_of(lock.read_text(encoding="utf-8")) == ["pluggy", "pyyaml"]
    assert 0.1 < installed_size(Path(sys.executable), lock) < 20


def test_memory_is_that_of_the_processes_that_are_there() -> None:
    held = memory_of([os.getpid(), 2**22 + 1])
    assert 10 < held.resident <= held.peak


def test_a_server_that_ends_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    server = Server([sys.executable, "-c", "exit('no such model')"], free_port(), tmp_path, tmp_path / "log")
    with pytest.raises(ServerError, match="no such model"):
        server.start(lambda address: True)
    server.stop()


def test_a_server_is_ready_when_it_answers(tmp_path: Path) -> None:
    port, asked = free_port(), []
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    server = Server(command, port, tmp_path, tmp_path / "log")
    assert server.start(lambda address: asked.append(address) or len(asked) > 1) > 0  # type: ignore[func-returns-value]
    assert asked == [f"http://127.0.0.1:{port}"] * 2
    assert server.memory().resident > 1
    server.stop()


def test_messages_are_the_same_each_time_and_of_all_topics_in_turn() -> None:
    assert questions() == questions()
    assert len(questions()) > 500
    assert len(set(questions()[:50])) == 50


def test_as_many_conditions_are_named_as_asked_for() -> None:
    assert naming_conditions(0) == "can I do it at home"
    assert naming_conditions(4).count(",") == 3
    assert naming_conditions(1, 0) != naming_conditions(1, 1)


def test_a_whole_run_is_no_trial_and_anything_less_is() -> None:
    assert Options.of({}).trial({}) == []
    assert Options.of({"MESSAGES": "20000"}).messages == 20_000
    quick = {"QUICK": "1"}
    assert not Options.of(quick).stock and not Options.of(quick).first
    assert Options.of(quick).trial(quick) == ["QUICK=1"]
    fewer = {"STOCK_EPOCHS": "4", "ROUNDS": "1"}
    assert Options.of(fewer).trial(fewer) == ["ROUNDS=1", "STOCK_EPOCHS=4"]
