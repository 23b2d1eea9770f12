"""Where Prometheus reads what is counted: a port of its own, which no visitor reaches."""

import hmac
import socket
import threading
from collections.abc import Mapping
from http import HTTPMethod, HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from needlewise import metrics

ADDRESS = "NEEDLEWISE_METRICS"
TEST_KEY = "NEEDLEWISE_TEST_KEY"
TEST_HEADER = "X-Needlewise-Test"
_PATH = "/metrics"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = 5
_METHODS = {method.value for method in HTTPMethod}


class MetricsError(ValueError):
    """The metrics cannot be served where they should be; the message is a sentence."""


class MetricsServer:
    """Serves /metrics in a thread of its own, so that it answers while the event loop is busy."""

    def __init__(self, address: str) -> None:
        """Listens.

        Args:
            address: host and port, such as "127.0.0.1:9105" or "[::]:9105"; port 0 takes one that is free.

        Raises:
            MetricsError: where that is none, or it is taken.
        """
        host, _, port = address.rpartition(":")
        try:
            self._server = _Server((host.strip("[]"), int(port)), _Handler)
        except (OSError, ValueError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "expected a host and a port, such as 127.0.0.1:9105"
            raise MetricsError(f"{ADDRESS} is {address!r}, and metrics cannot be served there: {reason}.") from None
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True).start()

    def close(self) -> None:
        """Stops."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)

    def handle_error(self, *_: object) -> None:
        """Whoever read the metrics went away."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SECONDS

    def do_GET(self) -> None:
        """Everything that is counted."""
        if self.path != _PATH:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = metrics.exposition().encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing: Prometheus asks every few seconds."""


def traffic_of(headers: Mapping[str, str], key: str) -> str:
    """Whose request it is: that of a test, where it shows the key, else that of a visitor.

    Args:
        headers: of the request.
        key: what a test has to show; where it is empty, nothing counts as a test.
    """
    given = headers.get(TEST_HEADER.lower(), "")
    shown = bool(key) and hmac.compare_digest(given.encode(), key.encode())
    return metrics.TEST if shown else metrics.VISITORS


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Counts a request; its method is named only where HTTP knows it."""
    known = method if method in _METHODS else "other"
    metrics.REQUESTS.add(route, known, str(status), metrics.TRAFFIC.get())
    metrics.REQUEST_SECONDS.observe(seconds, route)
