"""Loading the assistant for a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needlewise.runtime.assistant import Assistant


def said(line: str) -> str:
    """What a line says to the assistant: a payload that a button of ours sends, else words.

    Rasa takes its own commands, such as `/restart`, past the understanding, and says nothing to them.
    """
    from needlewise.channels.payloads import button_payload, typed

    return button_payload(line) or typed(line) or line


def load_assistant() -> Assistant:
    """The assistant, trained first where needed; exits with a sentence where that cannot be.

    Imports Rasa only here, so that `needlewise --help` and `needlewise check` start at once.
    """
    from needlewise.logs import configure_logging

    configure_logging()
    from needlewise.encoder import EncoderMissing
    from needlewise.knowledge.read import DataError
    from needlewise.runtime.assistant import Assistant
    from needlewise.runtime.model import ModelUnusableError, TrainingFailed

    configure_logging()
    try:
        return Assistant.load()
    except (EncoderMissing, ModelUnusableError, TrainingFailed, DataError) as error:
        sys.exit(f"needlewise: {error}")
