"""Channels are configured by environment variables; one that is half configured does not start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rasa.shared.exceptions import RasaException


class ChannelConfigurationError(RasaException):
    """A channel cannot start; the message is a sentence that names the variable and what is wrong with it."""


@dataclass(frozen=True)
class Variable:
    """An environment variable of a channel.

    Attributes:
        name: such as "TELEGRAM_TOKEN".
        about: what it holds and where it is found, for people.
        default: its value where it is not set; None where it has to be set.
        own: whether setting it says that the channel is wanted; False for those that several channels read.
    """

    name: str
    about: str
    default: str | None = None
    own: bool = True

    @property
    def required(self) -> bool:
        return self.default is None


SECRET = Variable(
    "NEEDLEWISE_SECRET",
    "a long random text of your own (openssl rand -hex 32); conversation ids are derived from it",
    own=False,
)
PUBLIC_ADDRESS = Variable(
    "NEEDLEWISE_PUBLIC_URL", "where the internet reaches this server, such as https://chat.example.com", own=False
)
REDIS = Variable("REDIS_URL", "Redis, where more than one replica runs", default="", own=False)


def is_wanted(variables: Sequence[Variable], environ: Mapping[str, str]) -> bool:
    """Whether any variable of a channel's own is set."""
    return any(environ.get(variable.name) for variable in variables if variable.own and variable.required)


def missing(variables: Sequence[Variable], environ: Mapping[str, str]) -> list[Variable]:
    """The variables that have to be set and are not."""
    return [variable for variable in variables if variable.required and not environ.get(variable.name)]


def settings_of(channel: str, variables: Sequence[Variable], environ: Mapping[str, str]) -> dict[str, str]:
    """The values of a channel's variables, by name.

    Raises:
        ChannelConfigurationError: where one has to be set and is not.
    """
    if lacking := missing(variables, environ):
        names = " and ".join(variable.name for variable in lacking)
        about = "; ".join(f"{variable.name} is {variable.about}" for variable in lacking)
        raise ChannelConfigurationError(
            f"The channel {channel} is not fully configured: set {names} ({about}), or unset the channel's other "
            f"variables to leave it off."
        )
    return {variable.name: environ.get(variable.name) or variable.default or "" for variable in variables}
