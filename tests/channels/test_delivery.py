"""Each message is answered once, in order, and no trouble of a platform is without end."""

import asyncio
import logging
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from bench import Bench, Loop
from rasa.core.channels.channel import UserMessage
from standins import Messenger, Platform, Telegram, WhatsApp

from needlewise.channels import counts, delivery
from needlewise.channels.conversations import Conversations
from needlewise.channels.limits import sentences
from needlewise.channels.memory import Memory
from needlewise.dialogue.replies import Kind, Reply

ANN = "447700900123"


class Echo:
    """Says back what it heard, after a while that differs from message to message."""

    async def handle_message(self, message: UserMessage) -> Any:
        for _ in range(random.Random(message.text).randrange(5)):
            await asyncio.sleep(0)
        await message.output_channel.send_response(
            message.sender_id, Reply(str(message.text), Kind.ANSWER).as_message()
        )


def count_of(bench: Bench, event: str) -> int:
    return counts().get(bench.platform.NAME, {}).get(event, 0)


def test_redelivered_message_is_answered_once(bench: Bench) -> None:
    event = bench.platform.text(ANN, "hello")
    assert len(bench.deliver(event, event, event)) == 1
    assert bench.deliver(event) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_redelivered_and_shuffled_webhooks(
    platform: Platform, seed: int, memory: Memory, bench_of: Callable[..., Bench]
) -> None:
    """20 visitors send 5 messages each; each comes twice, all shuffled, over 8 connections."""
    all_in = threading.Event()

    async def settle() -> None:
        await asyncio.to_thread(all_in.wait, 20)

    bench = bench_of(platform, Echo(), memory=memory, settle=settle)
    now = time.time() - 100
    sent: dict[str, list[str]] = defaultdict(list)
    events = []
    for number in range(5):
        for visitor in (f"4477009001{n:02d}" for n in range(20)):
            sent[visitor].append(f"{visitor} says {number}")
            events.append(platform.text(visitor, sent[visitor][-1], now + number))
    shuffled = [*events, *events]
    random.Random(seed).shuffle(shuffled)
    keeps_time = platform.NAME != "twilio"
    if not keeps_time:  # Twilio tells no time: there a visitor's messages count as sent in the order of arrival
        in_turn = {visitor: iter(_repeated(texts, seed)) for visitor, texts in sent.items()}
        by_text = {event["Body"]: event for event in events}
        shuffled = [by_text[next(in_turn[event["From"].rpartition("+")[2]])] for event in shuffled]
    assert len(shuffled) == 200
    assert bench.post_together(shuffled, at_once=8 if keeps_time else 1) == [200] * 200
    all_in.set()
    bench.drain()
    assert len(platform.shown) == 100
    read: dict[str, list[str]] = defaultdict(list)
    for shown in platform.shown:
        read[shown.to].append(shown.text)
    assert read == sent


def _repeated(texts: list[str], seed: int) -> list[str]:
    """The texts in order, each once more anywhere after its first time."""
    repeated, dice = list(texts), random.Random(seed)
    for text in texts:
        repeated.insert(dice.randint(repeated.index(text) + 1, len(repeated)), text)
    return repeated


def test_webhook_is_answered_before_the_work_is_done(platform: Platform, bench_of: Callable[..., Bench]) -> None:
    go_on = threading.Event()

    class Slow:
        async def handle_message(self, message: UserMessage) -> None:
            await asyncio.to_thread(go_on.wait, 20)
            await Echo().handle_message(message)

    bench = bench_of(platform, Slow())
    assert bench.post(platform.text(ANN, "hello")) == 200
    assert not platform.shown
    assert bench.post(platform.text("447700900999", "me too")) == 200
    go_on.set()
    bench.drain()
    assert {shown.to for shown in platform.shown} == {ANN, "447700900999"}


def test_retry_after_is_kept(bench: Bench) -> None:
    bench.platform.answers.append(bench.platform.later(7))
    assert len(bench.say(ANN, "hello")) == 1
    assert sum(bench.pauses) == pytest.approx(7, abs=0.5)
    assert len(bench.platform.calls) == 2


def test_retry_after_that_is_too_long_is_given_up(bench: Bench) -> None:
    failed = count_of(bench, "failed")
    bench.platform.answers.append(bench.platform.later(3600))
    assert bench.say(ANN, "hello") == []
    assert count_of(bench, "failed") == failed + 1 and sum(bench.pauses) < 1
    assert bench.say(ANN, "hello")


