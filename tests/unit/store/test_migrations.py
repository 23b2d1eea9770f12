"""Older databases are brought up to date, whoever starts first."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from processes import postgres_service
from services import service
from sqlalchemy.engine import Engine

from needlewise.store.engine import DatabaseUnavailableError, connect
from needlewise.store.migrations import steps, upgrade
from needlewise.store.tracker_store import ConversationStore

BEFORE_THE_STEPS = """
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL,
  timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT);
CREATE INDEX ix_events_sender_id ON events (sender_id);
CREATE TABLE feedback (sender_id VARCHAR(255) NOT NULL, message_id VARCHAR(64) NOT NULL, topic VARCHAR(255),
  helpful BOOLEAN NOT NULL, reason TEXT NOT NULL, timestamp FLOAT NOT NULL, PRIMARY KEY (sender_id, message_id));
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'conversations.db'}"
        return
    with service(postgres_service) as (_, address):
        yield address


def applied(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT number FROM schema_steps ORDER BY number")).scalars())


def test_steps_are_numbered_without_gaps() -> None:
    assert list(steps()) == list(range(1, len(steps()) + 1))


def test_processes_that_start_together_apply_each_step_once(address: str) -> None:
    engines = [connect(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(upgrade, engines))
    assert sorted(name for names in done for name in names) == sorted(steps().values())
    assert applied(engines[0]) == list(steps())
    for engine in engines:
        engine.dispose()


def test_tables_are_those_that_the_program_reads(address: str) -> None:
    engine = connect(address)
    upgrade(engine)
    inspector = sa.inspect(engine)
    for table in ConversationStore.Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        kept = {column for index in inspector.get_indexes(table.name) for column in index["column_names"]}
        assert {column.name for column in table.columns if column.index} <= kept, table.name
    engine.dispose()


def test_database_from_before_the_steps_keeps_its_conversations(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    event = {"event": "user", "timestamp": 1.0, "text": "hello", "parse_data": {"intent": {"name": "greet"}}}
    with sqlite3.connect(file) as old:
        old.executescript(BEFORE_THE_STEPS)
        old.execute("INSERT INTO events VALUES (1, 'ann', 'user', 1.0, 'greet', NULL, ?)", [json.dumps(event)])
    engine = connect(f"sqlite:///{file}")
    assert upgrade(engine) == list(steps().values())
    assert upgrade(engine) == []
    with engine.connect() as connection:
        assert list(connection.execute(sa.text("SELECT id, stamp FROM conversations"))) == [("ann", 0)]
    engine.dispose()


def test_database_of_a_newer_program_is_let_be(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'newer.db'}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO schema_steps VALUES (9999, 'm9999_of_the_future', 0)"))
    with pytest.raises(DatabaseUnavailableError, match="9999 by a newer Needlewise"):
        upgrade(engine)
    engine.dispose()
