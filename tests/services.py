"""Real servers for tests: they fail where CI is set and a program is missing, and are skipped elsewhere."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import MissingProgramError, Service


@contextmanager
def service(make: Callable[[Path], tuple[Service, str]]) -> Iterator[tuple[Service, str]]:
    """A running service in a new folder, and its address."""
    # Not below pytest's folder, which only its owner may enter: root runs PostgreSQL as another user.
    folder = Path(tempfile.mkdtemp(prefix="needlewise-"))
    folder.chmod(0o711)
    try:
        try:
            made, address = make(folder)
        except MissingProgramError as missing:
            if os.environ.get("CI"):
                pytest.fail(f"CI has to install what is missing: {missing}")
            pytest.skip(str(missing))
        made.start()
        try:
            made.wait()
            yield made, address
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