def test_platform_down_is_tried_a_bounded_number_of_times(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    failed, retried = count_of(bench, "failed"), count_of(bench, "retried")
    bench.platform.answers.extend(web.Response(status=503, text="<html>down</html>") for _ in range(4))
    with caplog.at_level(logging.DEBUG, logger="needlewise"):
        assert bench.say(ANN, "does it hurt, I am afraid") == []
    assert len(bench.platform.calls) == 4
    assert count_of(bench, "failed") == failed + 1 and count_of(bench, "retried") == retried + 3
    first, second, third = bench.pauses[-3:]
    assert first < second < third < 5
    assert (
        "503" in caplog.text and "afraid" not in caplog.text and ANN not in caplog.text and "prick" not in caplog.text
    )
    assert bench.say(ANN, "hello")


def test_platform_that_recovers(bench: Bench) -> None:
    bench.platform.answers.extend([web.Response(status=500), web.Response(status=502)])
    assert len(bench.say(ANN, "hello")) == 1


def test_platform_that_hangs_is_left_after_a_time(
    platform: Platform, bench_of: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_REQUEST_SECONDS", 0.05)
    bench, over = bench_of(platform), threading.Event()

    async def hang(request: web.Request) -> web.Response:
        await asyncio.to_thread(over.wait, 20)
        return web.Response()

    platform.respond = hang
    assert bench.say(ANN, "hello") == []
    over.set()
    platform.respond = None
    assert bench.say(ANN, "hello")


def test_platform_that_is_not_there(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    for name in bench.channel.settings:
        if name.endswith("_API_URL"):
            bench.channel.settings = {**bench.channel.settings, name: "http://127.0.0.1:9"}
    assert bench.say(ANN, "hello") == []
    assert "ClientConnectorError" in caplog.text
    assert not any(secret in caplog.text for secret in ("stand-in", "EAA", "xoxb", "127.0.0.1:9"))


def test_refused_message_is_not_tried_again(bench: Bench) -> None:
    bench.platform.answers.append(web.json_response({"error": {"code": 190}, "code": 21610, "ok": False}, status=400))
    assert bench.say(ANN, "hello") == []
    assert len(bench.platform.calls) == 1


def test_meta_codes_for_later_are_tried_again(bench_of: Callable[..., Bench]) -> None:
    for platform, code in ((WhatsApp(), 131056), (Messenger(), 613)):
        bench = bench_of(platform)
        platform.answers.append(web.json_response({"error": {"code": code}}, status=400))
        assert len(bench.say(ANN, "hello")) == 1


def test_pace_of_the_platform(bench_of: Callable[..., Bench], loop: Loop) -> None:
    bench = bench_of(telegram := Telegram(), Echo())
    bench.post_together([telegram.text(str(visitor), "hello") for visitor in range(1, 41)])
    bench.drain()
    assert len(telegram.shown) == 40
    assert sum(bench.pauses) > 0


def test_assistant_that_fails_says_so(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    errors = count_of(bench, "errors")
    with caplog.at_level(logging.DEBUG):
        (shown,) = bench.say(ANN, "break my private secret")
    assert shown.text == sentences()["failed"] and "112" in shown.text
    assert count_of(bench, "errors") == errors + 1
    assert "RuntimeError" in caplog.text and "private secret" not in caplog.text
    assert bench.say(ANN, "hello")[0].text != sentences()["failed"]


def test_silence_of_the_assistant_is_a_failure(bench: Bench) -> None:
    assert [shown.text for shown in bench.say(ANN, "nothing")] == [sentences()["failed"]]


def test_neither_number_nor_message_id_reaches_the_assistant(bench: Bench) -> None:
    bench.say(ANN, "hello")
    (heard,) = bench.heard.messages
    told = f"{heard.sender_id} {heard.message_id} {heard.metadata} {heard.input_channel}"
    assert ANN not in told and "wamid" not in told
    assert heard.sender_id.startswith(f"{bench.platform.NAME}-") and heard.input_channel == bench.platform.NAME


def test_conversations_are_kept_apart(bench: Bench) -> None:
    for visitor in (ANN, "447700900999", ANN):
        bench.say(visitor, "hello")
    first, second, third = (message.sender_id for message in bench.heard.messages)
    assert first == third != second


def test_too_many_waiting_are_sent_back(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(telegram := Telegram())
    bench.channel.conversations._most_waiting = 0
    event = telegram.text(ANN, "hello")
    status, _, headers = bench.request(telegram.sign(event))
    assert status == 503 and headers["Retry-After"]
    bench.channel.conversations._most_waiting = 10
    assert len(bench.deliver(event)) == 1  # it does not count as seen


@pytest.mark.parametrize("kind", [WhatsApp, Messenger])
def test_messages_past_the_24_hours_are_not_answered(kind: Any, bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(platform := kind())
    assert bench.deliver(platform.text(ANN, "hello", time.time() - 24 * 3600 - 60)) == []
    assert not bench.heard.messages
    assert len(bench.deliver(platform.text(ANN, "hello", time.time() - 23 * 3600))) == 1


def test_order_within_and_side_by_side_across_conversations(loop: Loop) -> None:
    done: list[str] = []

    async def work() -> None:
        conversations = Conversations(settle=lambda: asyncio.sleep(0.01))
        gate = asyncio.Event()

        async def slow() -> None:
            await gate.wait()
            done.append("a1")

        async def quick(name: str) -> None:
            done.append(name)
            gate.set()

        async def broken() -> None:
            raise ValueError("a private word")

        conversations.add("a", 3, lambda: quick("a3"))
        conversations.add("a", 2, broken)
        conversations.add("a", 1, slow)
        conversations.add("b", 9, lambda: quick("b9"))
        await conversations.drain(5)

    loop.run(work())
    assert done == ["b9", "a1", "a3"]


@pytest.fixture(autouse=True)
def _fair_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="needlewise")
