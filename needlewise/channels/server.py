"""The server: one process, one port, the web channel and the messaging channels that are configured."""

import asyncio
import errno
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from http import HTTPMethod, HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, register
from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from needlewise.channels.conversations import log_without_text
from needlewise.channels.gate import MOST_HEAD_BYTES
from needlewise.channels.metrics import TEST_KEY, count_request, traffic_of
from needlewise.channels.protocol import Connections, guarded
from needlewise.channels.web import WebChannel
from needlewise.channels.web.channel import PREFIX
from needlewise.channels.web.problems import Problem, problem_response
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.sentences import sentence
from needlewise.logs import REQUEST
from needlewise.metrics import TRAFFIC
from needlewise.runtime.assistant import Assistant
from needlewise.store.tracker_store import ConversationStore

NAME = "needlewise"
_WARM_UP_QUESTION = "is it safe at home?"
_SECONDS_BETWEEN_PURGES = 6 * 3600
_METHODS = {method.value for method in HTTPMethod}
_LIMITS = {
    "REQUEST_MAX_SIZE": 256 * 1024,
    "REQUEST_TIMEOUT": 60,  # our own come earlier: needlewise/channels/protocol.py
    "REQUEST_MAX_HEADER_SIZE": MOST_HEAD_BYTES + 4,
    "RESPONSE_TIMEOUT": 30,
    "KEEP_ALIVE_TIMEOUT": 65,
    "GRACEFUL_SHUTDOWN_TIMEOUT": 10.0,
    "ACCESS_LOG": False,  # ours tells no address
    "AUTO_EXTEND": False,
    "MOTD": False,
}

logger = logging.getLogger(__name__)


class PortError(OSError):
    """The server cannot listen where it was told to; the message is a sentence."""


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket that has the port, and does not listen yet; port 0 takes any that is free.

    Raises:
        PortError: where the port is taken, or host or port cannot be had.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.setblocking(False)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise _taken(port) from None
        raise PortError(f"The server cannot listen on {host} port {port}: {error.strerror or error}.") from None
    return bound


def _taken(port: int) -> PortError:
    return PortError(
        f"Port {port} is taken by another program: stop that, or choose another port with --port or NEEDLEWISE_PORT."
    )


def page_address(listening: socket.socket) -> str:
    """The address of the page with the widget, for a browser on this machine."""
    host, port = listening.getsockname()[:2]
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}{PREFIX}/"


async def warm_up(assistant: Assistant, store: ConversationStore) -> None:
    """Has a real message answered, so that the first visitor does not wait, and leaves nothing of it.

    Raises:
        RuntimeError: where the assistant has no answer.
    """
    conversation = f"warm-up-{secrets.token_hex(8)}"
    turn = await assistant.answer(conversation, _WARM_UP_QUESTION)
    store.erase(conversation)
    if turn.failed:
        raise RuntimeError("The assistant has no answer to a simple question; the lines above say why.")


def application(
    assistant: Assistant, store: ConversationStore, web: WebChannel, messaging: Sequence[InputChannel], name: str = NAME
) -> Sanic:
    """The server's application. Rasa's own HTTP API is no part of it.

    Args:
        assistant: loaded.
        store: where it keeps conversations.
        web: the website's channel.
        messaging: the channels of messaging platforms.
        name: of the application, once in a process.
    """
    app = Sanic(name, configure_logging=False)
    app.config.update(_LIMITS)
    app.ctx.agent = assistant.agent
    app.ctx.ready = False
    app.ctx.stopping = False
    app.blueprint(web.blueprint())
    register(list(messaging), app, route="/webhooks/")
    _add_health(app)
    app.add_route(_to_page, "/", methods=["GET", "HEAD"], name="home")
    app.register_middleware(_begin, "request")
    app.register_middleware(web.preflight, "request")
    app.register_middleware(web.allow_origin, "response")
    app.register_middleware(_end, "response")
    app.error_handler.add(Exception, _failed)

    def begin(app: Sanic, _: Any) -> None:
        app.ctx.ready = True
        app.add_task(_purge_regularly(store), name="purge")

    def end(app: Sanic, _: Any) -> None:
        app.ctx.ready = False
        app.ctx.stopping = True

    def close(*_: Any) -> None:
        store.engine.dispose()

    app.register_listener(begin, "after_server_start")
    app.register_listener(end, "before_server_stop")
    app.register_listener(close, "after_server_stop")
    return app


