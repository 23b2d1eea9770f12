"""Work after the webhook has answered: one conversation in order, different ones side by side."""

import asyncio
import heapq
import itertools
import logging
import traceback
from collections.abc import Awaitable, Callable

from needlewise import metrics

logger = logging.getLogger(__name__)

# Platforms deliver over several connections at once, so two quick messages may arrive the wrong way round. A
# conversation that was at rest waits this long before its first message is handled, and then goes by the time sent.
_SETTLE_SECONDS = 0.2
_MOST_WAITING = 1000


class Conversations:
    """Runs jobs: within a conversation one after the other by the time sent, else side by side."""

    def __init__(
        self,
        settle: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(_SETTLE_SECONDS),
        most_waiting: int = _MOST_WAITING,
    ) -> None:
        """Starts with nothing waiting.

        Args:
        settle: waits until the first messages of a conversation at rest are in.
        most_waiting: how many jobs may wait over all conversations.
        """
        self._settle = settle
        self._most_waiting = most_waiting
        self._waiting: dict[str, list[tuple[float, int, Callable[[], Awaitable[None]]]]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._arrivals = itertools.count()

    @property
    def is_full(self) -> bool:
        """Whether no further job can wait; the platform is then asked to deliver later."""
        return sum(map(len, self._waiting.values())) >= self._most_waiting

    def add(self, conversation: str, sent_at: float, job: Callable[[], Awaitable[None]]) -> None:
        """Have a job done after those of the conversation that were sent earlier.

        Args:
            conversation: the id of the conversation.
            sent_at: orders the jobs; equal ones go by arrival.
            job: what is to be done; an error of it is logged without its message.
        """
        entry = (sent_at, next(self._arrivals), job)
        metrics.QUEUED.add()
        if conversation in self._waiting:
            heapq.heappush(self._waiting[conversation], entry)
            return
        self._waiting[conversation] = [entry]
        worker = asyncio.get_running_loop().create_task(self._work(conversation))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def drain(self, timeout: float) -> None:
        """Wait until everything is done, but no longer than `timeout` seconds."""
        if self._workers:
            await asyncio.wait(set(self._workers), timeout=timeout)

    async def _work(self, conversation: str) -> None:
        await self._settle()
        waiting = self._waiting[conversation]
        while waiting:
            _, _, job = heapq.heappop(waiting)
            try:
                await job()
            except Exception as error:
                log_without_text("a message could not be handled", error)
            finally:
                metrics.QUEUED.add(by=-1)
        del self._waiting[conversation]


def log_without_text(what: str, error: Exception) -> None:
    """Log an error's kind and place, but not its message, which may quote what a visitor wrote."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", what, type(error).__name__, place)
