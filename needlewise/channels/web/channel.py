"""The web channel's routes: sessions, messages, feedback, configuration, and the widget's files."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from rasa.core.lock_store import LockError
from rasa.shared.core.events import Restarted
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from needlewise.channels.conversations import log_without_text
from needlewise.channels.web.bodies import feedback_of, id_of, json_of, page_asked_for, words_of
from needlewise.channels.web.history import messages_of, reply_json, take_back, turn_of
from needlewise.channels.web.origins import RefusedOrigins
from needlewise.channels.web.pages import (
    INDEX,
    PLAIN_PAGE,
    Asset,
    asset_of,
    assets_of,
    compressed,
    json_asset,
    page_folder,
    privacy_page,
    serve,
)
from needlewise.channels.web.problems import Problem, too_many, unauthorized
from needlewise.channels.web.rates import Rate, client_of
from needlewise.channels.web.settings import WebSettings
from needlewise.channels.web.tokens import Tokens
from needlewise.channels.web.turns import Turns
from needlewise.dialogue.replies import Reply
from needlewise.knowledge.content import shared_knowledge
from needlewise.knowledge.sentences import sentence
from needlewise.paths import ROOT
from needlewise.runtime.assistant import Assistant
from needlewise.store.threads import in_thread
from needlewise.store.tracker_store import ConversationStore

PREFIX = "/webhooks/web"
DESCRIPTION = ROOT / "docs" / "openapi.yml"
# The greeting has a text of its own where a notice stands above it, as in the widget and on the plain page.
_GREETED = "widget"
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_BEARER = "bearer "
_PRIVACY = "privacy"
_STYLE = PLAIN_PAGE / "page.css"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}
_EXPOSED = "Retry-After, X-Request-Id"
# What a database that is gone, or a conversation that is too busy, raises.
_UNAVAILABLE = (SQLAlchemyError, TimeoutError, LockError)

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[HTTPResponse]]


class WebChannel:
    """Answers the widget."""

    def __init__(self, assistant: Assistant, store: ConversationStore, settings: WebSettings, tokens: Tokens) -> None:
        """Needs what answers, and what says who may ask.

        Args:
            assistant: what answers; it keeps conversations in `store`.
            store: where conversations are read back from and erased.
            settings: limits and rights.
            tokens: of sessions.
        """
        self._assistant = assistant
        self._store = store
        self._turns = Turns(assistant, store)
        self._settings = settings
        self._tokens = tokens
        self._per_session = Rate(settings.session_rate)
        self._per_address = Rate(settings.address_rate)
        self._refused = RefusedOrigins()

    def blueprint(self) -> Blueprint:
        """The routes, below `PREFIX`."""
        web = Blueprint("web", url_prefix=PREFIX)
        for path, method, handler in (
            ("/session", "POST", self._new_session),
            ("/session", "DELETE", self._erase),
            ("/messages", "POST", self._answer),
            ("/messages", "GET", self._history),
            ("/messages", "DELETE", self._take_back),
            ("/feedback", "POST", self._feedback),
            ("/config", "GET", self._config),
            ("/topics", "GET", self._topics),
        ):
            guarded = partial(self._guarded, handler)
            # Bodies are read by the handler, and no further than its bound.
            name = f"{method.lower()}_{path[1:]}"
            web.add_route(guarded, path, methods=[method], name=name, stream=method == "POST")
        for number, (path, asset) in enumerate(_files().items()):
            web.add_route(partial(_file, asset), f"/{path}", methods=["GET", "HEAD"], name=f"file_{number}")
        return web

    def preflight(self, request: Request) -> HTTPResponse | None:
        """The answer to a browser that asks whether a page of another site may do what it is about to do."""
        if request.method != "OPTIONS" or not request.path.startswith(f"{PREFIX}/"):
            return None
        return response.empty(headers=_PREFLIGHT if self._settings.allows(request.headers.get("origin", "")) else {})

    def allow_origin(self, request: Request, answer: BaseHTTPResponse) -> None:
        """Lets pages of allowed origins read the answer."""
        if not request.path.startswith(f"{PREFIX}/"):
            return
        known = answer.headers.get("Vary")
        answer.headers["Vary"] = f"{known}, Origin" if known else "Origin"
        origin = request.headers.get("origin", "")
        if origin and self._settings.allows(origin):
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Expose-Headers"] = _EXPOSED
        elif origin and not origin.endswith(f"://{request.host}"):
            self._refused.tell(origin)

    async def _guarded(self, handler: Handler, request: Request) -> HTTPResponse:
        if seconds := self._per_address.wait(self._client(request)):
            raise too_many(seconds)
        try:
            return compressed(request, await handler(request))
        except _UNAVAILABLE as error:
            log_without_text("the conversation cannot be reached", error)
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, sentence("failed"), {"Retry-After": "5"}) from None

    async def _new_session(self, request: Request) -> HTTPResponse:
        session = self._tokens.issue()
        expires_at = datetime.fromtimestamp(session.expires_at, UTC).isoformat().replace("+00:00", "Z")
        body = {"token": session.token, "expires_at": expires_at, "conversation_id": session.conversation}
        return response.json(body, status=HTTPStatus.CREATED.value, headers=_NO_STORE)

    async def _erase(self, request: Request) -> HTTPResponse:
        conversation = self._conversation(request)
        # After the turn that may be under way, which would store its messages again.
        async with self._assistant.agent.lock_store.lock(conversation):
            await in_thread(self._store.erase, conversation)
        return response.empty(headers=_NO_STORE)

    async def _answer(self, request: Request) -> HTTPResponse:
        conversation = self._speaker(request)
        body = await json_of(request, self._settings.body_bytes)
        words, id = words_of(body, self._settings.message_characters), id_of(body)
        return response.json({"replies": await self._turns.answer(conversation, words, id)}, headers=_NO_STORE)

    async def _history(self, request: Request) -> HTTPResponse:
        conversation = self._conversation(request)
        page = await self._store.page(conversation, *page_asked_for(request))
        if page is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "There is no such message in this conversation.")
        messages, began = messages_of(page.events), any(isinstance(event, Restarted) for event in page.events)
        earlier = messages[0]["id"] if messages and page.earlier and not began else None
        return response.json({"messages": messages, "earlier": earlier}, headers=_NO_STORE)

    async def _take_back(self, request: Request) -> HTTPResponse:
        conversation = self._speaker(request)
        async with self._assistant.agent.lock_store.lock(conversation):
            # The whole of it: what is known then has to follow from what was said.
            tracker = await self._store.retrieve_full_tracker(conversation)
            if tracker is None or not take_back(tracker):
                raise Problem(HTTPStatus.CONFLICT, "There is no message to take back.")
            await self._store.save(tracker)
        return response.empty(headers=_NO_STORE)

    async def _feedback(self, request: Request) -> HTTPResponse:
        conversation = self._speaker(request)
        feedback = feedback_of(await json_of(request, self._settings.body_bytes))
        async with self._assistant.agent.lock_store.lock(conversation):
            turn = await self._store.answer_to(conversation, turn_of(feedback.message))
            said = messages_of(turn, since_restart=False)
            about = next((message for message in said if message["id"] == feedback.message), None)
            if about is None or not await in_thread(
                self._store.rate, conversation, feedback.message, about["topic"], feedback.helpful, feedback.reason
            ):
                raise Problem(HTTPStatus.NOT_FOUND, "There is no such reply in this conversation.")
        return response.empty(headers=_NO_STORE)

    async def _config(self, request: Request) -> HTTPResponse:
        site = shared_knowledge().site
        review = site.clinical_review
        agent = self._assistant.agent
        greeting = Reply.from_message(await agent.nlg.generate("utter_greet", None, _GREETED))
        body: dict[str, Any] = {
            "name": site.name,
            "privacy_link": site.privacy_link or f"{PREFIX}/{_PRIVACY}",
            "clinically_reviewed": {"by": review.by, "date": review.day.isoformat()} if review else None,
            "emergency_numbers": site.variables()["emergency_numbers"],
            "retention_days": site.retention_days,
            "consent": site.consent,
            "hand_off": {"label": site.hand_off.label, "address": site.hand_off.address} if site.hand_off else None,
            "greeting": reply_json(greeting),
        }
        return serve(json_asset(body), request)

    async def _topics(self, request: Request) -> HTTPResponse:
        topics = shared_knowledge().topics
        return serve(json_asset({"topics": {id: topic.title for id, topic in topics.items()}}), request)

    def _conversation(self, request: Request) -> str:
        given = request.headers.get("authorization", "")
        token = given[len(_BEARER) :].strip() if given[: len(_BEARER)].lower() == _BEARER else ""
        if not (conversation := self._tokens.conversation_of(token)):
            raise unauthorized()
        return conversation

    def _speaker(self, request: Request) -> str:
        """The conversation of a request that adds to it."""
        conversation = self._conversation(request)
        if seconds := self._per_session.wait(conversation):
            raise too_many(seconds)
        return conversation

    def _client(self, request: Request) -> str:
        forwarded = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
        return client_of(request.ip, [hop for hop in forwarded if hop], self._settings.trusted_proxies)


def _files() -> dict[str, Asset]:
    files = assets_of(page_folder())
    privacy = privacy_page(shared_knowledge().site)
    return {
        **files,
        "": files[INDEX],
        "openapi.yml": asset_of(DESCRIPTION),
        _PRIVACY: privacy,
        "page.css": asset_of(_STYLE),
    }


async def _file(asset: Asset, request: Request) -> HTTPResponse:
    if request.path == PREFIX:  # without the slash, the page would look for its files elsewhere
        return response.redirect(f"{PREFIX}/")
    return serve(asset, request)
