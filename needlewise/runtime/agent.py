"""Rasa's agent, made to outlive its own mistakes: a turn that went wrong does not spoil the next one."""

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker


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


class SteadyAgent(Agent):
    """Rasa's agent with our processor, and with the store itself.

    Rasa wraps the store: where that fails, the wrapper answers with an empty conversation, and keeps what follows in
    memory, where nobody can erase it. Here the failure reaches whoever asked.
    """

    tracker_store: TrackerStore

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
