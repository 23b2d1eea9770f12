"""Fixtures of the channels' tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from assistants import CannedAssistant
from bench import Assistant, Bench, Loop
from standins import PLATFORMS, Platform


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
