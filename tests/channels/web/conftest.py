"""Fixtures of the web channel's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench import Loop
from website import Website

from needlewise.channels.web import WebSettings


@pytest.fixture
def website_with(loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Website]]:
    """Builds websites with other settings."""
    built: list[Website] = []

    def build(settings: WebSettings) -> Website:
        database = tmp_path / f"{len(built)}.db"
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
        built.append(Website(loop, database, settings))
        return built[-1]

    yield build
    for website in built:
        website.stop()


@pytest.fixture
def website(website_with: Callable[..., Website]) -> Website:
    """A website with settings of its own."""
    return website_with(WebSettings(allowed_origins=("https://clinic.example",)))
