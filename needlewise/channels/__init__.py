"""The messaging channels: WhatsApp, Twilio (SMS and WhatsApp), Telegram, Messenger and Slack.

`configured` builds those that the environment names; `counts` tells what happened in them. The website's channel is
`needlewise.channels.web`.
"""

from collections.abc import Mapping

from rasa.core.channels.channel import InputChannel

from needlewise.channels.base import MessagingInput
from needlewise.channels.configuration import ChannelConfigurationError
from needlewise.channels.counts import counts
from needlewise.channels.messenger import MessengerInput
from needlewise.channels.slack import SlackInput
from needlewise.channels.telegram import TelegramInput
from needlewise.channels.twilio import TwilioInput
from needlewise.channels.whatsapp import WhatsAppInput

__all__ = ["CHANNELS", "ChannelConfigurationError", "configured", "counts"]

CHANNELS: tuple[type[MessagingInput], ...] = (
    WhatsAppInput,
    TwilioInput,
    TelegramInput,
    MessengerInput,
    SlackInput,
)


def configured(environ: Mapping[str, str]) -> list[InputChannel]:
    """The messaging channels that environment variables configure.

    Args:
        environ: such as `os.environ`.

    Raises:
        ChannelConfigurationError: where a channel is half configured; the sentence names the missing variable.
    """
    return [built for channel in CHANNELS if (built := channel.from_environment(environ)) is not None]
