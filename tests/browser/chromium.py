"""A real browser for tests of pages: Chromium without a window, offline, with an empty profile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def where() -> str:
    """The browser of this machine. Skips the test where there is none; under CI that is a fault."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        raise AssertionError("no Chromium: install the package chromium")
    pytest.skip("no Chromium on this machine")


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, closed afterwards."""
    path = where()
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def opened(text: str, width: int, height: int, *, scripts: bool = True) -> Iterator[Page]:
    """A page with this text in a window of so many pixels, with no way to any network."""
    with browser() as found:
        context = found.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, offline=True
        )
        page = context.new_page()
        page.set_content(text)
        yield page
