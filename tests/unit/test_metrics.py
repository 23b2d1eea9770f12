"""What is counted, as Prometheus reads it."""

import re
import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from needlewise import metrics
from needlewise.channels.metrics import MetricsError, MetricsServer, count_request, traffic_of
from needlewise.metrics import Counter, Histogram

LINE = re.compile(r'[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+-]+')


@pytest.fixture(autouse=True)
def _forget_new_metrics() -> object:
    before = list(metrics._all)
    yield
    metrics._all[:] = before


def test_every_line_is_of_prometheus_format() -> None:
    Counter("tried_total", "Tried.", ("what",)).add('a "b"\n\\c')
    for line in metrics.exposition().splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line), line


def test_counts_from_many_threads_are_all_kept() -> None:
    counted = Counter("counted_total", "Counted.", ("what",))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: counted.add(str(n % 2)), range(2000)))
    assert counted.value("0") == counted.value("1") == 1000


def test_histogram_counts_up_to_each_bound() -> None:
    timed = Histogram("timed_seconds", "Timed.", ("what",))
    for seconds in (0.001, 0.3, 100):
        timed.observe(seconds, "x")
    lines = list(timed.lines())
    assert 'timed_seconds_bucket{what="x",le="0.25"} 1' in lines
    assert 'timed_seconds_bucket{what="x",le="0.5"} 2' in lines
    assert 'timed_seconds_bucket{what="x",le="+Inf"} 3' in lines
    assert 'timed_seconds_count{what="x"} 3' in lines


def test_series_are_bounded() -> None:
    counted = Counter("flooded_total", "Flooded.", ("what",))
    for number in range(3000):
        counted.add(str(number))
    assert len(counted.values()) <= 2001 and counted.value("other") >= 999


def test_methods_that_http_does_not_know_share_a_name() -> None:
    before = metrics.REQUESTS.value("/x", "other", "405", "visitors")
    for number in range(3):
        count_request(f"FORGED{number}\nGET", "/x", 405, 0.001)
    assert metrics.REQUESTS.value("/x", "other", "405", "visitors") == before + 3


@pytest.mark.parametrize(("shown", "key", "whose"), [
    ({"x-needlewise-test": "k" * 20}, "k" * 20, "test"), ({"x-needlewise-test": "guess"}, "k" * 20, "visitors"),
    ({"x-needlewise-test": ""}, "", "visitors"), ({}, "k" * 20, "visitors"),
])  # fmt: skip
def test_only_who_shows_the_key_counts_as_a_test(shown: dict[str, str], key: str, whose: str) -> None:
    assert traffic_of(shown, key) == whose


def test_metrics_are_served_at_one_path() -> None:
    server = MetricsServer("127.0.0.1:0")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            body = answer.read().decode()
        assert "needlewise_turns_waiting 0" in body and "process_resident_memory_bytes" in body
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=10)
    finally:
        server.close()


def test_address_that_cannot_be_had_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for address in (f"127.0.0.1:{taken.getsockname()[1]}", "nonsense", "127.0.0.1:99999"):
            with pytest.raises(MetricsError, match=r"^NEEDLEWISE_METRICS is .*\.$"):
                MetricsServer(address)
