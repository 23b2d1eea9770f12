"""Runs the actions in the assistant's own process, where no action server is configured."""

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class LocalActions(EndpointConfig):
    """An action endpoint that calls the SDK's executor instead of a server."""

    def __init__(self, package: str = "actions") -> None:
        """Registers the actions of a package."""
        super().__init__(url="local")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *_: Any, json: dict[str, Any], **__: Any) -> dict[str, Any] | None:
        """Runs the action that the call names, as the action server would."""
        return await self._executor.run(json)


_checked = RemoteAction._validate_action_result


def _unless_our_own(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Rasa's check of what an action server answered; what our own process made needs none.

    It builds its schema anew each time, which took longer than all the rest of a turn.
    """
    return isinstance(self.action_endpoint, LocalActions) or _checked(self, result)


RemoteAction._validate_action_result = _unless_our_own
