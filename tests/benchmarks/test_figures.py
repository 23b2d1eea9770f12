"""The benchmark's own arithmetic, and that it talks to both kinds of server alike."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from benchmarks.clients import RestChannel, Talk, WebChannel, conversations_of, talk
from benchmarks.figures import Round, load_of, percentile
from benchmarks.growth import MARKS, at_marks, long_conversation


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1.0), (0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (0.991, 100.0), (1.0, 100.0)]
)
def test_percentile_is_the_smallest_value_that_enough_do_not_exceed(share: float, expected: float) -> None:
    assert percentile([float(value) for value in range(100, 0, -1)], share) == expected


def test_percentile_of_one_value_is_that_value_and_of_none_an_error() -> None:
    assert percentile([7.0], 0.99) == 7.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_load_pools_latencies_and_takes_the_median_rate() -> None:
    slow, fast = Round([0.2] * 10, 1, 10.0), Round([0.1] * 30, 0, 3.0)
    load = load_of(16, [slow, fast, fast])
    assert (load.clients, load.messages, load.failed) == (16, 70, 1)
    assert (load.p50, load.p95) == pytest.approx((100, 200))
    assert load.a_second == pytest.approx(10)  # of 1, 10 and 10
    assert load.p50_of_rounds == pytest.approx((100, 200))


def test_conversations_go_on_where_the_last_ones_ended() -> None:
    assert conversations_of(["a", "b", "c"], 2, 5) == [["a", "b"], ["c", "a"], ["b"]]
    assert conversations_of(["a", "b", "c"], 2, 3, start=5) == [["c", "a"], ["b"]]


def test_the_same_is_asked_at_every_mark_of_a_long_conversation() -> None:
    texts = long_conversation([f"m{number}" for number in range(40)])
    assert len(texts) == MARKS[-1] + 9
    at_each = {tuple(texts[mark - 5 : mark + 9]) for mark in MARKS}
    assert len(at_each) == 1, "four messages before a mark and ten from it on are the same everywhere"
    found = at_marks([[float(turn) for turn in range(1, len(texts) + 1)]])
    assert [(one["turn"], one["ms"]) for one in found] == [(mark, 1000 * (mark + 4.5)) for mark in MARKS]


class StandIn:
    """Answers both protocols, at first not before enough clients wait; notes what was said, and how many at once."""

    def __init__(self, clients: int, fail: str = "") -> None:
        self.said: dict[str, list[str]] = {}
        self.most_at_once = self._at_once = 0
        self._tokens = itertools.count()
        self._clients, self._fail = clients, fail
        self._all_there = asyncio.Event()

    async def rest(self, request: web.Request) -> web.Response:
        body = await request.json()
        return await self._answered(body["sender"], body["message"], lambda replies: replies)

    async def session(self, request: web.Request) -> web.Response:
        return web.json_response({"token": f"token-{next(self._tokens)}"}, status=201)

    async def messages(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert len(body["id"]) == 32
        return await self._answered(
            request.headers["Authorization"], body["text"], lambda replies: {"replies": replies}
        )

    async def _answered(self, conversation: str, text: str, shape: object) -> web.Response:
        self.said.setdefault(conversation, []).append(text)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        if self._at_once == self._clients:
            self._all_there.set()
        await asyncio.wait_for(self._all_there.wait(), 30)
        self._at_once -= 1
        if text == self._fail:
            return web.json_response({}, status=500)
        return web.json_response(shape([{"text": "yes"}]))  # type: ignore[operator]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self.rest)
        app.router.add_post("/webhooks/web/session", self.session)
        app.router.add_post("/webhooks/web/messages", self.messages)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


@pytest.mark.parametrize("how", [RestChannel(), WebChannel()], ids=["stock", "ours"])
@pytest.mark.parametrize("clients", [1, 4])
def test_both_servers_get_the_same_conversations(how: Talk, clients: int) -> None:
    conversations = conversations_of([f"m{number}" for number in range(20)], 5, 20)

    async def run() -> tuple[StandIn, Round]:
        stand_in = StandIn(clients, fail="m7")
        async with stand_in.running() as address:
            return stand_in, await talk(address, how, conversations, clients)

    stand_in, found = asyncio.run(run())
    assert sorted(stand_in.said.values()) == sorted(conversations)
    assert (len(found.seconds), found.failed) == (19, 1)
    assert all(0 < seconds <= found.took for seconds in found.seconds)
    assert stand_in.most_at_once == clients
