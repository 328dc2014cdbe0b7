"""Screenshots of ten pages at two widths, to look at: `make shots` (into .kennisgraaf/shots)."""

import sys

from browser import chromium
from conftest import HOUSE, served

_PAGES = {
    "front": "",
    "thing": "doc/competentie/scw-4b",
    "kind": "doc/competentie",
    "question": "vragen/indicatoren-van-competentie",
    "search": "zoek?q=wonen",
    "coverage": "dekking?van=kwalificatie/25697&naast=kwalificatie/25780",
    "profile": "samenstellen?c=scw-4b&c=scw-4j&titel=Wijkwerker",
    "vocabulary": "def",
    "query": "sparql?query=SELECT+%3Fs+%3Fl+%7B+%3Fs+skos%3AprefLabel+%3Fl+%7D+LIMIT+5",
    "missing": "doc/competentie/scw-4bb",
}


def main() -> None:
    """Serve, look, write; say where."""
    folder = HOUSE / ".kennisgraaf" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with served(HOUSE) as (address, _), chromium.started() as browser:
        for width, lang in ((chromium.WIDE, "nl"), (chromium.NARROW, "en")):
            with chromium.opened(browser, address, width=width, lang=lang) as page:
                for name, path in _PAGES.items():
                    page.goto(path)
                    page.screenshot(path=folder / f"{name}-{width}.png", clip=_part(page, width), full_page=True)
    sys.stdout.write(f"{folder}\n")


def _part(page: chromium.Page, width: int) -> chromium.FloatRect:
    """Return the first screens of a page; the longest ones go on for metres."""
    height = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(height, 2200)}


if __name__ == "__main__":
    main()
