"""One page: where it leads, what it loads, and what is wrong with it by itself.

Parsed by libxml2, which reads thousands of pages in seconds and says which tags do not fit; what it lets pass (a block
in a line of text, a list without items) stands in a small table here. `tests/browser` reads some pages with a browser.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urlencode, urljoin

from lxml import etree

_DATA = {"application/ld+json", "application/json"}
_LOADED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
_LINES = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "q", "bdi", "mark", "strong", "code", "label", "button"}
_BLOCKS = {
    "div",
    "section",
    "aside",
    "nav",
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "form",
    "details",
    "fieldset",
    "h2",
    "h3",
    "h4",
}
_ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "select": {"option", "optgroup", "hr"},
}
_ACTING = {"a": {"a", "button"}, "button": {"a", "button", "label"}}
_NEITHER = {"script", "template"}
_FINE = {"ERR_HTML_UNKNOWN_TAG", "HTML_UNKNOWN_TAG"}


@dataclass(frozen=True)
class Page:
    """One answer in HTML; address is path-absolute, lang the language that was asked for."""

    address: str
    lang: str
    body: bytes

    @cached_property
    def tree(self) -> "etree._Element":
        """Return the root of the document."""
        return self._parsed[0]

    @cached_property
    def _parsed(self) -> tuple["etree._Element", list[str]]:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True)
        tree = etree.fromstring(self.body, parser)
        said = [f"{one.message} (line {one.line})" for one in parser.error_log if one.type_name not in _FINE]
        return tree, said

    @cached_property
    def ids(self) -> set[str]:
        """Return what a fragment can point at."""
        return {*self.tree.xpath("//@id"), "", "top"}

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield (whole address, fragment) of what the page leads to or loads."""
        for value in [*self.tree.xpath("//@href | //@src"), *self._forms()]:
            address, fragment = urldefrag(urljoin(f"http://here{self.address}", value.strip()))
            yield address, fragment

    def _forms(self) -> Iterator[str]:
        """Yield where each form leads with what it sends unseen, as when it is sent without filling it in."""
        for form in self.tree.xpath("//form[@action][not(@method='post')]"):
            hidden = [(one.get("name"), one.get("value", "")) for one in form.xpath(".//input[@type='hidden'][@name]")]
            yield form.get("action").partition("?")[0] + (f"?{urlencode(hidden)}" if hidden else "")

    def loads(self) -> list[str]:
        """Return the addresses that the browser fetches by itself, as the page writes them."""
        linked = [
            one.get("href", "") for one in self.tree.iter("link") if set((one.get("rel") or "").split()) & _LOADED
        ]
        return [*linked, *self.tree.xpath("//@src | //@srcset | //@data | //@poster | //image/@href | //use/@href")]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong."""
        yield from self._parsed[1]
        yield from self._head()
        yield from (f"the id {name} is there {count} times" for name, count in self._doubled())
        yield from self._nesting()
        yield from self._content_policy()

    def _head(self) -> Iterator[str]:
        root = self.tree
        if root.get("lang") != self.lang:
            yield f"lang is {root.get('lang')}, not {self.lang}"
        if not re.match(r"\S.* · \S", " ".join("".join(root.xpath("//head/title//text()")).split())):
            yield "the title does not say what this is and where"
        headings = ["".join(one.itertext()).strip() for one in root.iter("h1")]
        if len(headings) != 1 or not headings[0]:
            yield f"{len(headings)} h1, not one with a text"
        if "?" not in self.address and len(root.xpath("//link[@rel='canonical']/@href")) != 1:
            yield "no canonical link"
        if not root.xpath("//main[@id='content']"):
            yield "no main that the skip link leads to"

    def _doubled(self) -> list[tuple[str, int]]:
        return [(name, count) for name, count in Counter(self.tree.xpath("//@id")).items() if count > 1]

    def _nesting(self) -> Iterator[str]:
        for one in self.tree.iter(etree.Element):
            above = one.getparent()
            if above is None:
                continue
            if one.tag not in _ONLY.get(above.tag, {one.tag}) | _NEITHER:
                yield f"<{one.tag}> stands in <{above.tag}>"
            if above.tag in _LINES and one.tag in _BLOCKS:
                yield f"the block <{one.tag}> stands in a line of <{above.tag}>"
            if any(over.tag in _ACTING.get(one.tag, ()) for over in one.iterancestors()):
                yield f"<{one.tag}> stands in something that acts itself"

    def _content_policy(self) -> Iterator[str]:
        """Yield what `default-src 'self'` forbids."""
        for one in self.tree.iter(etree.Element):
            if one.tag == "style" or "style" in one.attrib:
                yield f"<{one.tag}> has a style of its own"
            if one.tag == "script" and "src" not in one.attrib and one.get("type") not in _DATA:
                yield "a script stands in the page"
            yield from (f"<{one.tag}> has {name}" for name in one.attrib if name.startswith("on"))
        for address in self.loads():
            if not re.match(r"/(?!/)", address):
                yield f"{address} is loaded from elsewhere"
        yield from (f"{one[:40]} is a script" for one in self.tree.xpath("//@href") if one.startswith("javascript:"))