def run(app: Sanic, listening: socket.socket, connections: Connections, when_ready: Callable[[], None]) -> None:
    """Serves until the process is told to stop; requests under way are finished.

    Args:
        app: the application.
        listening: a socket that has the port.
        connections: how many there may be.
        when_ready: called when requests are answered.

    Raises:
        PortError: where another program began to listen there meanwhile.
    """
    # What it logs are mistakes of clients, quoted; our own lines tell of failed requests.
    logging.getLogger("sanic").setLevel(logging.CRITICAL)
    started = False

    def ready(*_: Any) -> None:
        nonlocal started
        started = True
        when_ready()

    app.register_listener(ready, "after_server_start")
    app.run(sock=listening, protocol=guarded(connections), access_log=False, motd=False)
    if not started:
        raise _taken(listening.getsockname()[1])


def _add_health(app: Sanic) -> None:
    @app.route("/health/live", methods=["GET", "HEAD"])
    async def live(_: Request) -> HTTPResponse:
        return response.json({"status": "live"}, headers={"Cache-Control": "no-store"})

    @app.route("/health/ready", methods=["GET", "HEAD"])
    async def ready(request: Request) -> HTTPResponse:
        """Says nothing of the database: visitors hear of that from us, and not from a proxy without a server."""
        if not request.app.ctx.ready:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The server is starting or stopping.")
        return response.json({"status": "ready"}, headers={"Cache-Control": "no-store"})


async def _to_page(_: Request) -> HTTPResponse:
    return response.redirect(f"{PREFIX}/")


async def _purge_regularly(store: ConversationStore) -> None:
    while True:
        try:
            deleted = await asyncio.to_thread(store.purge, shared_knowledge().site.retention_days)
            if deleted:
                logger.info("deleted %d events of conversations past their time", deleted)
        except Exception as error:  # the next time may go well
            log_without_text("old conversations could not be deleted", error)
        await asyncio.sleep(_SECONDS_BETWEEN_PURGES)


def _begin(request: Request) -> None:
    request.ctx.id = secrets.token_hex(8)
    request.ctx.began = time.monotonic()
    REQUEST.set(request.ctx.id)
    TRAFFIC.set(traffic_of(request.headers, os.environ.get(TEST_KEY, "")))


def _end(request: Request, answer: BaseHTTPResponse) -> None:
    answer.headers["X-Request-Id"] = request.ctx.id
    if request.app.ctx.stopping and request.stream:  # a proxy would send its next requests over the same connection
        request.stream.keep_alive = False
    # The route and not the path, which may hold anything.
    route = request.route.path if request.route else "unknown"
    took = (time.monotonic() - request.ctx.began) * 1000
    method = request.method if request.method in _METHODS else "OTHER"
    fields = {"method": method, "route": f"/{route}", "status": answer.status, "ms": round(took)}
    logger.info("%s /%s %d %.0f ms", method, route, answer.status, took, extra={"fields": fields})
    count_request(method, f"/{route}", answer.status, took / 1000)


def _failed(request: Request, error: Exception) -> HTTPResponse:
    if isinstance(error, Problem):
        return problem_response(error)
    if isinstance(error, SanicException):
        status = HTTPStatus(error.status_code)
        if status.value >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return problem_response(Problem(status, sentence("failed"), getattr(error, "headers", None)))
        return problem_response(Problem(status, _DETAILS.get(status, status.phrase), getattr(error, "headers", None)))
    if request.route is None:  # not even the head of the request could be read
        return problem_response(Problem(HTTPStatus.BAD_REQUEST, "The request cannot be read."))
    log_without_text("a request failed", error)
    return problem_response(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence("failed")))


_DETAILS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_TIMEOUT: "The request took too long to arrive.",
    HTTPStatus.LENGTH_REQUIRED: "The body's length must stand in Content-Length.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too big.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The request's head is too big.",
}
