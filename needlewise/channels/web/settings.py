"""What the web channel can be told by environment variables, each with a default that suits a small site."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass

from needlewise.knowledge.content import Site

ALLOWED_ORIGINS = "NEEDLEWISE_ALLOWED_ORIGINS"
TRUSTED_PROXY = "NEEDLEWISE_TRUSTED_PROXY"
SESSION_DAYS = "NEEDLEWISE_SESSION_DAYS"
SESSION_RATE = "NEEDLEWISE_MESSAGES_PER_MINUTE"
ADDRESS_RATE = "NEEDLEWISE_REQUESTS_PER_MINUTE"
MESSAGE_CHARACTERS = "NEEDLEWISE_MESSAGE_CHARACTERS"
BODY_BYTES = "NEEDLEWISE_BODY_BYTES"
CONNECTIONS = "NEEDLEWISE_CONNECTIONS_PER_ADDRESS"

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_LONGEST_ORIGIN = 300

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """A setting cannot be used; the message is a sentence that names it and what was expected."""


@dataclass(frozen=True)
class WebSettings:
    """Limits and rights of the web channel.

    Attributes:
        allowed_origins: origins whose pages may talk to the bot; "*" allows all.
        trusted_proxies: the proxies whose X-Forwarded-For is believed; none by default.
        session_days: how long a token is accepted.
        session_rate: messages a minute that one conversation may send.
        address_rate: requests a minute that may come from one address.
        message_characters: the longest message.
        body_bytes: the longest request body.
        connections: that one address may hold open; trusted proxies any number.
    """

    allowed_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    session_days: int = 7
    session_rate: int = 30
    address_rate: int = 300
    message_characters: int = 2000
    body_bytes: int = 16 * 1024
    connections: int = 100

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], site: Site) -> "WebSettings":
        """The settings of a process; origins that the environment does not name are those of data/site.yml.

        Raises:
            SettingsError: at the first value that cannot be used.
        """
        origins = _listed(environ.get(ALLOWED_ORIGINS, "")) or site.allowed_origins
        return cls(
            allowed_origins=tuple(_origin(origin) for origin in origins),
            trusted_proxies=tuple(_network(network) for network in _listed(environ.get(TRUSTED_PROXY, ""))),
            session_days=_count(environ, SESSION_DAYS, cls.session_days),
            session_rate=_count(environ, SESSION_RATE, cls.session_rate),
            address_rate=_count(environ, ADDRESS_RATE, cls.address_rate),
            message_characters=_count(environ, MESSAGE_CHARACTERS, cls.message_characters),
            body_bytes=_count(environ, BODY_BYTES, cls.body_bytes),
            connections=_count(environ, CONNECTIONS, cls.connections),
        )

    def allows(self, origin: str) -> bool:
        """Whether pages of an origin may talk to the bot."""
        return "*" in self.allowed_origins or origin in self.allowed_origins


def is_origin(value: str) -> bool:
    """Whether a text is a web origin such as https://www.example.com, and no longer than one can be."""
    return len(value) <= _LONGEST_ORIGIN and bool(_ORIGIN.fullmatch(value))


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _origin(value: str) -> str:
    if value != "*" and not _ORIGIN.fullmatch(value):
        raise SettingsError(
            f"{ALLOWED_ORIGINS} (or allowed_origins in data/site.yml) holds {value!r}; expected an origin without a "
            "path, such as https://www.example.com, or * for all."
        )
    return value


def _network(value: str) -> Network:
    try:
        return ipaddress.ip_network(value)
    except ValueError:
        raise SettingsError(
            f"{TRUSTED_PROXY} holds {value!r}; expected addresses or networks of your proxies, such as 10.0.0.0/8."
        ) from None


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal()) or int(value) < 1:
        raise SettingsError(f"{name} is {value!r}; expected a whole number from 1.")
    return int(value)
