"""What the stand-ins have in common: they sign webhooks, check what they are sent, and show it like a phone."""

import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from aiohttp import web
from rasa.core.channels.channel import InputChannel

SECRET = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Choice:
    """An option on the visitor's screen: what is read on it, what the platform sends back, whether it is a switch."""

    title: str
    data: Any
    is_switch: bool = False


@dataclass(frozen=True)
class Shown:
    """A message on a visitor's screen, without markup.

    Attributes:
        to: the visitor.
        text: as read.
        choices: options to press.
        raw: what the platform was sent.
    """

    to: str
    text: str
    choices: tuple[Choice, ...] = ()
    raw: Any = None


@dataclass(frozen=True)
class Webhook:
    """A signed request of the platform."""

    body: bytes
    headers: Mapping[str, str]


class Wrong(Exception):
    """The platform would refuse this."""


def require(condition: object, why: str) -> None:
    """Refuse what the documentation does not allow."""
    if not condition:
        raise Wrong(why)


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


class Platform:
    """A platform with any number of visitors, who are known by short names."""

    NAME: ClassVar[str]
    CHANNEL: ClassVar[type[InputChannel]]

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.wrong: list[str] = []
        self.calls: list[str] = []
        self.answers: deque[web.Response] = deque()
        self.respond: Callable[[web.Request], Awaitable[web.Response]] | None = None
        self.address = ""
        self.ids = itertools.count(1)

    # What each platform says of itself.

    def environ(self) -> dict[str, str]:
        """The channel's environment variables."""
        raise NotImplementedError

    def text(self, visitor: str, words: str) -> Any:
        """An event: the visitor typed."""
        raise NotImplementedError

    def press(self, visitor: str, choice: Choice) -> Any:
        """An event: the visitor pressed one option."""
        raise NotImplementedError

    def choose(self, visitor: str, shown: Shown, choices: Sequence[Choice]) -> list[Any]:
        """Events: the visitor chose several options of a message."""
        raise NotImplementedError

    def attachment(self, visitor: str, kind: str = "voice") -> Any:
        """An event: the visitor sent something that is not text, a voice message or a sticker."""
        raise NotImplementedError

    def unknown(self) -> Any:
        """An event of a kind that nobody has heard of."""
        raise NotImplementedError

    def sign(self, event: Any) -> Webhook:
        """The event as a signed request."""
        raise NotImplementedError

    def forge(self, event: Any) -> list[Webhook]:
        """The event unsigned, and signed wrongly in several ways."""
        raise NotImplementedError

    def take(self, path: str, headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[Shown | None, Any]:
        """What a request shows and the platform's answer to it.

        Raises:
            Wrong: where the documentation does not allow the request.
        """
        raise NotImplementedError

    def later(self, seconds: int) -> web.Response:
        """The platform's "too many requests"."""
        return web.json_response({}, status=429, headers={"Retry-After": str(seconds)})

    # The same for all.

    def application(self) -> web.Application:
        """The platform's API."""
        application = web.Application()
        application.router.add_post("/{path:.*}", self._serve)
        return application

    async def _serve(self, request: web.Request) -> web.Response:
        self.calls.append(request.path)
        if self.respond:
            return await self.respond(request)
        if self.answers:
            return self.answers.popleft()
        if request.content_type == "application/json":
            content = await request.json()
        else:
            content = dict(await request.post())
        try:
            shown, answer = self.take(request.path_qs, request.headers, content)
        except Wrong as why:
            self.wrong.append(str(why))
            return web.json_response({"error": {"code": 100}, "ok": False}, status=400)
        if shown:
            self.shown.append(shown)
        return web.json_response(answer)
