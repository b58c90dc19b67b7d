"""A headless Chromium that notes what a page does, and reports to look at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scanner.findings import Exposure
from scanner.writers.html import render

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (looked for chromium, chromium-browser, google-chrome)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
    with sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a report from the disk; the page's ``said`` lists console messages, errors and requests."""
    contexts = []

    def go(exposure: Exposure, *, lang: str = "en", **options: Any) -> Any:
        file = tmp_path / f"report{len(contexts)}.html"
        file.write_bytes(render(exposure, lang=lang))
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda m: said.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda e: said.append(f"error: {e}"))
        page.on("request", lambda r: None if r.url == file.as_uri() else said.append(f"request: {r.url}"))
        page.on("dialog", lambda d: (said.append(f"dialog: {d.message}"), d.dismiss()))
        page.goto(file.as_uri())
        page.said = said
        return page

    yield go
    for context in contexts:
        context.close()
