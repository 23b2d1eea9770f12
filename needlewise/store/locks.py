"""One turn of a conversation at a time."""

from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore

_WAIT_SECONDS = 0.05


class PromptLocks(InMemoryLockStore):
    """Rasa's locks of one process, asked often: a second message follows the first at once and not a second later."""

    async def _acquire_lock(self, conversation_id: str, ticket: int, wait_time_in_seconds: float) -> TicketLock:
        return await super()._acquire_lock(conversation_id, ticket, min(wait_time_in_seconds, _WAIT_SECONDS))
