"""Schemathesis against the running server: what docs/openapi.yml says holds, and nothing makes the server fail.

It runs in an environment of its own, as its pins clash with Rasa's:
`python -m venv build/fuzz-venv && build/fuzz-venv/bin/pip install --require-hashes -r requirements-fuzz.txt`.
"""

import os
import random
import subprocess
from pathlib import Path

import pytest
from running import Served

from needlewise.paths import ROOT

PYTHON = Path(os.environ.get("NEEDLEWISE_FUZZ_PYTHON") or ROOT / "build" / "fuzz-venv" / "bin" / "python")
_EXAMPLES = os.environ.get("NEEDLEWISE_FUZZ_EXAMPLES") or "60"
_SECONDS = 240
_CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


def test_server_keeps_to_its_description(served: Served, tmp_path: Path) -> None:
    if not PYTHON.is_file():
        missing = f"Schemathesis is not set up: {PYTHON} is missing; the top of {Path(__file__).name} says how."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    seed = str(random.randrange(2**32))
    description = ROOT / "docs" / "openapi.yml"
    command = [str(PYTHON), "-m", "schemathesis.cli", "--config-file", str(_CONFIGURATION), "run", str(description)]
    command += ["--url", served.page.rstrip("/"), "--header", f"Authorization: Bearer {served.token()}"]
    command += ["--max-examples", _EXAMPLES, "--seed", seed, "--request-timeout", "20", "--no-color"]
    command += ["--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, f"seed {seed}\n{done.stdout[-8000:]}\n{done.stderr[-2000:]}"
    assert served.say(served.token(), "what is microneedling")[0]["topic"] == "what_is"
