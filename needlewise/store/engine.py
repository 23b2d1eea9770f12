"""The connection to the database: bounded in time, so that one that is gone is noticed and not waited for."""

import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
_SIDE_FILES = ("-wal", "-shm")
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


@contextmanager
def usable(engine: Engine) -> Iterator[None]:
    """Tells in a sentence where the database answers, and cannot be worked with at the start.

    Raises:
        DatabaseUnavailableError: in place of what the database, or the file system below it, raises.
    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        shown = engine.url.render_as_string(hide_password=True)
        raise DatabaseUnavailableError(
            f"The database {shown} answers, but cannot be worked with ({_kind(error)}). See that there is room on its "
            "disk, that its file and folder may be written, and that nothing else holds it."
        ) from None


def _kind(error: Exception) -> str:
    """What happened, without what was to be stored: the driver's own words hold no parameters."""
    original = getattr(error, "orig", None) or error
    said = str(original).splitlines()
    return f"{type(original).__name__}: {said[0]}" if said else type(original).__name__


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
        for one in (file, *(file + ending for ending in _SIDE_FILES if os.path.exists(file + ending))):
            # A log that was made while the file was read-only is so too, and would stay so: nothing could be stored.
            if stat.S_IMODE(os.stat(one).st_mode) != _OWNER_ONLY:
                os.chmod(one, _OWNER_ONLY)
    except OSError:  # SQLite says what is wrong; another's file keeps the rights that its owner gave it
        return


def _prepare_sqlite(connection: Any, _: Any) -> None:
    try:
        # One writer does not keep readers waiting; what is deleted is overwritten, not only unlinked.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:  # nobody else would: a full disk would leave one open file after the other
        connection.close()
        raise


def forget_log(engine: Engine) -> None:
    """Empties SQLite's write-ahead log, which still holds what was deleted; other databases are left alone."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
