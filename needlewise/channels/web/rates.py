"""How often one conversation, or one address, may ask: token buckets in bounded memory of this process."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from needlewise.channels.web.settings import Network

_MOST_BUCKETS = 20_000
_IPV6_HOME = 64  # one household or server has a network of this length to itself


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
        if address is None or not any(address in network for network in trusted):
            break
        address = _address(hop)
    if address is None:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_HOME), strict=False))
    return str(address)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
