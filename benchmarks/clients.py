"""Visitors on loopback: the same messages, in the same order, by the same code, to either server."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Protocol

import aiohttp

from benchmarks.figures import Round
from benchmarks.servers import posted

Conversation = Sequence[str]
"""What one visitor types, in order."""
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_FIRST_MESSAGE = "does it hurt"


class Talk(Protocol):
    """How a server is talked to."""

    async def begin(self, client: aiohttp.ClientSession) -> str:
        """Begins a conversation; gives what names it from then on."""

    async def say(self, client: aiohttp.ClientSession, conversation: str, text: str) -> bool:
        """Sends a message, and waits for the replies; whether there were any."""


class RestChannel:
    """Rasa's REST channel, as stock has it."""

    async def begin(self, client: aiohttp.ClientSession) -> str:
        """A name of our own: the channel knows no sessions."""
        return secrets.token_hex(16)

    async def say(self, client: aiohttp.ClientSession, conversation: str, text: str) -> bool:
        """See `Talk`."""
        body = {"sender": conversation, "message": text}
        async with client.post("/webhooks/rest/webhook", json=body) as answer:
            return answer.status == 200 and bool(await answer.json())


class WebChannel:
    """The web channel of this project, as the widget talks to it."""

    async def begin(self, client: aiohttp.ClientSession) -> str:
        """The token of a new session."""
        async with client.post("/webhooks/web/session") as answer:
            return str((await answer.json())["token"])

    async def say(self, client: aiohttp.ClientSession, conversation: str, text: str) -> bool:
        """See `Talk`."""
        # With an id, as the widget sends one: it is looked up whether the message has an answer already.
        body = {"text": text, "id": secrets.token_hex(16)}
        headers = {"Authorization": f"Bearer {conversation}"}
        async with client.post("/webhooks/web/messages", json=body, headers=headers) as answer:
            return answer.status == 200 and bool((await answer.json())["replies"])


def first_answer_of_rest(address: str) -> bool:
    """Whether stock answers a message already."""
    body = json.dumps({"sender": "first", "message": _FIRST_MESSAGE}).encode()
    answer = posted(f"{address}/webhooks/rest/webhook", body)
    return bool(answer and json.loads(answer))


def first_answer_of_web(address: str) -> bool:
    """Whether this project answers a message already."""
    session = posted(f"{address}/webhooks/web/session", b"{}")
    if not session:
        return False
    headers = {"Authorization": f"Bearer {json.loads(session)['token']}"}
    answer = posted(f"{address}/webhooks/web/messages", json.dumps({"text": _FIRST_MESSAGE}).encode(), headers)
    return bool(answer and json.loads(answer)["replies"])


async def talk(
    address: str,
    how: Talk,
    conversations: Iterable[Conversation],
    clients: int,
    each: Callable[[int], Awaitable[None]] | None = None,
) -> Round:
    """Has all conversations, some at a time.

    Args:
        address: of the server.
        how: it is talked to.
        conversations: the next one goes to whichever client is free.
        clients: how many there are at a time.
        each: called with the number of answered messages after every answer.
    """
    waiting = iter(conversations)
    seconds: list[float] = []
    failed = 0
    async with aiohttp.ClientSession(address, timeout=_TIMEOUT) as client:

        async def one_after_the_other() -> None:
            nonlocal failed
            for texts in waiting:
                name = await how.begin(client)
                for text in texts:
                    began = time.perf_counter()
                    try:
                        answered = await how.say(client, name, text)
                    except (aiohttp.ClientError, TimeoutError):
                        answered = False
                    if answered:
                        seconds.append(time.perf_counter() - began)
                    else:
                        failed += 1
                    if each:
                        await each(len(seconds))

        began = time.perf_counter()
        await asyncio.gather(*(one_after_the_other() for _ in range(clients)))
        return Round(seconds, failed, time.perf_counter() - began)


def conversations_of(messages: Sequence[str], length: int, number: int, start: int = 0) -> list[list[str]]:
    """A number of messages as conversations of some length; begins anew where the messages are used up."""
    endless = itertools.islice(itertools.cycle(messages), start % len(messages), None)
    texts = list(itertools.islice(endless, number))
    return [texts[first : first + length] for first in range(0, number, length)]
