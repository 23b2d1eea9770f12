"""What channels remember, in one process and across replicas."""

import asyncio
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis
from assistants import SHORT
from bench import Bench, Loop
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from standins import Platform, Twilio

from needlewise import metrics
from needlewise.channels.memory import LocalMemory, Memory, RedisMemory, Seen

ANN = "447700900123"


def test_seen_and_notes(memory: Memory, loop: Loop) -> None:
    async def work() -> None:
        assert await memory.begin("m1") is Seen.NEW
        assert await memory.begin("m1") is Seen.UNDER_WAY
        await memory.done("m1")
        assert await memory.begin("m1") is Seen.DONE
        assert await memory.begin("m2") is Seen.NEW
        await memory.give_up("m2")
        assert await memory.begin("m2") is Seen.NEW
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
            assert await memory.begin(str(number)) is Seen.NEW
            await memory.keep(str(number), "note", "x")
        assert [await memory.begin(str(number)) is Seen.NEW for number in (9, 8, 7, 6)] == [False, False, False, True]
        assert await memory.recall("6", "note") is None and await memory.recall("9", "note") == "x"

    loop.run(work())


def test_two_hundred_webhooks_dealt_to_two_replicas(
    platform: Platform, bench_of: Callable[..., Bench], redis_url: str
) -> None:
    """Each of 100 messages comes twice, to either replica."""
    replicas = [bench_of(type(platform)(), memory=RedisMemory(redis_url), patience=2.5) for _ in range(2)]
    events = [platform.text(f"4477009001{n % 20:02d}", f"hello {n}") for n in range(100)] * 2
    random.Random(3).shuffle(events)
    for event in events:
        assert random.choice(replicas).post(event) == 200
    for replica in replicas:
        replica.drain()
    assert sum(len(replica.platform.shown) for replica in replicas) == 100


def test_replicas_take_turns_in_a_conversation(bench_of: Callable[..., Bench], redis_url: str) -> None:
    told: list[str] = []
    go_on = threading.Event()

    class Slow:
        async def handle_message(self, message: UserMessage) -> Any:
            told.append(f"begins {message.text}")
            await asyncio.to_thread(go_on.wait, 20)
            told.append(f"ends {message.text}")
            await message.output_channel.send_response(message.sender_id, SHORT.as_message())

    first, second = (bench_of(Twilio(), Slow(), memory=RedisMemory(redis_url)) for _ in range(2))
    next(second.platform.ids)
    assert first.post(first.platform.text(ANN, "one")) == 200
    until = time.monotonic() + 10
    while not told and time.monotonic() < until:
        time.sleep(0.01)
    assert second.post(second.platform.text(ANN, "two")) == 200
    other = "447700900456"
    next(second.platform.ids)
    assert second.post(second.platform.text(other, "three")) == 200
    while "begins three" not in told and time.monotonic() < until:
        time.sleep(0.01)
    go_on.set()
    first.drain()
    second.drain()
    assert told.index("begins two") > told.index("ends one")
    assert told[:2] == ["begins one", "begins three"]


def test_message_of_a_replica_that_died_is_answered_by_another(
    bench_of: Callable[..., Bench], redis_url: str, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("needlewise.channels.memory._UNDER_WAY_SECONDS", 1)
    dead = RedisMemory(redis_url)
    bench = bench_of(platform := Twilio(), memory=RedisMemory(redis_url), patience=2.5)
    event = platform.text(ANN, "hello")
    message = bench.channel.identity.message(platform.NAME, event["MessageSid"])
    assert loop.run(dead.begin(message)) is Seen.NEW  # and nothing more is heard of it
    assert bench.post(event) == 503
    assert bench.platform.shown == []
    until = time.monotonic() + 10
    while bench.post(event) == 503 and time.monotonic() < until:
        time.sleep(0.1)
    assert [bench.post(event) for _ in range(3)] == [200] * 3
    assert len(bench.platform.shown) == 1
    loop.run(dead.close())


def test_message_that_could_not_be_handled_is_asked_for_again(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(platform := Twilio(), patience=2.5)
    event = platform.text(ANN, "hello")
    handle, bench.channel.handle = bench.channel.handle, broken  # type: ignore[method-assign]
    assert bench.post(event) == 503
    bench.channel.handle = handle  # type: ignore[method-assign]
    assert [bench.post(event) for _ in range(2)] == [200, 200]
    assert len(bench.platform.shown) == 1


async def broken(*_: Any) -> None:
    raise LockError("The conversation stayed busy for too long.")


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
    before = metrics.REDIS_UNREACHABLE.value()
    bench = bench_of(platform := Twilio(), memory=RedisMemory("redis://127.0.0.1:9/0"))
    event = platform.text(ANN, "check")
    assert len(bench.deliver(event, event)) == 1
    bench.say(ANN, "2")
    assert bench.heard.messages[-1].text == '/check_answer{"answers": ["other"]}'
    assert metrics.REDIS_UNREACHABLE.value() > before and "out of reach" in caplog.text
