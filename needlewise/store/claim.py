"""How many processes may work on a database: any number that share a Redis, or one alone."""

import fcntl
import logging
import os
import threading
import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from needlewise.store.engine import DatabaseUnavailableError, usable
from needlewise.store.locks import REDIS_URL

# A process that is being replaced finishes its requests first; the connection of one that died is soon noticed.
PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.25
_WATCH_SECONDS = 5.0
_POSTGRES_LOCK = 0x6E656565

logger = logging.getLogger(__name__)


class Claim:
    """Held for as long as the process works on the database, and gone with it however it ends."""

    def __init__(self, engine: Engine, shared: bool, patience: float = PATIENCE_SECONDS) -> None:
        """Claims the database.

        Args:
            engine: of the database; other kinds than SQLite and PostgreSQL cannot be claimed and are let be.
            shared: whether turns are kept apart in Redis, so that others who do so may work on it too.
            patience: seconds in which another process may end.

        Raises:
            DatabaseUnavailableError: where another process works on it and one of the two does without Redis, or
                it cannot be claimed.
        """
        self._engine = engine
        self._shared = shared
        self._file: int | None = None
        self._connection: Connection | None = None
        self._closed = threading.Event()
        until = time.monotonic() + patience
        with usable(engine):
            while not self._try():
                if time.monotonic() > until:
                    raise DatabaseUnavailableError(_refusal(shared))
                time.sleep(_PAUSE_SECONDS)
        if self._connection is not None:
            threading.Thread(target=self._watch, name="claim", daemon=True).start()

    def close(self) -> None:
        """Lets go of it."""
        self._closed.set()
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _try(self) -> bool:
        if self._engine.dialect.name == "sqlite":
            return self._lock_file(self._engine.url.database)
        if self._engine.dialect.name == "postgresql":
            return self._lock_in_postgres()
        return True

    def _lock_file(self, database: str | None) -> bool:
        if not database or database == ":memory:":
            return True
        file = Path(f"{database}.lock")
        opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(opened, (fcntl.LOCK_SH if self._shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return False
        self._file = opened
        return True

    def _lock_in_postgres(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        kind = "_shared" if self._shared else ""
        taken = connection.execute(sa.text(f"SELECT pg_try_advisory_lock{kind}({_POSTGRES_LOCK})")).scalar_one()
        if not taken:
            connection.close()
            return False
        self._connection = connection
        return True

    def _watch(self) -> None:
        """Claims the database anew where the connection was lost, as when PostgreSQL is restarted."""
        while not self._closed.wait(_WATCH_SECONDS):
            try:
                if self._connection is not None:
                    self._connection.execute(sa.text("SELECT 1"))
                elif not self._try():
                    logger.error(_refusal(self._shared))
            except SQLAlchemyError:
                lost, self._connection = self._connection, None
                if lost is not None:
                    lost.invalidate()
                    lost.close()


def _refusal(shared: bool) -> str:
    if shared:
        return (
            f"The database is in use by another process that runs without {REDIS_URL}: stop that, or start it with the "
            f"same {REDIS_URL} as this one."
        )
    return (
        f"The database is in use by another process: where more than one works on it, each needs {REDIS_URL}, the "
        "address of the Redis in which they keep conversations apart."
    )
