"""Conversations with the whole assistant, message by message."""

import asyncio
import itertools
from collections.abc import Callable, Iterator

import pytest

from needlewise.runtime.assistant import Assistant, Turn


class Conversation:
    """One conversation."""

    _numbers = itertools.count()

    def __init__(self, assistant: Assistant, loop: asyncio.AbstractEventLoop) -> None:
        self._assistant = assistant
        self._loop = loop
        self._id = f"dialogue-{next(self._numbers)}"

    def say(self, text: str) -> Turn:
        """Sends a message, or a button's payload."""
        return self._loop.run_until_complete(self._assistant.answer(self._id, text))


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop that these conversations run in."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def new_conversation(whole_assistant: Assistant, loop: asyncio.AbstractEventLoop) -> Callable[[], Conversation]:
    """Begins a conversation."""
    return lambda: Conversation(whole_assistant, loop)
