"""A message is answered once, however often a page sends it."""

import asyncio
import hashlib
from http import HTTPStatus
from typing import Any

from needlewise.channels.web.history import messages_of, reply_id, reply_json
from needlewise.channels.web.problems import Problem
from needlewise.knowledge.sentences import sentence
from needlewise.runtime.assistant import Assistant
from needlewise.store.tracker_store import ConversationStore


class Turns:
    """Has messages answered, and remembers by their ids which were."""

    def __init__(self, assistant: Assistant, store: ConversationStore) -> None:
        """Starts with none under way.

        Args:
            assistant: what answers; it keeps conversations in `store`.
            store: where a given answer is found again.
        """
        self._assistant = assistant
        self._store = store
        self._under_way: dict[tuple[str, str], asyncio.Task[list[dict[str, Any]]]] = {}

    async def answer(self, conversation: str, words: str, id: str | None) -> list[dict[str, Any]]:
        """The replies to a message, as JSON; those that were given where its id was answered before.

        A turn goes on when the page that waits for it is gone: it will ask for the answer by the id.

        Raises:
            Problem: 500, where the turn failed. The message can be sent again then, with the same id.
            SQLAlchemyError, TimeoutError, LockError: where the store fails.
        """
        if id is None:
            return await self._replies(conversation, words)
        message = _message_id(conversation, id)
        key = (conversation, message)
        if (turn := self._under_way.get(key)) is None:
            turn = asyncio.get_running_loop().create_task(self._once(conversation, words, message))
            self._under_way[key] = turn
            turn.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(turn)

    async def _once(self, conversation: str, words: str, message: str) -> list[dict[str, Any]]:
        if given := await self._given(conversation, message):
            return given
        return await self._replies(conversation, words, message)

    async def _replies(self, conversation: str, words: str, message: str | None = None) -> list[dict[str, Any]]:
        turn = await self._assistant.answer(conversation, words, message)
        if turn.failed:
            raise Problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence("failed"))
        return [reply_json(reply, reply_id(turn.message, place)) for place, reply in enumerate(turn.replies)]

    async def _given(self, conversation: str, message: str) -> list[dict[str, Any]]:
        said = messages_of(await self._store.answer_to(conversation, message), since_restart=False)
        replies = [one for one in said if one["from"] == "assistant"]
        return [{name: value for name, value in one.items() if name not in ("from", "at")} for one in replies]

    def _finished(self, key: tuple[str, str], turn: asyncio.Task[list[dict[str, Any]]]) -> None:
        del self._under_way[key]
        if not turn.cancelled():
            turn.exception()  # whoever still waits hears of it; if nobody does, it is not to be logged with its text


def _message_id(conversation: str, id: str) -> str:
    """The id of a message in its conversation, of the form that all have; the same for the same given one."""
    return hashlib.sha256(f"{conversation}\n{id}".encode()).hexdigest()[:32]
