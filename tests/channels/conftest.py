"""Fixtures of the channels' tests."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from assistants import CannedAssistant
from bench import Assistant, Bench, Loop
from standins import PLATFORMS, Platform

from needlewise.channels.memory import LocalMemory, Memory, RedisMemory


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """An event loop in a thread, in which all servers run."""
    started = Loop()
    yield started
    started.stop()


@pytest.fixture(params=PLATFORMS, ids=lambda platform: platform.__name__)
def platform(request: pytest.FixtureRequest) -> Platform:
    """Each platform in turn."""
    return request.param()


@pytest.fixture
def bench_of(loop: Loop) -> Iterator[Callable[..., Bench]]:
    """Builds benches; when the test is over, nothing may have been sent that a platform would refuse."""
    benches: list[Bench] = []

    def build(platform: Platform, assistant: Assistant | None = None, **more: Any) -> Bench:
        benches.append(Bench(loop, platform, assistant or CannedAssistant(), **more))
        return benches[-1]

    yield build
    for bench in benches:
        bench.drain()
        bench.stop()
    for bench in benches:
        assert bench.platform.wrong == []


@pytest.fixture
def bench(platform: Platform, bench_of: Callable[..., Bench]) -> Bench:
    """Each platform's bench in turn, with the canned assistant."""
    return bench_of(platform)


@pytest.fixture(scope="session")
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
