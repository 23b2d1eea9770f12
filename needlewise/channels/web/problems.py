"""Errors as RFC 9457 problem objects. None repeats anything of the request."""

from collections.abc import Mapping
from http import HTTPStatus

from sanic import response
from sanic.response import HTTPResponse

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
        f"That was a lot in a short time: try again in {seconds} s.",
        {"Retry-After": str(seconds)},
    )


def problem_response(problem: Problem) -> HTTPResponse:
    """The response that tells of a problem."""
    status = problem.status
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": problem.detail}
    headers = {"Cache-Control": "no-store", **problem.headers}
    return response.json(body, status=status.value, headers=headers, content_type=CONTENT_TYPE)
