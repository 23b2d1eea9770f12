"""SMS and WhatsApp through Twilio: answered from the number that was written to, in text alone."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from needlewise.channels.base import MessagingInput
from needlewise.channels.configuration import PUBLIC_ADDRESS, ChannelConfigurationError, Variable
from needlewise.channels.delivery import Problem, Response, usual_problem
from needlewise.channels.markup import Markup, WhatsAppMarkup
from needlewise.channels.rendering import Message
from needlewise.channels.turns import Incoming
from needlewise.channels.webhooks import same

_ACCOUNT = Variable("TWILIO_ACCOUNT_SID", "the account SID on the console's first page")
_TOKEN = Variable("TWILIO_AUTH_TOKEN", "the auth token on the console's first page")
_API = Variable("TWILIO_API_URL", "the address of Twilio's API", default="https://api.twilio.com")

_WHATSAPP = "whatsapp:"


@dataclass(frozen=True)
class TwilioAddress:
    """Who wrote, and to which of the site's numbers."""

    visitor: str
    site: str


class TwilioInput(MessagingInput):
    """The numbers of a Twilio account."""

    NAME = "twilio"
    # Twilio signs the address that it was given, so we have to know it.
    VARIABLES = (_ACCOUNT, _TOKEN, _API, PUBLIC_ADDRESS)

    def __init__(self, settings: Mapping[str, str], **keywords: Any) -> None:
        if not _is_address(settings[PUBLIC_ADDRESS.name]):
            raise ChannelConfigurationError(
                f"The channel twilio cannot start: {PUBLIC_ADDRESS.name} is not an address such as "
                f"https://chat.example.com."
            )
        super().__init__(settings, **keywords)

    def is_signed(self, request: Request, body: bytes) -> bool:
        address = self.settings[PUBLIC_ADDRESS.name].rstrip("/") + request.path
        if request.query_string:
            address += "?" + request.query_string
        fields, given = _fields(body), request.headers.get("x-twilio-signature", "")
        ways = _with_and_without_port(address)
        return any(same(given, signature(way, fields, self.settings[_TOKEN.name])) for way in ways)

    def events(self, request: Request, body: bytes) -> Iterable[Mapping[str, Sequence[str]]]:
        return [_fields(body)]

    def incoming(self, event: Mapping[str, Sequence[str]]) -> Incoming | None:
        def field(name: str) -> str:
            return event.get(name, [""])[0]

        # Status events have no Body; Twilio itself answers STOP and START, and says so by OptOutType.
        if "Body" not in event or field("OptOutType"):
            return None
        return Incoming(
            id=event["MessageSid"][0],
            person=event["From"][0],
            address=TwilioAddress(event["From"][0], event["To"][0]),
            text=field("Body"),
            attachment=int(field("NumMedia") or 0) > 0 or bool(field("Latitude")),
        )

    def taken(self) -> HTTPResponse:
        """No message yet: the answer follows through the API."""
        return response.text("<Response/>", content_type="text/xml")

    def problem(self, response: Response) -> Problem | None:
        failed = response.status >= 300
        return usual_problem(response, str(response.body.get("code", "")) if failed else None, self.limits.retry_codes)

    def markup(self, address: TwilioAddress) -> Markup:
        return WhatsAppMarkup() if address.visitor.startswith(_WHATSAPP) else Markup()

    async def deliver(self, address: TwilioAddress, message: Message) -> bool:
        account = self.settings[_ACCOUNT.name]
        answer = await self.sender.post(
            f"{self.settings[_API.name]}/2010-04-01/Accounts/{account}/Messages.json",
            auth=aiohttp.BasicAuth(account, self.settings[_TOKEN.name]),
            data={"To": address.visitor, "From": address.site, "Body": message.text},
        )
        return answer is not None


def signature(address: str, fields: Mapping[str, Sequence[str]], token: str) -> str:
    """Twilio's signature of a form posted to an address."""
    signed = address + "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False


def _fields(body: bytes) -> dict[str, list[str]]:
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)


def _with_and_without_port(address: str) -> tuple[str, str]:
    """The address both ways: Twilio may sign it with the port or without."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    usual = 443 if parts.scheme == "https" else 80
    other = host.rpartition(":")[0] if parts.port else f"{host}:{usual}"
    return address, parts._replace(netloc=other).geturl()
