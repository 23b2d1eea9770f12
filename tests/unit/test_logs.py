"""The log: which request a line is about, and no words of a visitor in it."""

import json
import os
import subprocess
import sys

WORDS = "zanzibar marigold"


def logged(program: str, **environ: str) -> list[str]:
    """The lines that a program logs; one of its own, as logging is set up for a whole process."""
    start = "import logging, structlog; from needlewise.logs import REQUEST, configure_logging; configure_logging()"
    command = [sys.executable, "-W", "ignore", "-c", f"{start}\n{program}"]
    full = {**os.environ, **environ}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=full)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_lines_name_their_request() -> None:
    one, two, three = logged(
        f"""
token = REQUEST.set("0123456789abcdef")
logging.getLogger("needlewise.anything").info("one")
structlog.get_logger().error("two", text={WORDS!r})
REQUEST.reset(token)
logging.getLogger("needlewise.anything").info("three")
"""
    )
    assert "[0123456789abcdef] one" in one
    assert '"request_id": "0123456789abcdef"' in two
    assert WORDS not in two
    assert "[-] three" in three


def test_an_error_is_logged_without_its_message() -> None:
    lines = logged(
        f"""
for logger in (logging.getLogger("rasa.core.processor"), structlog.get_logger()):
    try:
        {{}}[{WORDS!r}]
    except KeyError:
        logger.exception("it failed")
"""
    )
    assert [line for line in lines if "it failed" in line][1:]
    assert "KeyError" in lines
    assert WORDS not in "".join(lines)


def test_lines_are_objects_where_a_machine_reads_them() -> None:
    lines = logged(
        f"""
from needlewise.metrics import TEST, TRAFFIC
REQUEST.set("0123456789abcdef")
TRAFFIC.set(TEST)
logging.getLogger("needlewise.anything").info("GET /x\\n200", extra={{"fields": {{"status": 200}}}})
try:
    {{}}[{WORDS!r}]
except KeyError:
    logging.getLogger("rasa.core.processor").exception("it failed")
""",
        NEEDLEWISE_LOG_FORMAT="json",
    )
    first, second = map(json.loads, lines)
    assert first["request_id"] == "0123456789abcdef" and first["traffic"] == "test" and first["status"] == 200
    assert first["message"] == "GET /x\n200" and first["level"] == "INFO" and first["time"].endswith("Z")
    assert second["error"].endswith("KeyError") and WORDS not in lines[1]


def test_what_a_line_quotes_cannot_look_like_another_line() -> None:
    lines = logged(
        """
forged = "GET\\r2026-11-21 10:00:00,000 ERROR forged\\n2026-11-21 10:00:00,000 ERROR forged\\x1b[2J\\x85"
logging.getLogger("needlewise.anything").warning("%s /x", forged)
"""
    )
    assert not [line for line in lines if line.startswith("2026-11-21 10:00:00,000")]
    assert r"GET\x0d2026" in lines[0] and not {"\r", "\x1b", "\x85"} & set("".join(lines))
