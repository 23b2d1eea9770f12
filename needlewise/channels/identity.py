"""Ids that say nothing of a person: keyed hashes of what the platforms call them."""

import hashlib
import hmac


class Identity:
    """Derives ids with the site's secret; without it nobody finds the telephone number behind an id."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def conversation(self, channel: str, person: str) -> str:
        """The conversation id of a person (and place) on a channel, such as "telegram-0f3a…"."""
        return f"{channel}-{self._hash('conversation', channel, person)}"

    def message(self, channel: str, message: str) -> str:
        """An id for a platform's message id; WhatsApp's hold the visitor's number in base64."""
        return self._hash("message", channel, message)

    def payload(self, payload: str) -> str:
        """A short name for a button's payload that is too long for a platform."""
        return "#" + self._hash("payload", payload)[:16]

    def _hash(self, *parts: str) -> str:
        return hmac.new(self._secret, "\n".join(parts).encode(), hashlib.sha256).hexdigest()[:32]
