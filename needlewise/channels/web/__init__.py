"""The website's channel: what the widget talks to (docs/openapi.yml describes it), and the files of the widget."""

from needlewise.channels.web.channel import WebChannel
from needlewise.channels.web.settings import SettingsError, WebSettings

__all__ = ["SettingsError", "WebChannel", "WebSettings"]
