"""How often one conversation, or one address, may ask: token buckets in bounded memory of this process."""

import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from needlewise.channels.web.settings import Network

_MOST_BUCKETS = 20_000
_HOP = re.compile(r"\[(?P<v6>[0-9A-Fa-f:.]+)\](?::\d{1,5})?|(?P<v4>[0-9.]+):\d{1,5}|(?P<bare>[0-9A-Fa-f:.]+)", re.ASCII)
_IPV6_HOME = 64  # one household or server has a network of this length to itself

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Rate:
    """Lets a number of requests a minute pass for each key; a whole minute's worth may come at once."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, most: int = _MOST_BUCKETS) -> None:
        """Starts with full buckets.

        Args:
            per_minute: for each key.
            clock: seconds.
            most: keys to remember; the one that was quiet longest is forgotten first.
        """
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Takes one from the key's bucket.

        Returns:
            0, or whole seconds to wait where the bucket is empty.
        """
        now = self._clock()
        left, before = self._buckets.pop(key, (self._size, now))
        left = min(self._size, left + (now - before) * self._per_second)
        passes = left >= 1
        self._buckets[key] = (left - 1 if passes else left, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0 if passes else math.ceil((1 - left) / self._per_second)


def client_of(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """The network address that a request counts for.

    Args:
        peer: who is at the other end of the connection.
        forwarded: the addresses of X-Forwarded-For, in order; believed as far as trusted proxies wrote them.
        trusted: the proxies.
    """
    address = _address(peer)
    for hop in reversed(forwarded):
        if address is None or not _is_in(address, trusted):
            break
        address = _address(hop)
    if address is None:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_HOME), strict=False))
    return str(address)


def is_one_of(peer: str, networks: Sequence[Network]) -> bool:
    """Whether who is at the other end of a connection is in one of the networks."""
    address = _address(peer)
    return address is not None and _is_in(address, networks)


def _is_in(address: _Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _address(text: str) -> _Address | None:
    """The address in one hop of X-Forwarded-For; some proxies write its port behind it."""
    found = _HOP.fullmatch(text.strip())
    if found is None:
        return None
    try:
        address = ipaddress.ip_address(found["v6"] or found["v4"] or found["bare"])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
