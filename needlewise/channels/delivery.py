"""Sending to a platform: at its pace, again when it asks for that or is down, and never without end."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from needlewise.channels.counts import count

logger = logging.getLogger(__name__)

_ATTEMPTS = 4
_REQUEST_SECONDS = 10.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0


@dataclass(frozen=True)
class Response:
    """What a platform answered.

    Attributes:
        status: of HTTP.
        headers: of HTTP.
        body: the JSON object in it; {} where there is none.
    """

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """Why a message was not taken.

    Attributes:
        code: the platform's error code, for the log; never text of a message.
        retry: whether it may be taken later.
        wait: seconds to wait before that, where the platform says so.
    """

    code: str
    retry: bool
    wait: float | None = None


class Sender:
    """Sends requests to one platform."""

    def __init__(
        self,
        channel: str,
        per_second: int,
        problem: Callable[[Response], Problem | None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Starts with nothing sent.

        Args:
        channel: its name, for log and counts.
        per_second: how many requests a second the platform takes.
        problem: what is wrong with a response; None where the platform took the message.
        sleep: waits for a number of seconds.
        """
        self._channel = channel
        self._interval = 1 / per_second
        self._problem = problem
        self._sleep = sleep
        self._next_at = 0.0
        self._session: aiohttp.ClientSession | None = None

    async def post(self, address: str, **request: Any) -> Mapping[str, Any] | None:
        """Post a request, with bounded retries.

        A request that ran out of time is sent again too: the platform may have taken it, but an advice that is shown
        twice does less harm than one that is lost.

        Args:
            address: where to.
            request: as for aiohttp: json, data, headers, params, auth.

        Returns:
            The platform's JSON, or None where the message was given up (it is logged and counted).
        """
        attempt = 0
        while True:
            attempt += 1
            await self._keep_pace()
            problem, body = await self._try(address, request)
            if problem is None:
                count(self._channel, "sent")
                return body
            pause = problem.wait if problem.wait is not None else self._pause(attempt)
            if not problem.retry or attempt == _ATTEMPTS or pause > _LONGEST_PAUSE_SECONDS:
                count(self._channel, "failed")
                logger.warning("%s did not take a message: %s, attempt %d", self._channel, problem.code, attempt)
                return None
            count(self._channel, "retried")
            if problem.wait is None:
                await self._sleep(pause)
            else:  # the platform's word holds for all that is sent to it
                self._next_at = max(self._next_at, time.monotonic() + pause)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _try(self, address: str, request: Mapping[str, Any]) -> tuple[Problem | None, Mapping[str, Any]]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_REQUEST_SECONDS))
        try:
            async with self._session.post(address, allow_redirects=False, **request) as answer:
                response = Response(answer.status, answer.headers, _json_object(await answer.read()))
        except (TimeoutError, aiohttp.ClientError) as error:
            return Problem(type(error).__name__, retry=True), {}  # its message may hold an address with a token
        return self._problem(response), response.body

    async def _keep_pace(self) -> None:
        now = time.monotonic()
        pause = self._next_at - now
        self._next_at = max(self._next_at, now) + self._interval
        if pause > 0:
            await self._sleep(pause)

    @staticmethod
    def _pause(attempt: int) -> float:
        return _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)


def usual_problem(response: Response, code: str | None, retry_codes: frozenset[str]) -> Problem | None:
    """What is wrong by HTTP status, error code and Retry-After, which most platforms use alike.

    Args:
        response: the platform's.
        code: its error code, or None where it took the message.
        retry_codes: the codes that mean "later".
    """
    if response.status < 300 and code is None:
        return None
    later = response.status == 429 or response.status >= 500 or code in retry_codes
    return Problem(f"{response.status} {code or ''}".strip(), later, _seconds(response.headers.get("Retry-After")))


def _seconds(retry_after: str | None) -> float | None:
    try:
        return max(0.0, float(retry_after)) if retry_after is not None else None
    except ValueError:  # a date is allowed too; none of the platforms sends one
        return None


def _json_object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
