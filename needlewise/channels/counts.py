"""How often what happened in the channels, since the process started."""

from needlewise.metrics import CHANNEL_EVENTS


def count(channel: str, event: str) -> None:
    """Count an event, such as `count("telegram", "failed")`."""
    CHANNEL_EVENTS.add(channel, event)


def counts() -> dict[str, dict[str, int]]:
    """The counts by channel and event.

    Events of a channel: `received` (messages taken for answering), `duplicate` (seen before), `refused` (not signed by
    the platform, too big or not readable), `ignored` (nothing in it to answer), `expired` (too old to be answered),
    `busy` (sent back for later), `sent`, `retried`, `failed` (a message to a visitor), `errors` (turns that the
    assistant failed).
    """
    by_channel: dict[str, dict[str, int]] = {}
    for (channel, event), number in sorted(CHANNEL_EVENTS.values().items()):
        by_channel.setdefault(channel, {})[event] = int(number)
    return by_channel
