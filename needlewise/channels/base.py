"""What all messaging channels do alike: take a signed webhook, do the work in order, and say then that it was taken.

Rasa's own connectors are not subclassed: Telegram's and Twilio's check no signature, Messenger's compares the
weaker one in a time that gives it away and blocks the event loop while it sends, Slack's throws away what Slack
delivers again. Of Rasa only the two interfaces remain.
"""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from needlewise.channels.configuration import (
    REDIS,
    SECRET,
    ChannelConfigurationError,
    Variable,
    is_wanted,
    settings_of,
)
from needlewise.channels.conversations import Conversations, log_without_text
from needlewise.channels.counts import count
from needlewise.channels.delivery import Problem, Response, Sender
from needlewise.channels.identity import Identity
from needlewise.channels.limits import limits_of, sentences
from needlewise.channels.markup import Markup
from needlewise.channels.memory import LocalMemory, Memory, RedisMemory, Seen
from needlewise.channels.rendering import Message, Option, in_order, render, render_sources
from needlewise.channels.turns import Collected, Incoming, said
from needlewise.channels.webhooks import TooBigError, body_of
from needlewise.dialogue.replies import Button, Kind, Reply
from needlewise.store.locks import RedisAddressError

_DRAIN_SECONDS = 10.0
_LATER = {"Retry-After": "5"}
# The longest text that any of the platforms but Slack lets a person send.
_LONGEST_TEXT = 4096

# What reading JSON of another shape than expected raises.
_MISSHAPEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)

Handler = Callable[[UserMessage], Awaitable[Any]]


