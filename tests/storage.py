"""Ways to take a server's storage away, and to give it back."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from running import Served

# Root writes whatever the rights say; this takes that from the server, whose folder is its own.
_AS_OTHERS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def bound_by_rights() -> tuple[str, ...]:
    """What a command is begun with, so that rights of files hold for it too."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which(_AS_OTHERS[0]):
        missing("setpriv is not installed (Debian's package util-linux), and root is above the rights of files")
    return _AS_OTHERS


def missing(what: str) -> None:
    """Ends a test that this machine has not the means for: CI has to have them."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """A file system of that size at a folder; False where this machine lets us make none, as it lets root alone."""
    options = f"size={kilobytes}k,mode=700,uid={os.getuid()}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(served: Served) -> Iterator[None]:
    """Its disk has no room left: of a small one, for it is filled."""
    filler = served.database.with_name("filler")
    try:
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                yield
    finally:
        filler.unlink()


@contextmanager
def no_bigger_files(served: Served) -> Iterator[None]:
    """It may write no file beyond a kilobyte, as where a quota is used up."""
    before = resource.prlimit(served.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.prlimit(served.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def rights(path: Path, mode: int) -> Iterator[None]:
    """A file or folder has other rights for a while."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@contextmanager
def read_only_file(served: Served) -> Iterator[None]:
    """The database may be read."""
    with rights(served.database, 0o400):
        yield


@contextmanager
def read_only_folder(served: Served) -> Iterator[None]:
    """The folder of the database may be read, and no file be made in it."""
    with rights(served.database.parent, 0o500):
        yield


@contextmanager
def closed_folder(served: Served) -> Iterator[None]:
    """The folder of the database may not be entered."""
    with rights(served.database.parent, 0o000):
        yield
