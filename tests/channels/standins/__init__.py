"""The messaging platforms, as their documentation describes them, on loopback."""

from standins.messenger import Messenger
from standins.platform import Platform, Shown
from standins.slack import Slack
from standins.telegram import Telegram
from standins.twilio import Twilio, TwilioWhatsApp
from standins.whatsapp import WhatsApp

PLATFORMS: tuple[type[Platform], ...] = (WhatsApp, Twilio, TwilioWhatsApp, Telegram, Messenger, Slack)

__all__ = ["PLATFORMS", "Messenger", "Platform", "Shown", "Slack", "Telegram", "Twilio", "TwilioWhatsApp", "WhatsApp"]
