"""One turn of a conversation at a time, in one process and across several."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from processes import Service, redis_service
from rasa.core.lock_store import LockError
from services import service

from needlewise import metrics
from needlewise.store import locks
from needlewise.store.locks import Locks


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Service, str]]:
    with service(redis_service) as running:
        yield running


@pytest.fixture(params=["alone", "shared"])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "alone" else str(request.getfixturevalue("server")[1])


def test_turns_of_one_conversation_come_one_after_the_other(url: str) -> None:
    told: list[int] = []

    async def turn(store: Locks, number: int) -> None:
        async with store.lock("ann"):
            told.append(number)
            await asyncio.sleep(0)
            told.append(number)

    async def work() -> None:
        store = Locks(url)
        await asyncio.gather(*(turn(store, number) for number in range(20)))
        await store.close()
        assert not store._here

    asyncio.run(work())
    assert told == [number for number in range(20) for _ in range(2)], "first come, first served"


def test_several_processes_take_turns(server: tuple[Service, str]) -> None:
    """Threads with a loop each stand for processes: nothing but Redis is between them."""
    at_work, most = 0, 0

    async def turns() -> None:
        nonlocal at_work, most
        store = Locks(server[1])
        for _ in range(10):
            async with store.lock("ann"):
                at_work += 1
                most = max(most, at_work)
                await asyncio.sleep(0.001)
                at_work -= 1
        await store.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: asyncio.run(turns()), range(4)))
    assert most == 1


def test_what_a_turn_does_may_lock_its_conversation_again(url: str) -> None:
    async def work() -> None:
        outer, inner = Locks(url, patience=1), Locks(url, patience=1)
        async with outer.lock("ann"), inner.lock("ann"):
            with pytest.raises(LockError):
                await asyncio.create_task(other(outer))
        await other(outer)
        await outer.close()

    async def other(store: Locks) -> None:
        locks._HELD.set(frozenset())  # another request's task knows nothing of this one's
        async with store.lock("ann"):
            pass

    asyncio.run(work())


def test_lock_of_a_process_that_died_is_free_after_its_lease(
    server: tuple[Service, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_LEASE_SECONDS", 0.2)

    async def work() -> None:
        dead, alive = Locks(server[1]), Locks(server[1])
        lease = await dead._acquire_anywhere("bob")
        assert lease and lease._renewal
        lease._renewal.cancel()
        async with alive.lock("bob"):
            await lease.end()  # comes back to life: the lock is another's by now
            assert await alive._client(server[1]).exists("needlewise:lock:bob")
        await alive.close()
        await dead.close()

    asyncio.run(work())


def test_lease_is_renewed_while_a_turn_lasts(server: tuple[Service, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_LEASE_SECONDS", 0.3)
    monkeypatch.setattr(locks, "_RENEWAL_SECONDS", 0.05)

    async def work() -> None:
        first, second = Locks(server[1]), Locks(server[1], patience=0.9)
        async with first.lock("cid"):
            with pytest.raises(LockError):
                await second._acquire_anywhere("cid")
        await first.close()
        await second.close()

    asyncio.run(work())


def test_nothing_is_left_in_redis(server: tuple[Service, str]) -> None:
    async def work() -> None:
        store = Locks(server[1])
        async with store.lock("dan"):
            pass
        held = asyncio.create_task(hold(store))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(hold(Locks(server[1])))
        await asyncio.sleep(0.05)
        waiting.cancel()
        held.cancel()
        await asyncio.gather(held, waiting, return_exceptions=True)
        await store.close()

    async def hold(store: Locks) -> None:
        async with store.lock("dan"):
            await asyncio.sleep(10)

    asyncio.run(work())
    assert not redis.Redis.from_url(server[1]).keys("needlewise:lock:dan")


def test_turns_go_on_while_redis_is_out_of_reach() -> None:
    async def work() -> None:
        store = Locks("redis://127.0.0.1:9/0")
        async with store.lock("eve"):
            pass

    before = metrics.REDIS_UNREACHABLE.value()
    asyncio.run(work())
    assert metrics.REDIS_UNREACHABLE.value() > before
