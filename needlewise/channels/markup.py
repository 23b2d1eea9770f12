"""Emphasis, links and escaping in each platform's own markup."""

import html
import re


class Markup:
    """Plain text, for platforms without markup; the others override what they write differently."""

    def text(self, text: str) -> str:
        """`text` so that it shows as it stands."""
        return text

    def emphasis(self, text: str) -> str:
        """`text` set off from the rest."""
        return self.text(text)

    def link(self, title: str, address: str) -> str:
        """A titled link."""
        return f"{self.text(title)} {address}"


class WhatsAppMarkup(Markup):
    """WhatsApp's: *bold*, and addresses as they are."""

    def text(self, text: str) -> str:
        return _without_pairs(text)

    def emphasis(self, text: str) -> str:
        return f"*{self.text(text)}*"


class TelegramMarkup(Markup):
    """Telegram's HTML style."""

    def text(self, text: str) -> str:
        return html.escape(text, quote=False)

    def emphasis(self, text: str) -> str:
        return f"<b>{self.text(text)}</b>"

    def link(self, title: str, address: str) -> str:
        return f'<a href="{html.escape(address)}">{self.text(title)}</a>'


class SlackMarkup(Markup):
    """Slack's mrkdwn, in which &, < and > are escaped."""

    def text(self, text: str) -> str:
        return html.escape(_without_pairs(text), quote=False)

    def emphasis(self, text: str) -> str:
        return f"*{self.text(text)}*"

    def link(self, title: str, address: str) -> str:
        return f"<{html.escape(address, quote=False)}|{self.text(title).replace('|', '/')}>"


# Neither WhatsApp nor Slack has an escape for its own signs, so a sign that could open or close a pair gives way to a
# look-alike. In an address the signs stay: both platforms find addresses before they look for pairs.
_LOOK_ALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_ADDRESS_OR_SIGN = re.compile(r"https?://\S+|(?<!\w)[*_~`](?=\S)|(?<=\S)[*_~`](?!\w)")


def _without_pairs(text: str) -> str:
    return _ADDRESS_OR_SIGN.sub(lambda found: _LOOK_ALIKES.get(found[0], found[0]), text)
