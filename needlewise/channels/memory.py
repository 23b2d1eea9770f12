"""What channels keep between messages: which were seen, and what a visitor's next short answer refers to.

Nothing that a visitor wrote is kept here: only hashes of message ids, and what the assistant showed.
"""

import enum
from collections import OrderedDict
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol

from redis.exceptions import RedisError

from needlewise.store.locks import Locks, connection, out_of_reach

# WhatsApp delivers again for up to seven days what was not taken.
_SEEN_SECONDS = 7 * 24 * 3600
# The message of a replica that died is another's after this; one that takes longer is answered once all the same.
_UNDER_WAY_SECONDS = 60
_NOTES_SECONDS = 24 * 3600
# Longer than sending is retried.
_TURN_SECONDS = 60.0


class Seen(enum.Enum):
    """What is known of a message."""

    NEW = "new"
    UNDER_WAY = "under way"
    DONE = "done"


class Memory(Protocol):
    """Seen messages, and notes by conversation and name."""

    async def begin(self, message: str) -> Seen:
        """What is known of a message; one that is new is under way from then on."""

    async def done(self, message: str) -> None:
        """Notes that a message was answered."""

    async def give_up(self, message: str) -> None:
        """Notes that a message was not answered: it is new when it comes again."""

    async def keep(self, conversation: str, name: str, note: str) -> None:
        """Keep a note, in place of an earlier one of that name."""

    async def recall(self, conversation: str, name: str) -> str | None:
        """The note of that name, or None."""

    async def drop(self, conversation: str, *names: str) -> None:
        """Forget the notes of those names; of all names where none is given."""

    def turn(self, conversation: str) -> AbstractAsyncContextManager[None]:
        """Waits until no other replica works on the conversation, and keeps others waiting meanwhile."""


class LocalMemory:
    """Memory of one process: the newest messages and conversations, bounded."""

    def __init__(self, messages: int = 50_000, conversations: int = 10_000) -> None:
        self._messages = messages
        self._conversations = conversations
        self._seen: OrderedDict[str, Seen] = OrderedDict()
        self._notes: OrderedDict[str, dict[str, str]] = OrderedDict()

    async def begin(self, message: str) -> Seen:
        if message in self._seen:
            return self._seen[message]
        self._seen[message] = Seen.UNDER_WAY
        if len(self._seen) > self._messages:
            self._seen.popitem(last=False)
        return Seen.NEW

    async def done(self, message: str) -> None:
        self._seen[message] = Seen.DONE

    async def give_up(self, message: str) -> None:
        self._seen.pop(message, None)

    async def keep(self, conversation: str, name: str, note: str) -> None:
        self._notes.setdefault(conversation, {})[name] = note
        self._notes.move_to_end(conversation)
        if len(self._notes) > self._conversations:
            self._notes.popitem(last=False)

    async def recall(self, conversation: str, name: str) -> str | None:
        return self._notes.get(conversation, {}).get(name)

    async def drop(self, conversation: str, *names: str) -> None:
        if not names:
            self._notes.pop(conversation, None)
        for name in names:
            self._notes.get(conversation, {}).pop(name, None)

    def turn(self, conversation: str) -> AbstractAsyncContextManager[None]:
        return nullcontext()


class RedisMemory:
    """Memory shared by all replicas.

    While Redis is out of reach each replica goes on with its own memory: people get their answers, and a message
    that the platform delivers again may be answered twice when another replica gets it.
    """

    def __init__(self, url: str) -> None:
        self._redis = connection(url)
        self._local = LocalMemory()
        self._locks = Locks(url, _TURN_SECONDS)

    async def begin(self, message: str) -> Seen:
        here = await self._local.begin(message)
        if here is not Seen.NEW:
            return here
        key = f"needlewise:seen:{message}"
        try:
            if await self._redis.set(key, Seen.UNDER_WAY.value, nx=True, ex=_UNDER_WAY_SECONDS):
                return Seen.NEW
            elsewhere = Seen.DONE if await self._redis.get(key) == Seen.DONE.value else Seen.UNDER_WAY
        except RedisError as error:
            out_of_reach(error)
            return Seen.NEW
        await self._local.give_up(message)
        return elsewhere

    async def done(self, message: str) -> None:
        await self._local.done(message)
        try:
            await self._redis.set(f"needlewise:seen:{message}", Seen.DONE.value, ex=_SEEN_SECONDS)
        except RedisError as error:
            out_of_reach(error)

    async def give_up(self, message: str) -> None:
        await self._local.give_up(message)
        try:
            await self._redis.delete(f"needlewise:seen:{message}")
        except RedisError as error:
            out_of_reach(error)

    async def keep(self, conversation: str, name: str, note: str) -> None:
        await self._local.keep(conversation, name, note)
        try:
            key = _key(conversation)
            async with self._redis.pipeline() as pipeline:
                await pipeline.hset(key, name, note).expire(key, _NOTES_SECONDS).execute()
        except RedisError as error:
            out_of_reach(error)

    async def recall(self, conversation: str, name: str) -> str | None:
        try:
            return await self._redis.hget(_key(conversation), name)
        except RedisError as error:
            out_of_reach(error)
            return await self._local.recall(conversation, name)

    async def drop(self, conversation: str, *names: str) -> None:
        await self._local.drop(conversation, *names)
        try:
            if names:
                await self._redis.hdel(_key(conversation), *names)
            else:
                await self._redis.delete(_key(conversation))
        except RedisError as error:
            out_of_reach(error)

    def turn(self, conversation: str) -> AbstractAsyncContextManager[None]:
        return self._locks.lock(conversation)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._redis.close()
        await self._locks.close()


def _key(conversation: str) -> str:
    return f"needlewise:notes:{conversation}"
