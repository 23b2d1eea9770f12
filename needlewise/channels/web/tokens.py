"""Session tokens: signed, expiring, each bound to one conversation with a random id."""

import hashlib
import hmac
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jwt

SECRET = "NEEDLEWISE_SECRET"
_SHORTEST_SECRET = 16
_ALGORITHM = "HS256"
_AUDIENCE = "needlewise-web"
_PREFIX = "web-"
_CONVERSATION = re.compile(rf"{_PREFIX}[0-9a-f]{{32}}")
_SECONDS_A_DAY = 86_400


class SecretError(ValueError):
    """There is no secret to sign with; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Session:
    """A new session.

    Attributes:
        token: what its visitor shows with every request.
        conversation: the id of its conversation, with 128 random bits.
        expires_at: seconds since 1970 after which the token is not accepted.
    """

    token: str
    conversation: str
    expires_at: int


class Tokens:
    """Issues tokens and reads them back."""

    def __init__(self, secret: str, days: int) -> None:
        """Signs with a key of its own.

        Args:
            secret: the site's.
            days: how long a token is accepted.
        """
        self._key = hmac.new(secret.encode(), b"web session tokens", hashlib.sha256).hexdigest()
        self._seconds = days * _SECONDS_A_DAY

    def issue(self, now: float | None = None) -> Session:
        """A token for a new conversation."""
        conversation = _PREFIX + secrets.token_hex(16)
        expires_at = int(time.time() if now is None else now) + self._seconds
        claims = {"sub": conversation, "exp": expires_at, "aud": _AUDIENCE}
        return Session(jwt.encode(claims, self._key, algorithm=_ALGORITHM), conversation, expires_at)

    def conversation_of(self, token: str) -> str | None:
        """The conversation of a token; None for one that is forged, expired or for something else."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["sub", "exp", "aud"]},
            )
        except (jwt.InvalidTokenError, ValueError):
            return None
        conversation = claims["sub"]
        known = isinstance(conversation, str) and _CONVERSATION.fullmatch(conversation)
        return conversation if known else None


def site_secret(environ: Mapping[str, str], file: Path) -> str:
    """The secret of NEEDLEWISE_SECRET; else one that is made once and kept in a file only its owner can read.

    Raises:
        SecretError: where the given one is too short, or none can be kept.
    """
    given = environ.get(SECRET, "")
    if given:
        if len(given) < _SHORTEST_SECRET:
            raise SecretError(f"{SECRET} is shorter than {_SHORTEST_SECRET} characters: set a longer random text.")
        return given
    try:
        return _kept(file)
    except OSError as error:
        raise SecretError(
            f"No secret can be kept in {file} ({error.strerror}): set {SECRET} to a long random text."
        ) from None


def _kept(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = file.with_name(f"{file.name}.{os.getpid()}")
        with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(32))
        try:
            os.link(mine, file)  # whole or not at all; another process may have been first
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    secret = file.read_text(encoding="ascii").strip()
    if len(secret) < _SHORTEST_SECRET:
        raise SecretError(
            f"{file} holds no secret: delete it, and a new one is made (visitors start new conversations)."
        )
    return secret
