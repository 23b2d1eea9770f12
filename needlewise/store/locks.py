"""One turn of a conversation at a time, over all processes that answer, whichever channel it came by.

The lock keeps turns from getting in each other's way. It is not what keeps messages: a lock may be lost with its Redis,
so each turn is stored only onto what it has read (`needlewise/store/stamps.py`).
"""

import asyncio
import logging
import os
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any

from rasa.core.lock_store import LockError, LockStore
from redis.asyncio import Redis
from redis.exceptions import RedisError

from needlewise import metrics

REDIS_URL = "REDIS_URL"
_PATIENCE_SECONDS = 20.0
# A replica that died in a turn keeps its visitor waiting no longer than a lease; one that lives renews it.
_LEASE_SECONDS = 10.0
_RENEWAL_SECONDS = 3.0
_POLL_SECONDS = (0.005, 0.025)
_REDIS_SECONDS = 1.0

_IF_MINE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call({}) end return 0"
_RELEASE = _IF_MINE.format("'del', KEYS[1]")
_RENEW = _IF_MINE.format("'pexpire', KEYS[1], ARGV[2]")

# The conversations that the running task has: a channel locks one around what it does, the agent once more within.
_HELD: ContextVar[frozenset[str]] = ContextVar("held", default=frozenset())

logger = logging.getLogger(__name__)


class RedisAddressError(ValueError):
    """REDIS_URL cannot be used; the message is a sentence that does not repeat it."""


class Locks(LockStore):
    """Rasa's lock store for conversations: of this process, and of all that share a Redis. Named in endpoints.yml."""

    def __init__(self, url: str | None = None, patience: float = _PATIENCE_SECONDS, **_: Any) -> None:
        """Connects at the first turn.

        Args:
            url: of Redis; that of REDIS_URL by default, and where that is empty too, this process is alone.
            patience: seconds after which a turn that has to wait is given up.

        Raises:
            RedisAddressError: where the address is none of a Redis.
        """
        self._url = (os.environ.get(REDIS_URL, "") if url is None else url) or None
        self._patience = patience
        self._here: dict[str, _Queue] = {}
        self._redis: Redis[str] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        if self._url:
            connection(self._url)

    @property
    def shared(self) -> bool:
        """Whether other processes are kept apart too."""
        return self._url is not None

    @asynccontextmanager
    async def lock(self, conversation_id: str, *_: Any, **__: Any) -> AsyncIterator[None]:
        """Waits until nobody else works on the conversation, and keeps others waiting meanwhile.

        Raises:
            LockError: where it stays busy for too long.
        """
        held = _HELD.get()
        if conversation_id in held:
            yield
            return
        with metrics.WAITING.track_inprogress():
            queue = await self._acquire_here(conversation_id)
        try:
            with metrics.WAITING.track_inprogress():
                lease = await self._acquire_anywhere(conversation_id)
            mark = _HELD.set(held | {conversation_id})
            try:
                yield
            finally:
                _HELD.reset(mark)
                if lease:
                    await lease.end()
        finally:
            self._release_here(conversation_id, queue)

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._redis is not None and self._loop is asyncio.get_running_loop():
            await self._redis.close()
        self._redis = None

    async def _acquire_here(self, conversation: str) -> "_Queue":
        """The place in the queue of this process, which is first come, first served."""
        queue = self._here.setdefault(conversation, _Queue())
        queue.members += 1
        try:
            async with asyncio.timeout(self._patience):
                await queue.lock.acquire()
        except BaseException as error:
            self._leave(conversation, queue)
            if isinstance(error, TimeoutError):
                raise LockError("The conversation stayed busy for too long.") from None
            raise
        return queue

    def _release_here(self, conversation: str, queue: "_Queue") -> None:
        queue.lock.release()
        self._leave(conversation, queue)

    def _leave(self, conversation: str, queue: "_Queue") -> None:
        queue.members -= 1
        if not queue.members:
            del self._here[conversation]

    async def _acquire_anywhere(self, conversation: str) -> "_Lease | None":
        """The lock among all processes; None where there is one process, or Redis is out of reach."""
        if self._url is None:
            return None
        lease = _Lease(self._client(self._url), f"needlewise:lock:{conversation}")
        try:
            async with asyncio.timeout(self._patience):
                await lease.begin()
        except TimeoutError:
            raise LockError("The conversation stayed busy for too long.") from None
        except asyncio.CancelledError:  # a visitor went away; Redis may have given the key meanwhile
            await lease.end()
            raise
        except RedisError as error:
            # Visitors get their answers: what two replicas do at once is found when it is stored.
            out_of_reach(error)
            return None
        return lease

    def _client(self, url: str) -> "Redis[str]":
        """The connections of the running loop: the warm-up before serving has a loop of its own."""
        loop = asyncio.get_running_loop()
        if self._redis is None or self._loop is not loop:
            self._redis = connection(url)
            self._loop = loop
        return self._redis


class _Queue:
    """Those of this process who want one conversation."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.members = 0


class _Lease:
    """A key in Redis that is this turn's for as long as it is renewed."""

    def __init__(self, client: "Redis[str]", key: str) -> None:
        self._client = client
        self._key = key
        self._token = secrets.token_hex(16)
        self._renewal: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Waits until the key is free, and takes it.

        Raises:
            RedisError: where Redis is out of reach.
        """
        while not await self._client.set(self._key, self._token, nx=True, px=_milliseconds(_LEASE_SECONDS)):
            await asyncio.sleep(random.uniform(*_POLL_SECONDS))
        self._renewal = asyncio.create_task(self._renew())

    async def end(self) -> None:
        """Gives the key back, if it still is this turn's."""
        if self._renewal:
            self._renewal.cancel()
        try:
            await self._client.eval(_RELEASE, 1, self._key, self._token)
        except RedisError as error:
            out_of_reach(error)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(_RENEWAL_SECONDS)
            with suppress(RedisError):
                await self._client.eval(_RENEW, 1, self._key, self._token, _milliseconds(_LEASE_SECONDS))


def connection(url: str) -> "Redis[str]":
    """A Redis that is given up soon where it does not answer.

    Raises:
        RedisAddressError: where the address is none of a Redis.
    """
    try:
        return Redis.from_url(
            url, decode_responses=True, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS
        )
    except ValueError:  # its message may quote the address, which may hold a password
        raise RedisAddressError(
            f"{REDIS_URL} is not the address of a Redis, such as redis://localhost:6379/0."
        ) from None


def out_of_reach(error: RedisError) -> None:
    """Notes that Redis could not be asked."""
    metrics.REDIS_UNREACHABLE.add()
    logger.warning("Redis is out of reach (%s); this process goes on by itself", type(error).__name__)


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
