"""How often what happened in the channels, since the process started."""

from collections import Counter

_counts: Counter[tuple[str, str]] = Counter()


def count(channel: str, event: str) -> None:
    """Count an event, such as `count("telegram", "failed")`."""
    _counts[channel, event] += 1


def counts() -> dict[str, dict[str, int]]:
    """The counts by channel and event.

    Events of a channel: `received` (messages taken for answering), `duplicate` (seen before), `refused` (not signed by
    the platform, too big or not readable), `ignored` (nothing in it to answer), `expired` (too old to be answered),
    `busy` (sent back for later), `sent`, `retried`, `failed` (a message to a visitor), `errors` (turns that the
    assistant failed). Of `memory`: `unreachable`.
    """
    by_channel: dict[str, dict[str, int]] = {}
    for (channel, event), number in sorted(_counts.items()):
        by_channel.setdefault(channel, {})[event] = number
    return by_channel
