"""A browser and a server for the tests of this folder; the browser ends with them."""

import pytest

from browser import chromium


@pytest.fixture(scope="package")
def browser():
    """The browser of this machine."""
    if not chromium.program():
        pytest.skip("SKIPPED LOUDLY: no Chromium here (Debian: chromium), so no page was tried in a browser")
    with chromium.started() as found:
        yield found


@pytest.fixture
def visit(browser, server):
    """Open pages of the site as a reader would; each closes with the test."""
    import contextlib

    with contextlib.ExitStack() as stack:

        def visit(path="", **how):
            page = stack.enter_context(chromium.opened(browser, str(server), **how))
            page.goto(path)
            return page

        yield visit
