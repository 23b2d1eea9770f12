"""What the platforms' webhooks have in common: bounded bodies, and signatures compared in constant time."""

import hashlib
import hmac

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

_MOST_BYTES = 256 * 1024


class TooBigError(Exception):
    """A webhook's body is bigger than any platform's would be."""


async def body_of(request: Request, most_bytes: int = _MOST_BYTES) -> bytes:
    """The body of a request whose route streams, read no further than the bound.

    Raises:
        TooBigError: where it is bigger.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most_bytes:
        raise TooBigError
    stream, body = request.stream, b""
    while stream and (chunk := await stream.read()) is not None:
        body += chunk
        if len(body) > most_bytes:
            raise TooBigError
    return body


def same(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())


def is_signed_by_meta(request: Request, body: bytes, app_secret: str) -> bool:
    """Whether X-Hub-Signature-256 is that of the app, as WhatsApp and Messenger sign."""
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return same(request.headers.get("x-hub-signature-256", ""), expected)


def meta_handshake(request: Request, verify_token: str) -> HTTPResponse | None:
    """The answer to Meta's question whose webhook this is; None where the token is not ours."""
    asked = request.args.get
    if asked("hub.mode") == "subscribe" and same(asked("hub.verify_token", ""), verify_token):
        return response.text(asked("hub.challenge", ""))
    return None
