"""Pages that were written as the living site gave them, with every link leading to a file instead.

Links are relative, so that the folder works under any address and from a disk; only the page for lost readers, which a
host shows at any address, has the path of the site in its links.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from kennisgraaf.freeze import markup, policy
from kennisgraaf.freeze.address import Address, read, relative
from kennisgraaf.freeze.crawler import HTML, SVG, Visit
from kennisgraaf.freeze.policy import Policy

_TEXTS = {
    "nl": ("Bevroren kopie van uitgave", "wat werkt, en wat niet", "Dit kan alleen op een levende server."),
    "en": ("Frozen copy of release", "what works, and what does not", "Only a living server can do this."),
}
_FRAMES = "frame-ancestors"


@dataclass(frozen=True)
class Table:
    """What is known of the whole site: address → file, or → address that it redirects to."""

    files: Mapping[Address, str]
    goes: Mapping[Address, Address]
    policy: Policy
    folder: str
    release: str
    base: str
    lost: set[Address] = field(default_factory=set)

    def file(self, address: Address) -> str:
        """Return the file of an address, behind its redirects; "" when there is none."""
        for _ in range(5):
            if address in self.files:
                return self.files[address]
            if address not in self.goes:
                break
            address = self.goes[address]
        return ""


def rewrite(table: Table, visits: Sequence[Visit]) -> list[str]:
    """Rewrite the pages and pictures of these visits in place; return the links that lead nowhere, on which page."""
    return [told for visit in visits if visit.content_type in {HTML, SVG} for told in _Page(table, visit).write()]


class _Page:
    """One page: where its links lead."""

    def __init__(self, table: Table, visit: Visit) -> None:
        self._table, self._visit, self._lost = table, visit, set[str]()
        self._lang = visit.address.lang or table.policy.languages[0]
        self._at = Address(visit.address.path, visit.address.pairs, self._lang)

    def write(self) -> list[str]:
        """Write the page; return its lost links."""
        path = Path(self._table.folder) / self._visit.file
        text = path.read_text(encoding="utf-8")
        if self._visit.content_type == HTML:
            _, _, never = _TEXTS[self._lang]
            instead = f'<p class="quiet">{never} <a href="{policy.ABOUT}">{_TEXTS[self._lang][1]}</a></p>'
            text = markup.forms(text, self._form, instead)
        text = markup.lead(text, self._target, self._first)
        if self._visit.content_type == HTML:
            text = markup.add(text, _meta(self._visit.policy), self._foot())
        path.write_text(text, encoding="utf-8", newline="\n")
        return [f"{link} on {self._visit.address.living}" for link in sorted(self._lost)]

    def _foot(self) -> str:
        about, works, _ = _TEXTS[self._lang]
        link = self._target(policy.ABOUT)
        return f'<p class="frame">{about} <code>{self._table.release}</code>: <a href="{link}">{works}</a></p>\n'

    def _first(self, link: str) -> str | None:
        return self._target(link, self._table.policy.languages[0])

    def _target(self, link: str, lang: str = "") -> str | None:
        """Return where a link leads now: elsewhere as it did, to a file, to a page that says why not, or nowhere."""
        page = Address(self._at.path, self._at.pairs, lang or self._lang)
        found = read(link, page)
        if found is None:
            return link
        address, fragment = found
        tail = f"#{fragment}" if fragment else ""
        if file := self._table.file(address):
            return self._to(file) + tail
        if browser := self._table.policy.asked(address) and self._table.policy.in_browser(address):
            place, pairs = browser
            file = self._table.file(place)
            return f"{self._to(file)}?{urlencode(pairs)}{tail}" if file else None
        if self._table.policy.living(address):
            return self._to(self._table.file(Address(policy.LIVING, (), address.lang or self._lang)))
        if self._table.policy.wanted(address):
            self._lost.add(address.living)
        return None

    def _form(self, action: str) -> tuple[str, dict[str, str]] | None:
        """Return where a form leads that the browser can answer; None where only a server can."""
        found = read(action, self._at)
        if found is None:
            return None
        asked = Address(found[0].path, (*found[0].pairs, ("", "")), found[0].lang)
        browser = self._table.policy.in_browser(asked)
        file = self._table.file(browser[0]) if browser else ""
        if not browser or not file:
            return None
        return self._to(file), {name: value for name, value in browser[1] if name == policy.NAME}

    def _to(self, file: str) -> str:
        if self._visit.address.path == policy.LOST:
            return f"{self._table.base}/{relative(file, 'index.html')}"
        return relative(file, self._visit.file)


def _meta(told: str) -> str:
    """Return a content policy without what only a header may say."""
    return "; ".join(part.strip() for part in told.split(";") if part.strip() and _FRAMES not in part)
