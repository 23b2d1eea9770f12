"""What stands before Sanic's own reader of HTTP: only a head that can be read in one way gets through to it.

Sanic 21.12 is no longer maintained and reads leniently: it takes a negative Content-Length (and loops for ever), two
different ones, digits of other scripts, and a chunked body that says where it ends in two ways. docs/dependencies.md
says why it is guarded here and not replaced.
"""

import re
from collections.abc import Iterator

from sanic.exceptions import InvalidUsage, SanicException

MOST_HEAD_BYTES = 8192
_MOST_HEADERS = 64

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_REQUEST_LINE = re.compile(rb"[A-Z]{1,16} (?:/|https?://|\*(?= ))[\x21-\x7e]* HTTP/1\.([01])")
_FIELD = re.compile(rb"(" + _TOKEN + rb"):[ \t]*([\x20-\x7e\x80-\xff\t]*)")
_LENGTH = re.compile(rb"[0-9]{1,10}")


class LengthRequiredError(SanicException):
    """The body's length is not given before the body."""

    status_code = 411
    quiet = True


class HeadTooBigError(SanicException):
    """The head is bigger than any browser's or proxy's would be."""

    status_code = 431
    quiet = True


def check_head(head: bytes) -> None:
    """Refuses a request's head that is malformed or that two readers could understand differently.

    Args:
        head: from the request line to the last field, without the empty line.

    Raises:
        InvalidUsage: where it has to be refused (400).
        LengthRequiredError: where the body would come in pieces (411).
        HeadTooBigError: where it has too many fields (431).
    """
    first, *lines = head.split(b"\r\n")
    line = _REQUEST_LINE.fullmatch(first)
    if line is None:
        raise InvalidUsage("malformed request line")
    if len(lines) > _MOST_HEADERS:
        raise HeadTooBigError("too many fields")
    fields = list(_fields(lines))
    hosts = [value for name, value in fields if name == b"host"]
    if len(hosts) > 1 or (not hosts and line[1] == b"1"):
        raise InvalidUsage("a request names one host")
    lengths = [value for name, value in fields if name == b"content-length"]
    pieces = any(name == b"transfer-encoding" for name, _ in fields)
    if len(lengths) > 1 or (lengths and (pieces or not _LENGTH.fullmatch(lengths[0]))):
        raise InvalidUsage("the body's length is unclear")
    if pieces:
        raise LengthRequiredError("the body's length is missing")


def _fields(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:  # also of a line that continues another one, or with a bare CR or LF in it
            raise InvalidUsage("malformed field")
        yield field[1].lower(), field[2].strip(b" \t")
