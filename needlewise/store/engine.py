"""The connection to the database: bounded in time, so that one that is gone is noticed and not waited for."""

import os
import stat
import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import create_engine_kwargs
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

DATABASE_URL = "DATABASE_URL"
START_SECONDS = 20.0
_PAUSE_SECONDS = 1.0
_SQLITE_BUSY_SECONDS = 2
_OWNER_ONLY = 0o600
_EXPECTED = "expected an address such as postgresql://user:password@host/name"


class DatabaseUnavailableError(RuntimeError):
    """The database cannot be used; the message is a sentence that says what to do."""


def connect(address: str, patience: float = START_SECONDS) -> Engine:
    """An engine whose database has answered once.

    Rasa's own store waits for ever for a database that does not come up, or goes on without one.

    Args:
        address: as SQLAlchemy reads it.
        patience: seconds in which the database has to come up.

    Raises:
        DatabaseUnavailableError: where the address cannot be used or the database does not answer in time.
    """
    engine = _engine(address)
    deadline = time.monotonic() + patience
    while True:
        try:
            engine.connect().close()
        except (SQLAlchemyError, OSError) as error:
            if time.monotonic() + _PAUSE_SECONDS > deadline:
                shown = engine.url.render_as_string(hide_password=True)
                raise DatabaseUnavailableError(
                    f"The database {shown} does not answer ({type(error).__name__}). Start it, or put the right "
                    f"address in {DATABASE_URL}."
                ) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return engine


def _engine(address: str) -> Engine:
    try:
        url = make_url(address)
        # Parameters are the visitors' words: they stay out of error messages.
        engine = sa.create_engine(url, hide_parameters=True, **_options(url))
    except (ArgumentError, ValueError):  # its message may hold the password
        raise DatabaseUnavailableError(f"{DATABASE_URL} cannot be read: {_EXPECTED}.") from None
    except (NoSuchModuleError, ImportError) as error:
        raise DatabaseUnavailableError(f"{DATABASE_URL} names a kind of database that is not installed: {error}; "
                                       f"{_EXPECTED}.") from None  # fmt: skip
    if url.get_backend_name() == "sqlite":
        sa.event.listen(engine, "do_connect", _keep_private)
        sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _SQLITE_BUSY_SECONDS}}
    if url.get_backend_name() != "postgresql":
        return {"pool_pre_ping": True}
    options = create_engine_kwargs(url)
    given = options.get("connect_args", {})
    limits = "-c statement_timeout=4000 -c lock_timeout=2000"
    return {
        **options,
        "pool_pre_ping": True,
        "pool_timeout": 3,
        "connect_args": {
            **given,
            "connect_timeout": 3,
            "tcp_user_timeout": 4000,
            "options": f"{given.get('options', '')} {limits}".strip(),
        },
    }


def _keep_private(_: Any, __: Any, arguments: Sequence[Any], ___: Any) -> None:
    """Lets only the owner read the file, wherever it is; SQLite gives its log the same rights."""
    file = str(arguments[0]) if arguments else ""
    if not file or file == ":memory:" or file.startswith("file:"):
        return
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
        if stat.S_IMODE(os.stat(file).st_mode) & ~_OWNER_ONLY:
            os.chmod(file, _OWNER_ONLY)
    except OSError:  # SQLite says what is wrong; another's file keeps the rights that its owner gave it
        return


def _prepare_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    # One writer does not keep readers waiting; what is deleted is overwritten, not only unlinked.
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def forget_log(engine: Engine) -> None:
    """Empties SQLite's write-ahead log, which still holds what was deleted; other databases are left alone."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
