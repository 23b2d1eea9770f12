"""Who may work on a database at the same time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import Service, postgres_service
from services import service

from needlewise.store import claim as claims
from needlewise.store.claim import Claim
from needlewise.store.engine import DatabaseUnavailableError, connect


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Service | None, str]]:
    if request.param == "sqlite":
        yield None, f"sqlite:///{tmp_path / 'conversations.db'}"
        return
    with service(postgres_service) as running:
        yield running


@pytest.mark.parametrize(("first", "second"), [(False, False), (True, False), (False, True)])
def test_two_processes_need_redis_both(database: tuple[Service | None, str], first: bool, second: bool) -> None:
    one, two = connect(database[1]), connect(database[1])
    held = Claim(one, shared=first)
    with pytest.raises(DatabaseUnavailableError, match=r"another process.*REDIS_URL"):
        Claim(two, shared=second, patience=0)
    held.close()
    Claim(two, shared=second, patience=5).close()
    one.dispose()
    two.dispose()


def test_any_number_shares_a_database_with_redis(database: tuple[Service | None, str]) -> None:
    engine = connect(database[1])
    for held in [Claim(engine, shared=True, patience=0) for _ in range(3)]:
        held.close()
    engine.dispose()


def test_claim_outlives_a_restart_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_WATCH_SECONDS", 0.05)
    with service(postgres_service) as (postgres, address):
        one, two = connect(address), connect(address)
        held = Claim(one, shared=False)
        before = held._connection
        postgres.restart()
        for _ in range(200):
            if held._connection not in (None, before):
                break
            held._closed.wait(0.05)
        with pytest.raises(DatabaseUnavailableError):
            Claim(two, shared=False, patience=0)
        held.close()
        one.dispose()
        two.dispose()
