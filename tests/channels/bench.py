"""A channel in a real server on loopback, its platform's stand-in beside it, and an assistant behind."""

import asyncio
import itertools
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

import aiohttp
from aiohttp import web
from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic
from standins import Platform, Shown
from standins.platform import Webhook

from needlewise.channels.base import MessagingInput
from needlewise.channels.conversations import Conversations
from needlewise.channels.memory import LocalMemory, Memory

# Sanic rewrites its own classes when an app starts; only in this mode it can do so again for the next app.
Sanic.test_mode = True

_SECONDS = 30.0
_names = itertools.count(1)


class Assistant(Protocol):
    """What answers: Rasa's agent is one."""

    async def handle_message(self, message: UserMessage) -> Any:
        """Answer through the message's output channel."""


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The result of a coroutine."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(_SECONDS)

    def stop(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_SECONDS)
        self._loop.close()


class Heard:
    """Wraps an assistant: what reached it, and in which order."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.messages: list[UserMessage] = []

    async def handle_message(self, message: UserMessage) -> None:
        """Note the message and pass it on."""
        self.messages.append(message)
        await self._assistant.handle_message(message)


class Bench:
    """One channel with everything around it."""

    def __init__(
        self,
        loop: Loop,
        platform: Platform,
        assistant: Assistant,
        memory: Memory | None = None,
        settle: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0),
        patience: float = 0.02,
    ) -> None:
        self.loop, self.platform, self.heard, self.pauses = loop, platform, Heard(assistant), list[float]()
        loop.run(self._start(memory or LocalMemory(), settle))
        self.channel.PATIENCE_SECONDS = patience  # type: ignore[misc]

    async def _start(self, memory: Memory, settle: Callable[[], Awaitable[None]]) -> None:
        self._runner = await serve(self.platform)
        environ = self.platform.environ()
        settings = {variable.name: environ.get(variable.name, "") for variable in self.platform.CHANNEL.variables()}
        self.channel: MessagingInput = self.platform.CHANNEL(
            settings, memory=memory, conversations=Conversations(settle)
        )
        self.channel.sender._sleep = self._sleep  # type: ignore[assignment]
        app = Sanic(f"bench-{next(_names)}", configure_logging=False)
        app.ctx.agent = self.heard
        register([self.channel], app, route="/webhooks/")
        listening = _socket()
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/{self.platform.NAME}/webhook"
        self._server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await self._server.startup()
        await self._server.before_start()
        await self._server.start_serving()
        self._client = aiohttp.ClientSession()

    async def _sleep(self, seconds: float) -> None:
        """Time passes at once; how much is noted."""
        self.pauses.append(seconds)
        self.channel.sender._next_at -= seconds

    def stop(self) -> None:
        """Shut everything down."""
        self.loop.run(self._stop())

    async def _stop(self) -> None:
        await self._server.before_stop()
        await self._server.close()
        await self._server.after_stop()
        await self._client.close()
        await self._runner.cleanup()

    def drain(self) -> None:
        """Wait until all that came in is done."""
        self.loop.run(self.channel.conversations.drain(_SECONDS))

    def request(self, webhook: Webhook, method: str = "POST", **more: Any) -> tuple[int, str, Mapping[str, str]]:
        """Status, body and headers that a request gets."""
        return self.loop.run(self._request(webhook, method, **more))

    async def _request(self, webhook: Webhook, method: str = "POST", **more: Any) -> tuple[int, str, Mapping[str, str]]:
        headers = dict(webhook.headers)
        async with self._client.request(method, self.address, data=webhook.body, headers=headers, **more) as answer:
            return answer.status, await answer.text(), answer.headers

    def post(self, event: Any) -> int:
        """The status that a signed event gets."""
        return self.request(self.platform.sign(event))[0]

    def post_together(self, events: Iterable[Any], at_once: int = 8) -> list[int]:
        """The statuses that signed events get, posted over several connections."""

        async def all_of_them() -> list[int]:
            gate = asyncio.Semaphore(at_once)

            async def one(event: Any) -> int:
                async with gate:
                    return (await self._request(self.platform.sign(event)))[0]

            return await asyncio.gather(*(one(event) for event in events))

        return self.loop.run(all_of_them())

    def deliver(self, *events: Any) -> list[Shown]:
        """What the visitors are shown after events, which arrive one after the other."""
        before = len(self.platform.shown)
        for event in events:
            assert self.post(event) == 200
        self.drain()
        return self.platform.shown[before:]

    def say(self, visitor: str, words: str) -> list[Shown]:
        """What a visitor is shown after typing."""
        return self.deliver(self.platform.text(visitor, words))

    def pick(self, visitor: str, shown: Sequence[Shown], *numbers: int) -> list[Shown]:
        """What a visitor is shown after choosing options of the last message with options, in the platform's way."""
        menu = shown[-1]
        if not menu.choices:
            return self.say(visitor, ", ".join(map(str, numbers)))
        choices = [menu.choices[number - 1] for number in numbers]
        if any(choice.is_switch for choice in choices):
            return self.deliver(*self.platform.choose(visitor, menu, choices))
        return self.deliver(self.platform.press(visitor, choices[0]))


async def serve(platform: Platform) -> web.AppRunner:
    """Have a stand-in listen on loopback; it knows its address then."""
    runner = web.AppRunner(platform.application())
    await runner.setup()
    await web.SockSite(runner, _socket()).start()
    platform.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


def _socket() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(100)
    return listening
