"""A web channel in a real server on loopback, with canned replies behind it and a database of its own."""

import itertools
import socket
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from assistants import CannedAssistant
from bench import Loop
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from needlewise.channels.protocol import Connections, guarded
from needlewise.channels.server import application
from needlewise.channels.web import WebChannel, WebSettings
from needlewise.channels.web.tokens import Tokens
from needlewise.dialogue.replies import Kind, Reply
from needlewise.runtime.assistant import Assistant
from needlewise.store.locks import Locks
from needlewise.store.tracker_store import ConversationStore

SECRET = "a secret for tests alone"
_names = itertools.count(1)


class CannedAgent:
    """Stands for Rasa's agent: canned replies, kept in a real store."""

    def __init__(self, store: ConversationStore) -> None:
        self.tracker_store = store
        self.lock_store = Locks()
        self.domain = SimpleNamespace(intents=["greet", "help"])
        self.nlg = SimpleNamespace(generate=self._greeting)

    async def handle_message(self, message: UserMessage) -> None:
        """Answer and keep both; "start over" forgets what was before."""
        async with self.lock_store.lock(message.sender_id):
            tracker = await self.tracker_store.retrieve(message.sender_id)
            tracker = tracker or DialogueStateTracker(message.sender_id, [])
            tracker.update(UserUttered(message.text, message_id=message.message_id))
            await CannedAssistant().handle_message(message)
            for reply in message.output_channel.replies:
                said = reply.as_message()
                tracker.update(BotUttered(said["text"], {"buttons": said["buttons"]}, {"reply": said["reply"]}))
            if message.text == "start over":
                tracker.update(Restarted())
            tracker.update(ActionExecuted("action_listen"))
            await self.tracker_store.save(tracker)

    async def _greeting(self, *_: Any) -> dict[str, Any]:
        return Reply("Hello.", Kind.SMALLTALK).as_message()


@dataclass(frozen=True)
class Got:
    """An answer of the server."""

    status: int
    headers: Any
    body: bytes
    json: Any


class Website:
    """The server, and a browser."""

    def __init__(self, loop: Loop, database: Path, settings: WebSettings) -> None:
        self.loop, self.database = loop, database
        self.tokens = Tokens(SECRET, settings.session_days)
        self.store = ConversationStore(Domain.empty(), patience=0)
        loop.run(self._start(settings))

    async def _start(self, settings: WebSettings) -> None:
        assistant = Assistant(CannedAgent(self.store))  # type: ignore[arg-type]
        web = WebChannel(assistant, self.store, settings, self.tokens)
        app = application(assistant, self.store, web, [], name=f"website-{next(_names)}")
        connections = Connections(settings.connections, settings.trusted_proxies)
        listening = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        self._server = await app.create_server(
            sock=listening,
            protocol=guarded(connections, head_seconds=0.5, body_seconds=0.5),
            return_asyncio_server=True,
            access_log=False,
        )
        await self._server.startup()
        await self._server.before_start()
        await self._server.start_serving()
        self._client = aiohttp.ClientSession(auto_decompress=False)

    def stop(self) -> None:
        """Shut everything down."""
        self.loop.run(self._stop())

    async def _stop(self) -> None:
        await self._client.close()
        await self._server.before_stop()
        await self._server.close()
        await self._server.after_stop()

    def call(self, method: str, path: str, token: str | None = None, **more: Any) -> Got:
        """One request to the channel; a path that starts with a slash is the server's own."""
        return self.loop.run(self.request(method, path, token, **more))

    async def request(self, method: str, path: str, token: str | None = None, **more: Any) -> Got:
        """See `call`."""
        more["headers"] = {"Accept-Encoding": "identity", **more.get("headers", {})}
        if token is not None:
            more["headers"]["Authorization"] = f"Bearer {token}"
        address = self.root + (path[1:] if path.startswith("/") else f"webhooks/web/{path}")
        async with self._client.request(method, address, allow_redirects=False, **more) as answer:
            body = await answer.read()
            is_json = answer.content_type.endswith("json") and body and "Content-Encoding" not in answer.headers
            return Got(answer.status, answer.headers, body, await answer.json(content_type=None) if is_json else None)

    def visitor(self) -> str:
        """The token of a new session."""
        return str(self.call("POST", "session").json["token"])

    def say(self, token: str, text: str) -> Got:
        """A typed message."""
        return self.call("POST", "messages", token, json={"text": text})

    def history(self, token: str) -> list[dict[str, Any]]:
        """The conversation so far."""
        messages: list[dict[str, Any]] = self.call("GET", "messages", token).json["messages"]
        return messages

    def rows(self) -> tuple[int, int]:
        """How many events and words of feedback are stored."""
        with self.store.engine.connect() as connection:
            count = [connection.exec_driver_sql(f"select count(*) from {t}").scalar() for t in ("events", "feedback")]
        return count[0], count[1]
