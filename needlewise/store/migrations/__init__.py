"""The tables of the database, step by step: each start brings an older database up to date.

A step is a module of this folder, named by its number, with a function `upgrade`. Steps are never changed once they
were released, only followed by others; and while replicas are replaced one after the other, those of the version before
go on with what a step leaves: it adds, and what it makes superfluous is taken away a version later.
"""

import importlib
import pkgutil
import re
import time

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from needlewise.store.engine import DatabaseUnavailableError

_MODULE = re.compile(r"m(\d{4})_\w+")
# Any number that nothing else of this database locks by.
_POSTGRES_LOCK = 0x6E656564
_WAIT = "SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '600s'"

_applied = sa.Table(
    "schema_steps",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("applied_at", sa.Float, nullable=False),
)


def steps() -> dict[int, str]:
    """The modules of this folder by number."""
    found = (_MODULE.fullmatch(module.name) for module in pkgutil.iter_modules(__path__))
    return {int(match[1]): match[0] for match in sorted(filter(None, found), key=lambda match: match[0])}


def upgrade(engine: Engine) -> list[str]:
    """Applies the steps that the database lacks; processes that start together wait for each other.

    Returns:
        The names of the steps that were applied.

    Raises:
        DatabaseUnavailableError: where the database has steps that this program does not know.
    """
    if engine.dialect.name == "sqlite":
        # Left to itself, the driver begins its transactions too late for changes of tables.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA busy_timeout = 60000")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return _upgrade(connection)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(_WAIT)
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_POSTGRES_LOCK,))
        return _upgrade(connection)


def _upgrade(connection: Connection) -> list[str]:
    _applied.create(connection, checkfirst=True)
    known = steps()
    applied = set(connection.execute(sa.select(_applied.c.number)).scalars())
    if unknown := applied - set(known):
        raise DatabaseUnavailableError(
            f"The database was brought to step {max(unknown)} by a newer Needlewise, and this one knows {max(known)}: "
            "start the newer one, or restore the copy of the database that was made before."
        )
    done = []
    for number, name in known.items():
        if number not in applied:
            importlib.import_module(f"{__name__}.{name}").upgrade(connection)
            connection.execute(sa.insert(_applied).values(number=number, name=name, applied_at=time.time()))
            done.append(name)
    return done
