"""The store, for commands that work on it."""

import sys

from needlewise.store.engine import DatabaseUnavailableError
from needlewise.store.tracker_store import ConversationStore
from needlewise.store.vault import StoreKeyError


def opened() -> ConversationStore | None:
    """The store of DATABASE_URL; None where it cannot be had, which is told in a sentence on standard error."""
    try:
        return ConversationStore(patience=0)
    except (DatabaseUnavailableError, StoreKeyError) as error:
        print(error, file=sys.stderr)
        return None
