"""Errors as RFC 9457 problem objects. None repeats anything of the request.

Whoever is told to wait, or gets no answer for a fault of ours, is told the emergency numbers with it.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus

from sanic import response
from sanic.response import HTTPResponse

from needlewise.knowledge.content import shared_knowledge

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is answered with an error.

    Attributes:
        status: of HTTP.
        detail: a sentence for whoever made the request.
        headers: to send along.
    """

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status.phrase)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def unauthorized() -> Problem:
    """Of a request without a token that is accepted."""
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "This needs the token of a session that has not ended: POST session gives one.",
        {"WWW-Authenticate": "Bearer"},
    )


def too_many(seconds: int) -> Problem:
    """Of a request too many; `seconds` until the next is taken."""
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"That was a lot in a short time: try again in {seconds} s. {_in_an_emergency()}",
        {"Retry-After": str(seconds)},
    )


def problem_response(problem: Problem) -> HTTPResponse:
    """The response that tells of a problem."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    return response.json(_body(problem), status=problem.status.value, headers=headers, content_type=CONTENT_TYPE)


def raw_refusal() -> bytes:
    """The whole response to a connection too many of one address, which is closed unread."""
    body = json.dumps(_body(Problem(HTTPStatus.TOO_MANY_REQUESTS, f"Too many connections. {_in_an_emergency()}")))
    head = (
        "HTTP/1.1 429 Too Many Requests", f"Content-Type: {CONTENT_TYPE}", f"Content-Length: {len(body.encode())}",
        "Cache-Control: no-store", "Retry-After: 5", "Connection: close",
    )  # fmt: skip
    return "\r\n".join((*head, "", body)).encode()


def _body(problem: Problem) -> dict[str, object]:
    status = problem.status
    urgent = status is HTTPStatus.TOO_MANY_REQUESTS or status.value >= HTTPStatus.INTERNAL_SERVER_ERROR
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": problem.detail,
        **({"emergency_numbers": _numbers()} if urgent else {}),
    }


def _in_an_emergency() -> str:
    return f"In an emergency do not wait for me: call {_numbers()}."


def _numbers() -> str:
    return shared_knowledge().site.variables()["emergency_numbers"]
