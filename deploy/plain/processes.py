"""Programs that can be started, stopped, killed and started again where they were, such as PostgreSQL and Redis."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psycopg2
import redis

_SECONDS_TO_START = 120.0
_SECONDS_TO_STOP = 30.0
_PAUSE_SECONDS = 0.05
_DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


class MissingProgramError(RuntimeError):
    """A program is not installed; the message names Debian's package."""


class Service:
    """One program, which writes what it says to a file of its own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        is_ready: Callable[[], bool],
        log: Path,
        environ: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Starts nothing yet.

        Args:
            name: for messages.
            command: runs in the foreground.
            is_ready: whether it answers.
            log: where its output goes.
            environ: its environment; that of this process by default.
            user: whom it runs as; this process' by default.
            stop_signal: what ends it gently.
        """
        self.name = name
        self.command = list(command)
        self.log = log
        self._is_ready = is_ready
        self._environ = dict(os.environ if environ is None else environ)
        self._user = user
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its process, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Starts it and returns at once."""
        account = {"user": self._user, "group": self._user, "extra_groups": []} if self._user else {}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self._environ, **account
            )  # type: ignore[call-overload]

    def wait(self, seconds: float = _SECONDS_TO_START) -> None:
        """Waits until it answers.

        Raises:
            RuntimeError: where it ended, or does not answer in time; with the end of its output.
        """
        until = time.monotonic() + seconds
        while not self._is_ready():
            if self.pid is None or time.monotonic() > until:
                said = self.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{self.name} does not answer. The end of {self.log}:\n{said}")
            time.sleep(_PAUSE_SECONDS)

    def stop(self) -> int:
        """Ends it gently, then not; returns its exit status."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(self._stop_signal)
            try:
                self._process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
        return self._process.wait()

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        """Ends it gently and starts it again, until it answers."""
        self.stop()
        self.start()
        self.wait()


def program(name: str, package: str, *places: Path) -> str:
    """Where a program is.

    Raises:
        MissingProgramError: where it is not installed.
    """
    search = os.pathsep.join([*map(str, places), os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which(name, path=search)
    if not found:
        raise MissingProgramError(f"{name} is not installed (Debian's package {package}).")
    return found


def free_port() -> int:
    """A port of loopback that nobody has at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def redis_service(folder: Path, port: int | None = None) -> tuple[Service, str]:
    """A Redis on loopback that keeps nothing on disk, and its address."""
    port = port or free_port()
    command = [program("redis-server", "redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder), "--maxmemory", "64mb"]
    command += ["--maxmemory-policy", "volatile-ttl"]

    def is_ready() -> bool:
        try:
            with redis.Redis(port=port, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    return Service("redis", command, is_ready, folder / "redis.log"), f"redis://127.0.0.1:{port}/0"


def postgres_service(folder: Path, port: int | None = None) -> tuple[Service, str]:
    """A new PostgreSQL on loopback with an empty database, and its address.

    PostgreSQL refuses to run as root, so root runs it as Debian's user postgres.
    """
    port = port or free_port()
    versions = sorted(_DEBIAN_POSTGRES.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    initdb = program("initdb", "postgresql", *versions)
    server = program("postgres", "postgresql", *versions)
    user = _unprivileged("postgres")
    data = folder / "postgres"
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user, user)
    account = {"user": user, "group": user, "extra_groups": []} if user else {}
    arguments = [initdb, "-D", str(data), "-U", "needlewise", "--auth=trust", "--no-locale", "-E", "UTF8", "--no-sync"]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd="/", **account)  # type: ignore[call-overload]
    command = [server, "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(data)]
    command += ["-c", "max_connections=100", "-c", "shared_buffers=32MB"]
    address = f"postgresql://needlewise@127.0.0.1:{port}/postgres"

    def is_ready() -> bool:
        with contextlib.suppress(psycopg2.Error):
            psycopg2.connect(address, connect_timeout=1).close()
            return True
        return False

    # SIGINT is PostgreSQL's fast shutdown: it waits for no client, as a restart of the package's service does.
    return Service(
        "postgres", command, is_ready, folder / "postgres.log", user=user, stop_signal=signal.SIGINT
    ), address


def answers(address: str) -> bool:
    """Whether GET of an address gets 200."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _unprivileged(name: str) -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(name).pw_name
    except KeyError:
        raise MissingProgramError(f"There is no user {name} (Debian's package postgresql makes it).") from None
