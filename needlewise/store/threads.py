"""Threads in which the database is used, so that the server goes on answering while it is slow."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

# As many turns can wait for the database as there are threads, and whoever comes then waits for them too; asyncio's own
# pool has six on two processors. Each may need a connection: three replicas stay below PostgreSQL's usual hundred.
MOST = 24

_THREADS = ThreadPoolExecutor(MOST, thread_name_prefix="store")

T = TypeVar("T")


async def in_thread(work: Callable[..., T], *args: object, patience: float | None = None) -> T:
    """What a function gives that works on the database.

    Args:
        work: the function.
        args: for it.
        patience: seconds after which its result is waited for no longer; it may still come to its end.

    Raises:
        TimeoutError: where that takes longer.
    """
    running = contextvars.copy_context().run
    return await asyncio.wait_for(
        asyncio.get_running_loop().run_in_executor(_THREADS, partial(running, work, *args)), patience
    )
