"""The log: which request a line is about, and no words of a visitor in it."""

import subprocess
import sys

WORDS = "zanzibar marigold"


def logged(program: str) -> list[str]:
    """The lines that a program logs; one of its own, as logging is set up for a whole process."""
    start = "import logging, structlog; from needlewise.logs import REQUEST, configure_logging; configure_logging()"
    command = [sys.executable, "-W", "ignore", "-c", f"{start}\n{program}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
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


def test_what_a_line_quotes_cannot_look_like_another_line() -> None:
    lines = logged(
        """
forged = "GET\\r2026-11-21 10:00:00,000 ERROR forged\\n2026-11-21 10:00:00,000 ERROR forged\\x1b[2J\\x85"
logging.getLogger("needlewise.anything").warning("%s /x", forged)
"""
    )
    assert not [line for line in lines if line.startswith("2026-11-21 10:00:00,000")]
    assert r"GET\x0d2026" in lines[0] and not {"\r", "\x1b", "\x85"} & set("".join(lines))
