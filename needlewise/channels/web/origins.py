"""Tells the site owner of pages that would talk to the bot and may not."""

import logging

from needlewise.channels.web.settings import is_origin

_MOST = 50
"""So many origins are named in the log; a stranger can send any number of them."""

logger = logging.getLogger(__name__)


class RefusedOrigins:
    """Names each refused origin once."""

    def __init__(self) -> None:
        """Starts with none."""
        self._named: set[str] = set()

    def tell(self, origin: str) -> None:
        """Logs an origin that is not allowed, where it was not logged before."""
        if origin in self._named or len(self._named) >= _MOST or not is_origin(origin):
            return
        self._named.add(origin)
        logger.warning("a page of %s was refused: allowed_origins in data/site.yml does not name it", origin)
