"""What is counted and timed of this process, in Prometheus' text format. No label holds words of a visitor.

A module without a room, as logs.py: everything may count, nothing has to know who reads it.
"""

import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

VISITORS, TEST = "visitors", "test"
TRAFFIC: ContextVar[str] = ContextVar("traffic", default=VISITORS)
"""Whether the request that is being answered comes of a visitor, or of somebody who tries or measures the assistant."""

# More than all acts, topics and channels together; what is beyond is counted as "other".
_MOST_SERIES = 2000
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})

_all: list["Metric"] = []
_lock = threading.Lock()


class Metric:
    """One name with a value for each combination of labels."""

    KIND = ""

    def __init__(self, name: str, about: str, labels: Sequence[str] = ()) -> None:
        """Starts with no values; one without labels starts at 0.

        Args:
            name: of Prometheus.
            about: what it says, for people.
            labels: names of its labels.
        """
        self.name = name
        self.labels = tuple(labels)
        self._about = about
        self._values: dict[tuple[str, ...], float] = {} if labels else {(): 0.0}
        _all.append(self)

    def add(self, *labels: str, by: float = 1.0) -> None:
        """Adds to the value of some labels, which are given in the order of their names."""
        if len(labels) != len(self.labels):
            raise ValueError(f"{self.name} has the labels {self.labels}")
        with _lock:
            key = labels if labels in self._values or len(self._values) < _MOST_SERIES else ("other",) * len(labels)
            self._values[key] = self._values.get(key, 0.0) + by

    def value(self, *labels: str) -> float:
        """The value of some labels; 0 where there is none."""
        return self._values.get(labels, 0.0)

    def values(self) -> dict[tuple[str, ...], float]:
        """All values, by their labels."""
        with _lock:
            return dict(self._values)

    def lines(self) -> Iterator[str]:
        """As Prometheus reads it."""
        yield f"# HELP {self.name} {self._about}"
        yield f"# TYPE {self.name} {self.KIND}"
        for key, value in self.values().items():
            yield f"{self.name}{_written(zip(self.labels, key, strict=True))} {_number(value)}"


class Counter(Metric):
    """Only rises."""

    KIND = "counter"


class Gauge(Metric):
    """Rises and falls."""

    KIND = "gauge"

    @contextmanager
    def track_inprogress(self) -> Iterator[None]:
        """Counts one more for as long as it lasts."""
        self.add()
        try:
            yield
        finally:
            self.add(by=-1)


class Histogram(Metric):
    """How often a duration was no longer than each of some bounds, in seconds."""

    KIND = "histogram"

    def __init__(self, name: str, about: str, labels: Sequence[str] = ()) -> None:
        """See `Metric`."""
        super().__init__(name, about, labels)
        self._values = {}
        self._counts: dict[tuple[str, ...], list[int]] = {}

    def observe(self, seconds: float, *labels: str) -> None:
        """Counts one duration."""
        self.add(*labels, by=seconds)
        with _lock:
            key = labels if labels in self._values else ("other",) * len(labels)
            counts = self._counts.setdefault(key, [0] * (len(_SECONDS) + 1))
            counts[bisect_left(_SECONDS, seconds)] += 1

    @contextmanager
    def time(self, *labels: str) -> Iterator[None]:
        """Counts how long it lasts."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.observe(time.monotonic() - began, *labels)

    def lines(self) -> Iterator[str]:
        """As Prometheus reads it."""
        yield f"# HELP {self.name} {self._about}"
        yield f"# TYPE {self.name} {self.KIND}"
        with _lock:
            rows = [(key, list(counts), self._values[key]) for key, counts in self._counts.items()]
        for key, counts, total in rows:
            named = list(zip(self.labels, key, strict=True))
            below = 0
            for bound, count in zip([*map(str, _SECONDS), "+Inf"], counts, strict=True):
                below += count
                yield f"{self.name}_bucket{_written([*named, ('le', bound)])} {below}"
            yield f"{self.name}_sum{_written(named)} {total!r}"
            yield f"{self.name}_count{_written(named)} {below}"


TURNS = Counter(
    "needlewise_turns_total",
    "Messages of visitors, by what was decided and what came of it.",
    ("channel", "act", "topic", "outcome", "traffic"),
)
TURN_SECONDS = Histogram(
    "needlewise_turn_seconds",
    "From a message's arrival to its stored answer, waiting included.",
    ("channel", "traffic"),
)
REQUESTS = Counter(
    "needlewise_http_requests_total", "HTTP requests, refused ones included.", ("route", "method", "status", "traffic")
)
REQUEST_SECONDS = Histogram("needlewise_http_request_seconds", "From a request's head to its response.", ("route",))
CHANNEL_EVENTS = Counter("needlewise_channel_events_total", "What happened in the channels.", ("channel", "event"))
WAITING = Gauge("needlewise_turns_waiting", "Messages that wait for an earlier one of their conversation.")
QUEUED = Gauge("needlewise_messages_queued", "Messages of messaging platforms that were taken and not yet answered.")
STORE_SECONDS = Histogram("needlewise_store_seconds", "Reading or writing a conversation.", ("operation",))
STORE_CONFLICTS = Counter(
    "needlewise_store_conflicts_total", "Turns done again, for another had been stored in their conversation meanwhile."
)
REDIS_UNREACHABLE = Counter("needlewise_redis_unreachable_total", "How often Redis could not be asked.")


def exposition() -> str:
    """Everything, as Prometheus reads it (text format 0.0.4)."""
    lines = [line for metric in _all for line in metric.lines()]
    return "\n".join([*lines, *_of_process()]) + "\n"


def _of_process() -> Iterator[str]:
    """What Prometheus' own clients tell of a process, where the system has /proc."""
    proc = Path("/proc/self")
    if not proc.is_dir():
        return
    fields = (proc / "stat").read_text().rpartition(")")[2].split()
    tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    for kind, name, value in (
        ("counter", "process_cpu_seconds_total", (int(fields[11]) + int(fields[12])) / tick),
        ("gauge", "process_resident_memory_bytes", int(fields[21]) * page),
        ("gauge", "process_open_fds", len(os.listdir(proc / "fd"))),
        ("gauge", "process_start_time_seconds", booted + int(fields[19]) / tick),
    ):
        yield f"# TYPE {name} {kind}"
        yield f"{name} {value}"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _written(labels: Iterable[tuple[str, str]]) -> str:
    inside = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""
