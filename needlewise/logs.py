"""Logging without what visitors write.

Rasa logs message texts, slots and events at DEBUG, and tracebacks may quote them. Here its own loggers start at
WARNING, and the fields that hold words of a visitor are left out of every line whatever the level.
"""

import json
import logging
import os
import re
import sys
import time
import traceback
import warnings
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

from needlewise.metrics import TRAFFIC

LOG_LEVEL = "NEEDLEWISE_LOG_LEVEL"
LOG_FORMAT = "NEEDLEWISE_LOG_FORMAT"
"""`json` for an object a line, in place of a line for people."""
REQUEST: ContextVar[str] = ContextVar("request", default="-")
"""The id of the request that is being answered, in every line; "-" outside of one."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"
_LOUD = ("rasa", "rasa_sdk", "sanic", "apscheduler", "matplotlib", "sqlalchemy", "aiohttp")
_SAFE_FIELDS = {"event", "level", "timestamp", "logger", "exception_type", "action_name", "name", "status"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def without_words(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that keeps only fields that cannot hold a visitor's words."""
    return {key: value for key, value in line.items() if key in _SAFE_FIELDS}


def with_request(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that adds the request's id."""
    return {**line, "request_id": REQUEST.get()}


def _written_out(control: re.Match[str]) -> str:
    return "\n    " if control[0] == "\n" else f"\\x{ord(control[0]):02x}"


class _WithRequest(logging.Filter):
    """Adds the request's id to a line of the standard library's logging."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST.get()
        return True


class _Formatter(logging.Formatter):
    """Tells an error's kind and place, and not its message, which may quote what a visitor wrote.

    Whatever a message quotes, it cannot look like a line of its own: further lines are set in, other control
    characters are written out.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _CONTROL.sub(_written_out, super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__name__ if kind else "")


class _JsonFormatter(_Formatter):
    """One object a line: time, level, logger, request, traffic, message, and what a line says in fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{moment}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "traffic": TRAFFIC.get(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure_logging(level: str | None = None) -> None:
    """Sets up the logs of this process; `level` is that of our own loggers, INFO by default."""
    own = (level or os.environ.get(LOG_LEVEL) or "INFO").upper()
    as_json = os.environ.get(LOG_FORMAT, "").lower() == "json"
    logging.basicConfig(level=logging.WARNING, force=True)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_WithRequest())
        handler.setFormatter(_JsonFormatter() if as_json else _Formatter(_FORMAT))
    logging.getLogger("needlewise").setLevel(own)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, without_words, with_request, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # As it is then: stdout is the commands' own.
        cache_logger_on_first_use=False,
    )
    import sanic.app  # noqa: F401 - turns warnings on again while it is imported

    warnings.simplefilter("ignore")  # Of Rasa's pinned libraries; tests run with warnings shown.
