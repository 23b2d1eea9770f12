"""Visitors who talk to the cluster as the widget does, and note what was acknowledged to them."""

import asyncio
import itertools
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import yaml

DIALOGUES = Path(__file__).parents[1] / "dialogue" / "dialogues"
# As long as the widget, and a person, would go on trying.
_PATIENCE_SECONDS = 90.0
_LATER = {429, 502, 503, 504}
_PAUSE_SECONDS = 0.3


@dataclass(frozen=True)
class Acknowledged:
    """A message that was answered.

    Attributes:
        said: what was typed, or the payload of a button.
        turn: the id that the conversation gave to it.
        replies: how many replies came.
        attempts: how often it was sent.
    """

    said: str
    turn: str
    replies: int
    attempts: int


@dataclass
class Conversation:
    """One visitor's conversation.

    Attributes:
        id: as the session names it.
        acknowledged: in order; of messages that were sent at the same time, in any.
        together: whether messages were sent two at a time, as of two pages.
        given_up: messages that were not answered in all the time that a visitor has.
    """

    id: str = ""
    acknowledged: list[Acknowledged] = field(default_factory=list)
    together: bool = False
    given_up: list[str] = field(default_factory=list)


@dataclass
class Figures:
    """What a run measured.

    Attributes:
        seconds: of each acknowledged message, from its first sending to its answer.
        statuses: how often each status came; 0 stands for a connection that broke.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """The time within which a share of the messages was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    @property
    def error_rate(self) -> float:
        """The share of requests that were answered with an error, or not."""
        wrong = sum(number for status, number in self.statuses.items() if not 200 <= status < 300)
        return wrong / max(1, sum(self.statuses.values()))


def dialogues() -> Iterator[list[str]]:
    """What visitors say in the scenario dialogues, for ever; those that erase themselves are left out."""
    found = [
        [turn["says"] for turn in dialogue["turns"]]
        for path in sorted(DIALOGUES.glob("*.yml"))
        for dialogue in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    # A dialogue that begins in the middle of the check needs its beginning.
    kept = [["/start_check", *says] if says[0].startswith("/check") else says for says in found]
    return itertools.cycle(says for says in kept if not any("forget" in text or "delete" in text for text in says))


class Visitors:
    """Lets many conversations run side by side."""

    def __init__(self, page: str) -> None:
        """Talks to a page.

        Args:
            page: the address that ends in /webhooks/web/.
        """
        self._page = page
        self.figures = Figures()
        self.conversations: list[Conversation] = []

    async def run(self, number: int, at_once: int, finished: threading.Event) -> None:
        """Has conversations, some at a time: a number of them, and more until something else has finished."""
        texts = dialogues()
        places = itertools.count()
        timeout = aiohttp.ClientTimeout(total=45)
        async with aiohttp.ClientSession(self._page, timeout=timeout) as client:

            async def one_after_the_other() -> None:
                while (place := next(places)) < number or not finished.is_set():
                    await self._talk(client, next(texts), together=place % 10 == 0)

            await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))

    @property
    def answered(self) -> int:
        """How many messages were acknowledged so far."""
        return len(self.figures.seconds)

    async def _talk(self, client: aiohttp.ClientSession, says: Sequence[str], together: bool) -> None:
        conversation = Conversation(together=together)
        self.conversations.append(conversation)
        session = await self._insist(client, "session", {}, "")
        assert session, "no session could be had"
        conversation.id = session[0]["conversation_id"]
        width = 2 if together else 1
        for texts in itertools.zip_longest(*[iter(says)] * width):
            await asyncio.gather(
                *(self._say(client, conversation, text, session[0]["token"]) for text in texts if text)
            )

    async def _say(self, client: aiohttp.ClientSession, conversation: Conversation, text: str, token: str) -> None:
        # A resend carries the same id, so that the server can tell it from a second message.
        body = {"payload" if text.startswith("/") else "text": text, "id": secrets.token_hex(16)}
        began = time.monotonic()
        answer = await self._insist(client, "messages", body, token)
        if answer is None:
            conversation.given_up.append(text)
            return
        content, attempts = answer
        self.figures.seconds.append(time.monotonic() - began)
        replies = content["replies"]
        turn = replies[0]["id"].partition(".")[0]
        conversation.acknowledged.append(Acknowledged(text, turn, len(replies), attempts))

    async def _insist(
        self, client: aiohttp.ClientSession, path: str, body: dict[str, Any], token: str
    ) -> tuple[dict[str, Any], int] | None:
        """The answer, and at which attempt it came; None where none came in time."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        until = time.monotonic() + _PATIENCE_SECONDS
        for attempt in itertools.count(1):
            status, content = await self._post(client, path, body, headers)
            self.figures.statuses[status] = self.figures.statuses.get(status, 0) + 1
            if 200 <= status < 300:
                assert content is not None
                return content, attempt
            assert status == 0 or status in _LATER, f"{path} is answered with {status}: {content}"
            if status:
                assert content and content["status"] == status and content["detail"], "an honest error has its words"
            if time.monotonic() > until:
                return None
            await asyncio.sleep(_PAUSE_SECONDS)
        return None

    async def _post(
        self, client: aiohttp.ClientSession, path: str, body: dict[str, Any], headers: dict[str, str]
    ) -> tuple[int, dict[str, Any] | None]:
        try:
            async with client.post(f"/webhooks/web/{path}", json=body, headers=headers) as answer:
                return answer.status, await answer.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError):
            return 0, None
