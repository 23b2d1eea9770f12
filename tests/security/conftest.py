"""What the probes are aimed at: a server of their own, or the one that NEEDLEWISE_PROBE names.

`NEEDLEWISE_PROBE=http://127.0.0.1:5005 .venv/bin/python -m pytest tests/security` probes a server that runs already;
only loopback is taken, for these requests are hostile.
"""

import ipaddress
import os
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from probing import Target
from running import serving

PROBE = "NEEDLEWISE_PROBE"


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The server."""
    address = os.environ.get(PROBE)
    if address:
        parts = urllib.parse.urlsplit(address)
        host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
        if not ipaddress.ip_address(host).is_loopback:
            pytest.fail(f"{PROBE} is {address}: these probes are for a server on loopback alone.")
        yield Target(host, parts.port or 80)
        return
    model: Path = request.getfixturevalue("model")
    with serving(model, tmp_path_factory.mktemp("probed")) as served:
        page = urllib.parse.urlsplit(served.page)
        yield Target(page.hostname or "", page.port or 0, served)
