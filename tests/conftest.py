"""What the tests of the whole assistant share."""

import asyncio
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from needlewise.logs import configure_logging
from needlewise.runtime.assistant import Assistant, Turn
from needlewise.runtime.model import MODEL, ensure_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the model, trained first where needed, which nobody retrains meanwhile: for servers to be tested."""
    return Path(shutil.copy(ensure_model(), tmp_path_factory.mktemp("model") / MODEL.name))


@pytest.fixture(scope="session")
def whole_assistant() -> Assistant:
    """The assistant of this checkout, trained first where needed; conversations stay in memory."""
    configure_logging("WARNING")
    return Assistant.load()


@pytest.fixture(scope="session")
def talk(whole_assistant: Assistant) -> Callable[..., list[Turn]]:
    """Sends messages, one after the other, in a new conversation; gives the turns."""
    numbers = itertools.count()
    loop = asyncio.new_event_loop()

    def send(*messages: str) -> list[Turn]:
        conversation = f"test-{next(numbers)}"

        async def conversed() -> list[Turn]:
            return [await whole_assistant.answer(conversation, message) for message in messages]

        return loop.run_until_complete(conversed())

    return send
