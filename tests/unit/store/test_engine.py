"""What is told where the database answers, and cannot be worked with."""

import os
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from needlewise.store.claim import Claim
from needlewise.store.engine import DatabaseUnavailableError, connect, usable


def fill(engine: Engine, pragma: str) -> None:
    """Creates tables under a pragma that keeps some of them from being stored."""
    with usable(engine), engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
        for name in ("first", "second", "third"):
            connection.exec_driver_sql(f"CREATE TABLE {name} (number INTEGER)")


@pytest.mark.parametrize(("pragma", "said"), [("query_only=ON", "readonly"), ("max_page_count=2", "full")])
def test_database_that_takes_nothing_is_told_in_a_sentence(pragma: str, said: str, tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'conversations.db'}")
    with pytest.raises(DatabaseUnavailableError, match=r"conversations\.db .*room on its disk") as told:
        fill(engine, pragma)
    assert said in str(told.value) and len(str(told.value).splitlines()) == 1


def test_lock_that_cannot_be_had_is_told_in_a_sentence(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'conversations.db'}")
    (tmp_path / "conversations.db.lock").mkdir()
    with pytest.raises(DatabaseUnavailableError, match="cannot be worked with"):
        Claim(engine, shared=False)


def test_log_that_was_made_while_the_file_was_read_only_is_written_again(tmp_path: Path) -> None:
    """SQLite gives its log the rights that the file has then; who gives the file its own back knows of no log."""
    database = tmp_path / "conversations.db"
    engine = connect(f"sqlite:///{database}")
    for ending in ("", "-wal", "-shm"):
        Path(f"{database}{ending}").touch()
        os.chmod(f"{database}{ending}", 0o400 if ending else 0o600)
    held = engine.connect()  # while it is open, SQLite keeps its log
    modes = {ending: os.stat(f"{database}{ending}").st_mode & 0o777 for ending in ("", "-wal", "-shm")}
    held.close()
    assert modes == {"": 0o600, "-wal": 0o600, "-shm": 0o600}


def test_connection_that_cannot_be_prepared_is_closed(tmp_path: Path) -> None:
    database = tmp_path / "conversations.db"
    engine = connect(f"sqlite:///{database}")
    database.write_bytes(b"nothing that SQLite could read" * 200)
    for _ in range(20):
        with pytest.raises(DatabaseUnavailableError), usable(engine):
            engine.connect()
    opened = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _is_open(fd)]
    assert str(database) not in opened


def _is_open(fd: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{fd}")
