"""What channels remember, in one process and across replicas."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from bench import Bench, Loop
from standins import Platform, Twilio

from needlewise.channels import counts
from needlewise.channels.memory import LocalMemory, Memory, RedisMemory

ANN = "447700900123"


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own on loopback."""
    server = shutil.which("redis-server")
    if server is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is missing: CI has to install it (Debian's package redis-server)")
        pytest.skip("redis-server is not installed (Debian's package redis-server)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The same Redis, emptied."""
    redis.Redis.from_url(redis_server).flushall()
    return redis_server


def _wait_for(port: int) -> None:
    client, until = redis.Redis(port=port), time.monotonic() + 10
    while True:
        try:
            client.ping()
            return
        except redis.ConnectionError:
            if time.monotonic() > until:
                raise


@pytest.fixture(params=["local", "redis"])
def memory(request: pytest.FixtureRequest, loop: Loop) -> Iterator[Memory]:
    """Both kinds of memory."""
    if request.param == "local":
        yield LocalMemory()
        return
    built = RedisMemory(request.getfixturevalue("redis_url"))
    yield built
    loop.run(built.close())


def test_seen_and_notes(memory: Memory, loop: Loop) -> None:
    async def work() -> None:
        assert await memory.is_new("m1")
        assert not await memory.is_new("m1")
        assert await memory.is_new("m2")
        await memory.keep("ann", "numbered", "[1]")
        await memory.keep("ann", "numbered", "[2]")
        await memory.keep("ann", "sources", '["ü"]')
        assert await memory.recall("ann", "numbered") == "[2]"
        assert await memory.recall("bob", "numbered") is None
        await memory.drop("ann", "numbered")
        assert await memory.recall("ann", "numbered") is None
        assert await memory.recall("ann", "sources") == '["ü"]'
        await memory.drop("ann")
        assert await memory.recall("ann", "sources") is None
        await memory.drop("nobody", "nothing")

    loop.run(work())


def test_local_memory_is_bounded(loop: Loop) -> None:
    async def work() -> None:
        memory = LocalMemory(messages=3, conversations=3)
        for number in range(10):
            assert await memory.is_new(str(number))
            await memory.keep(str(number), "note", "x")
        assert [await memory.is_new(str(number)) for number in (9, 8, 7, 6)] == [False, False, False, True]
        assert await memory.recall("6", "note") is None and await memory.recall("9", "note") == "x"

    loop.run(work())


def test_redelivery_to_another_replica(platform: Platform, bench_of: Callable[..., Bench], redis_url: str) -> None:
    replicas = [bench_of(kind(), memory=RedisMemory(redis_url)) for kind in (type(platform), type(platform))]
    for number in range(5):
        event = platform.text(ANN, f"hello {number}")
        for replica in replicas:
            replica.deliver(event)
    assert sum(len(replica.platform.shown) for replica in replicas) == 5


def test_list_shown_by_one_replica_is_understood_by_another(bench_of: Callable[..., Bench], redis_url: str) -> None:
    first, second = (bench_of(Twilio(), memory=RedisMemory(redis_url)) for _ in range(2))
    first.say(ANN, "check")
    next(second.platform.ids)
    second.say(ANN, "2")
    assert second.heard.messages[-1].text == '/check_answer{"answers": ["other"]}'


def test_nothing_in_redis_names_a_visitor(bench_of: Callable[..., Bench], redis_url: str) -> None:
    bench = bench_of(Twilio(), memory=RedisMemory(redis_url))
    bench.say(ANN, "check my secret eczema")
    client = redis.Redis.from_url(redis_url, decode_responses=True)
    kept = " ".join([*client.keys(), *(str(client.hgetall(key)) for key in client.keys("needlewise:notes:*"))])
    assert ANN not in kept and "secret" not in kept and "SM0" not in kept
    assert all(0 < client.ttl(key) <= 7 * 24 * 3600 for key in client.scan_iter())


def test_redis_out_of_reach(bench_of: Callable[..., Bench], caplog: pytest.LogCaptureFixture) -> None:
    before = counts().get("memory", {}).get("unreachable", 0)
    bench = bench_of(platform := Twilio(), memory=RedisMemory("redis://127.0.0.1:9/0"))
    event = platform.text(ANN, "check")
    assert len(bench.deliver(event, event)) == 1
    bench.say(ANN, "2")
    assert bench.heard.messages[-1].text == '/check_answer{"answers": ["other"]}'
    assert counts()["memory"]["unreachable"] > before and "out of reach" in caplog.text
