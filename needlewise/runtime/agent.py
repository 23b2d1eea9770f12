"""Rasa's agent, made to outlive its own mistakes: a turn that went wrong does not spoil the next one."""

import time
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise import metrics
from needlewise.runtime.watching import FAILED, REPEATED, note_turn
from needlewise.store.stamps import MovedOnError
from needlewise.store.tracker_store import ConversationStore
from needlewise.store.turns import AnsweredAlreadyError

# With Redis two turns of a conversation meet only where a lock was lost; without it, a visitor's few pages are enough.
_ATTEMPTS = 10


class SteadyProcessor(MessageProcessor):
    """Leaves every conversation so that it can go on, and every message with what was understood of it."""

    async def log_message(self, message: UserMessage, should_save_tracker: bool = True) -> DialogueStateTracker:
        """Understand a message and note it in its conversation."""
        tracker = await super().log_message(message, should_save_tracker)
        message.parse_data = tracker.latest_message.parse_data if tracker.latest_message else None
        return tracker

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        """Store a conversation, waiting for the visitor.

        Where Rasa gave up in the midst of a turn, it would not answer any later message without this.
        """
        if tracker.latest_action_name not in (None, ACTION_LISTEN_NAME):
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        await super().save_tracker(tracker)


class HeldBack(OutputChannel):
    """Holds back what is said until the turn is stored: one that is done again is not said twice."""

    def __init__(self, channel: OutputChannel) -> None:
        """Starts with nothing said.

        Args:
            channel: where it goes in the end.
        """
        self._channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:
        """That of the channel: responses may have variations by it."""
        return self._channel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps a message."""
        self.messages.append(message)

    async def hand_over(self, recipient_id: str) -> None:
        """Passes on all messages."""
        for message in self.messages:
            await self._channel.send_response(recipient_id, message)


class SteadyAgent(Agent):
    """Rasa's agent with our processor, with the store itself, and with turns that are stored or done again.

    Rasa wraps the store: where that fails, the wrapper answers with an empty conversation, and keeps what follows in
    memory, where nobody can erase it. Here the failure reaches whoever asked.
    """

    tracker_store: TrackerStore

    async def handle_message(self, message: UserMessage) -> None:
        """Answer a message, once no other of its conversation is being answered; with what is stored, if it was before.

        Raises:
            LockError: where the conversation stays busy.
            SQLAlchemyError, TimeoutError: where the store fails.
        """
        began = time.monotonic()
        held = HeldBack(message.output_channel)
        outcome: str | None = FAILED
        try:
            async with self.lock_store.lock(message.sender_id):
                try:
                    await self._answer(message, held)
                    outcome = None
                except AnsweredAlreadyError:  # by a replica that perhaps died before it could say so
                    held.messages = await self._given(message)
                    outcome = REPEATED
        finally:
            note_turn(message, held.messages, outcome, time.monotonic() - began)
        await held.hand_over(message.sender_id)

    async def _given(self, message: UserMessage) -> list[dict[str, Any]]:
        """The replies that are stored of a message."""
        store = self.tracker_store
        assert isinstance(store, ConversationStore), "no other store knows which messages were answered"
        events = await store.answer_to(message.sender_id, message.message_id)
        return [
            {"text": event.text, "buttons": event.data.get("buttons"), "reply": event.metadata.get("reply")}
            for event in events
            if isinstance(event, BotUttered)
        ]

    async def _answer(self, message: UserMessage, held: HeldBack) -> None:
        """Answer a message, anew where another turn was stored in the conversation meanwhile."""
        channel, parsed = message.output_channel, message.parse_data
        message.output_channel = held
        try:
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    await self.processor.handle_message(message)
                    return
                except MovedOnError:
                    metrics.STORE_CONFLICTS.add()
                    if attempt == _ATTEMPTS:
                        raise
                held.messages.clear()
                message.parse_data = parsed
        finally:
            message.output_channel = channel

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model."""
        store = getattr(self.tracker_store, "_tracker_store", self.tracker_store)
        self.processor = SteadyProcessor(
            model_path=model_path,
            tracker_store=store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = store.domain = self.processor.domain
        self.tracker_store = store
        self._set_fingerprint(fingerprint)
