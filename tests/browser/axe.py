"""What axe-core finds in a page: the rules of WCAG 2.2 A and AA, and its best practices."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    options: dict[str, Any] = {"runOnly": _TAGS, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} — {(node['failureSummary'] or '')[:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
