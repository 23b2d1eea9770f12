"""The whole assistant in one process: model, rules, actions and store, without a server."""

import os
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from needlewise import metrics
from needlewise.dialogue.replies import Kind, Reply
from needlewise.knowledge.sentences import sentence
from needlewise.paths import ROOT
from needlewise.runtime.agent import SteadyAgent
from needlewise.runtime.local_actions import LocalActions
from needlewise.runtime.model import ModelUnusableError, ensure_model
from needlewise.store.locks import Locks

CHANNEL = "web"
ACTION_ENDPOINT_URL = "ACTION_ENDPOINT_URL"


@dataclass(frozen=True)
class Turn:
    """One message and what came of it.

    Attributes:
        user: what was sent.
        replies: in order.
        understood: the interpreter's record; empty for a pressed button of the check.
        message: the id of the message in the conversation.
        failed: whether it came to nothing; the only reply then says so.
    """

    user: str
    replies: tuple[Reply, ...]
    understood: Mapping[str, Any]
    message: str = ""
    failed: bool = False

    def as_json(self) -> dict[str, Any]:
        """The turn in the design's contract for `needlewise ask`."""
        details = [reply.details for reply in self.replies]
        return {
            "user": self.user,
            **({"act": self.understood["act"]} if self.understood.get("act") else {}),
            "replies": [reply.as_json() for reply in self.replies],
            "topics": self.understood.get("topics", []),
            "conditions": self.understood.get("conditions", []),
            "signs": self.understood.get("signs", []),
            "assessment": next((d["assessment"] for d in details if d.get("assessment")), None),
            "urgency": next((d["urgency"] for d in details if d.get("urgency")), None),
        }


class CollectedReplies(CollectingOutputChannel):
    """Collects what the assistant says as replies."""

    def __init__(self) -> None:
        """Starts with none."""
        super().__init__()
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """See the parent class."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps a message as a reply."""
        self.replies.append(Reply.from_message(message))


class Assistant:
    """Answers messages of any number of conversations."""

    def __init__(self, agent: Agent) -> None:
        """Use `load`."""
        self.agent = agent

    @classmethod
    def load(
        cls, model: Path | None = None, store: TrackerStore | None = None, locks: Locks | None = None
    ) -> "Assistant":
        """Loads the model, training it first where needed.

        Args:
            model: another model than the project's.
            store: where conversations are kept; in memory by default.
            locks: keep the turns of a conversation apart; within this process by default.

        Raises:
            ModelUnusableError: where the model is damaged, or not one that this program can load.
        """
        path = model or ensure_model()
        agent = SteadyAgent(
            generator=read_endpoint_config(str(ROOT / "endpoints.yml"), "nlg"),
            tracker_store=store or InMemoryTrackerStore(Domain.empty()),
            lock_store=locks or Locks(""),
            action_endpoint=action_endpoint(),
        )
        try:
            agent.load_model(path)
        except (RasaException, tarfile.TarError, zlib.error, EOFError, OSError) as error:
            # Rasa wraps what a component raises, such as that the encoder is missing.
            cause = error.__cause__ if isinstance(error, RasaException) else None
            raise ModelUnusableError(
                f"The model {path} cannot be loaded ({type(cause or error).__name__}: {cause or error}). Put the one "
                "before in its place, or train it anew with `make train`."
            ) from error
        return cls(agent)

    async def answer(self, conversation: str, text: str, id: str | None = None) -> Turn:
        """What the assistant replies to a message of a conversation.

        Args:
            conversation: its id.
            text: of the message.
            id: of the message, within the conversation; by default a new one.

        Raises:
            AnsweredAlreadyError: where the store has an answer to the message of that id.
            SQLAlchemyError, TimeoutError: where the store fails.
        """
        output = CollectedReplies()
        metadata = {"traffic": metrics.TEST} if metrics.TRAFFIC.get() == metrics.TEST else None
        message = UserMessage(text, output, conversation, input_channel=CHANNEL, message_id=id, metadata=metadata)
        await self.agent.handle_message(message)
        replies = tuple(output.replies) or (failed_reply(),)
        understood = (message.parse_data or {}).get("turn") or {}
        return Turn(text, replies, understood, message.message_id, failed=not output.replies)


def failed_reply() -> Reply:
    """What is said where a turn came to nothing: an action failed, and its error stands in the log."""
    return Reply(sentence("failed"), Kind.FALLBACK)


def action_endpoint() -> EndpointConfig:
    """The action server that ACTION_ENDPOINT_URL names; without it, this process runs the actions."""
    url = os.environ.get(ACTION_ENDPOINT_URL)
    return EndpointConfig(url=url) if url else LocalActions()