class MessagingInput(InputChannel):
    """A channel of a messaging platform; subclasses say how the platform signs, what it sends and what it takes."""

    NAME: ClassVar[str]
    VARIABLES: ClassVar[tuple[Variable, ...]]
    # How long a webhook waits for its message to be answered; Slack waits for three seconds. Where a platform hears
    # nothing it delivers again: so a message is not lost with the replica that works on it.
    PATIENCE_SECONDS: ClassVar[float] = 2.5

    def __init__(
        self, settings: Mapping[str, str], memory: Memory | None = None, conversations: Conversations | None = None
    ) -> None:
        """Starts with nothing sent.

        Args:
        settings: the values of `VARIABLES`, by name.
        memory: of seen messages and shown options; by default shared through REDIS_URL, else of this process.
        conversations: keeps the order of messages.
        """
        self.settings = settings
        self.limits = limits_of(self.NAME)
        self.identity = Identity(settings[SECRET.name])
        self.sender = Sender(self.NAME, self.limits.per_second, self.problem)
        self.memory = memory or _memory(settings.get(REDIS.name))
        self.conversations = conversations or Conversations()
        self._under_way: dict[str, asyncio.Future[bool]] = {}

    @classmethod
    def name(cls) -> str:
        """The channel's name: part of its webhook's address, and seen by the assistant."""
        return cls.NAME

    @classmethod
    def variables(cls) -> tuple[Variable, ...]:
        """All environment variables that the channel reads."""
        return (*cls.VARIABLES, SECRET, REDIS)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "MessagingInput | None":
        """The channel, or None where nothing of it is configured.

        Raises:
            ChannelConfigurationError: where it is half configured.
        """
        if not is_wanted(cls.VARIABLES, environ):
            return None
        return cls(settings_of(cls.NAME, cls.variables(), environ))

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """The channel as `rasa run` builds it from credentials.yml: from the environment, off where unconfigured."""
        return cls.from_environment(os.environ) or Off(cls.NAME)

    def is_signed(self, request: Request, body: bytes) -> bool:
        """Whether the platform signed the request."""
        raise NotImplementedError

    def handshake(self, request: Request) -> HTTPResponse | None:
        """The answer to a platform that asks by GET whose webhook this is; None where it is none of ours."""
        return None

    def challenge(self, request: Request, body: bytes) -> HTTPResponse | None:
        """The answer to a signed question about the webhook itself; None where the request is none."""
        return None

    def events(self, request: Request, body: bytes) -> Iterable[Any]:
        """The events in a signed request.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: where the body has not the platform's shape.
        """
        raise NotImplementedError

    def incoming(self, event: Any) -> Incoming | None:
        """The visitor's message that an event tells of; None for events that need no answer.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: where the event has not the platform's shape.
        """
        raise NotImplementedError

    def expiry(self, sent_at: float) -> float | None:
        """When a message sent at that time can no longer be answered, in seconds since 1970; None for never."""
        return None if self.limits.window is None else sent_at + self.limits.window

    def taken(self) -> HTTPResponse:
        """What the platform hears at once."""
        return response.empty(status=200)

    def problem(self, response: Response) -> Problem | None:
        """What is wrong with the platform's response to a message; None where it was taken."""
        raise NotImplementedError

    def markup(self, address: Any) -> Markup:
        """How texts to an address are marked up."""
        return Markup()

    async def deliver(self, address: Any, message: Message) -> bool:
        """Send one message; whether the platform took it."""
        raise NotImplementedError

    async def register(self, address: str) -> bool:
        """Tell the platform what can be told by program, such as the webhook's address; whether it took that."""
        raise NotImplementedError

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The webhook, at <prefix>/webhook."""
        webhook = Blueprint(f"{self.NAME}_webhook")

        @webhook.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            return self.handshake(request) or response.empty(status=403)

        @webhook.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        @webhook.listener("before_server_stop")
        async def finish(*_: Any) -> None:
            await self.conversations.drain(_DRAIN_SECONDS)
            await self.sender.close()
            if isinstance(self.memory, RedisMemory):
                await self.memory.close()

        return webhook

    async def _receive(self, request: Request, on_new_message: Handler) -> HTTPResponse:
        try:
            body = await body_of(request)
        except TooBigError:
            count(self.NAME, "refused")
            return response.empty(status=413)
        if not self.is_signed(request, body):
            count(self.NAME, "refused")
            return response.empty(status=401)
        try:
            if (answer := self.challenge(request, body)) is not None:
                return answer
            messages = [message for event in self.events(request, body) if (message := self._read(event))]
        except _MISSHAPEN:
            messages = []
        if not messages:
            count(self.NAME, "ignored")
        elif self.conversations.is_full:
            count(self.NAME, "busy")
            return response.empty(status=503, headers={"Retry-After": "30"})
        answered = {await self._take(message, on_new_message) for message in messages}
        if answered:
            known, _ = await asyncio.wait(answered, timeout=self.PATIENCE_SECONDS)
            if not all(one.result() for one in known):
                count(self.NAME, "busy")
                return response.empty(status=503, headers=_LATER)
        return self.taken()

    def _read(self, event: Any) -> Incoming | None:
        try:
            return self.incoming(event)
        except _MISSHAPEN:  # signed, but of a shape that we do not know; the others of the same request count
            return None

    async def _take(self, incoming: Incoming, on_new_message: Handler) -> "asyncio.Future[bool]":
        """Has a message answered; whether it was, or needs no answer, once that is known."""
        message = self.identity.message(self.NAME, incoming.id)
        if message in self._under_way:
            count(self.NAME, "duplicate")
            return self._under_way[message]
        answered = self._under_way[message] = asyncio.get_running_loop().create_future()
        answered.add_done_callback(lambda _: self._under_way.pop(message))
        if incoming.expires_at is not None and time.time() > incoming.expires_at:
            count(self.NAME, "expired")
            answered.set_result(True)
            return answered
        if (seen := await self.memory.begin(message)) is not Seen.NEW:
            count(self.NAME, "duplicate")
            # One that another replica works on is asked for again, should that replica die.
            answered.set_result(seen is Seen.DONE)
            return answered
        count(self.NAME, "received")
        conversation = self.identity.conversation(self.NAME, incoming.person)

        async def job() -> None:
            try:
                async with self.memory.turn(conversation):
                    await self.handle(conversation, incoming, on_new_message)
            except BaseException:
                await self.memory.give_up(message)
                answered.set_result(False)
                raise
            await self.memory.done(message)
            answered.set_result(True)

        self.conversations.add(conversation, incoming.sent_at, job)
        return answered

    async def handle(self, conversation: str, incoming: Incoming, on_new_message: Handler) -> None:
        """Answer a message of a visitor."""
        words = await said(incoming, conversation, self.memory)
        if incoming.asks_for_sources and (ids := await self.memory.recall(conversation, "sources")):
            messages = render_sources(json.loads(ids), self.limits, self.markup(incoming.address))
            await self._deliver(conversation, incoming.address, messages)
            return
        replies = await self._turn(conversation, incoming.id, words, on_new_message) if words else []
        if incoming.attachment:
            replies.append(Reply(sentences()["attachment"], Kind.SMALLTALK))
        await self.say(conversation, incoming.address, replies)

    async def say(self, conversation: str, address: Any, replies: Sequence[Reply]) -> None:
        """Show replies to a visitor, an emergency first, and note what a short answer may refer to."""
        replies = in_order(replies)
        if any(reply.kind is Kind.PRIVACY for reply in replies):
            await self.memory.drop(conversation)  # the conversation may just have been erased
        if sources := list(dict.fromkeys(id for reply in replies for id in reply.sources)):
            await self.memory.keep(conversation, "sources", json.dumps(sources))
        rendered: list[list[Message]] = []
        numbered: list[Button] = []
        many = False
        for reply in replies:
            rendered.append(render(reply, self.limits, self.markup(address), number_from=len(numbered) + 1))
            numbered += [button for message in rendered[-1] for button in message.numbered]
            many = many or any(message.many for message in rendered[-1])
        if numbered:
            rows = [[button.title, button.payload] for button in numbered]
            await self.memory.keep(conversation, "numbered", json.dumps([many, rows]))
        for messages in rendered:
            await self._deliver(conversation, address, messages)

    async def _turn(self, conversation: str, id: str, words: str, on_new_message: Handler) -> list[Reply]:
        output = Collected(self.NAME)
        message = UserMessage(
            words[:_LONGEST_TEXT],
            output,
            conversation,
            input_channel=self.NAME,
            message_id=self.identity.message(self.NAME, id),
        )
        failed = False
        try:
            await on_new_message(message)
        except Exception as error:
            failed = True
            log_without_text(f"{self.NAME}: the assistant failed", error)
        if failed or not output.replies:
            count(self.NAME, "errors")
            output.replies.append(Reply(sentences()["failed"], Kind.SMALLTALK))
        return output.replies

    async def _deliver(self, conversation: str, address: Any, messages: Sequence[Message]) -> None:
        for message in messages:
            if message.menu:
                options = [await self._short(conversation, option, message.menu.payload) for option in message.options]
                message = replace(message, options=tuple(options))
            if not await self.deliver(address, message):
                return

    async def _short(self, conversation: str, option: Option, limit: int) -> Option:
        """The option with a payload that fits the platform."""
        if len(option.payload.encode()) <= limit:
            return option
        short = self.identity.payload(option.payload)
        await self.memory.keep(conversation, short, option.payload)
        return replace(option, payload=short)


def _memory(redis: str | None) -> Memory:
    try:
        return RedisMemory(redis) if redis else LocalMemory()
    except RedisAddressError as error:
        raise ChannelConfigurationError(str(error)) from None


class Off(InputChannel):
    """Stands for a channel that is not configured: it has no webhook."""

    def __init__(self, channel: str) -> None:
        self._channel = channel

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Nothing."""
        return Blueprint(f"{self._channel}_off")
