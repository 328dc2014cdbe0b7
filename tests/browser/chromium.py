"""The browser of this machine, and pages in it that may load nothing from elsewhere."""

import contextlib
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FloatRect, Page, Route, sync_playwright

__all__ = ["NARROW", "WIDE", "FloatRect", "Page", "opened", "program", "started"]
WIDE, NARROW = 1200, 320
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def program() -> str:
    """Return the path of a Chromium, "" when there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), "")


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """Start it, with a folder of its own for what it keeps; end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def opened(browser: Browser, site: str, *, width: int = WIDE, lang: str = "nl", script: bool = True) -> Iterator[Page]:
    """Open an empty page as a reader of a language sees the site; `elsewhere` holds what it wanted from other sites.

    Paths are relative to the site, which may lie below a sub-path ("http://127.0.0.1:8000/kennis").
    """
    context = browser.new_context(
        base_url=f"{site}/",
        viewport={"width": width, "height": 900},
        locale={"nl": "nl-NL", "en": "en-GB"}[lang],
        java_script_enabled=script,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    troubles: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(site).netloc:
            route.continue_()
        else:
            troubles.append(f"wanted {route.request.url}")
            route.abort()

    context.route("**/*", guard)
    page.on("pageerror", lambda error: troubles.append(f"a script failed: {error}"))
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    try:
        yield page
        assert not [one for one in troubles if "status of 4" not in one], troubles
    finally:
        context.close()
