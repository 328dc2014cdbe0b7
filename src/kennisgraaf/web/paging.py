"""Pages of a list: ?page= (1 is the first) and ?pageSize=, with the addresses of the others in Link (RFC 8288)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from kennisgraaf.errors import InputError, Wrong
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.site import Site

KEYS = ("page", "pageSize")
DEFAULT, LARGEST, LAST = 100, 1000, 10**9
_NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class Page:
    """One page: its number (1 is the first) and how many rows the pages have."""

    number: int
    size: int

    @property
    def start(self) -> int:
        """Return the number of rows before it."""
        return (self.number - 1) * self.size

    def headers(self, site: Site, total: int) -> dict[str, str]:
        """Return the total and the addresses of the first, previous, next and last page.

        InputError: the list ends before this page; the first page of an empty list is there.
        """
        last = max(1, -(-total // self.size))
        if self.number > last:
            what = f"page is {self.number}; the last one is {last}."
            raise InputError([Wrong("page", what, f"Ask for a page from 1 to {last}.", (str(last),))])
        near = {"first": 1, "prev": self.number - 1, "next": self.number + 1, "last": last}
        links = (f'<{self._address(site, at)}>; rel="{rel}"' for rel, at in near.items() if 1 <= at <= last)
        return {"X-Total-Count": str(total), "Link": ", ".join(links)}

    def _address(self, site: Site, number: int) -> str:
        given = request.args.items(multi=True)
        return Addresses(site.subpath).again(request.path, given, page=str(number), pageSize=str(self.size))


def read(given: Mapping[str, str], wrong: list[Wrong]) -> Page | None:
    """Return the page that was asked for, None for the whole; what is wrong is added to wrong."""
    number = _number(given, "page", 1, LAST, wrong)
    size = _number(given, "pageSize", DEFAULT, LARGEST, wrong)
    return Page(number, size) if given.keys() & set(KEYS) else None


def _number(given: Mapping[str, str], name: str, default: int, most: int, wrong: list[Wrong]) -> int:
    text = given.get(name, str(default))
    if _NUMBER.fullmatch(text) and 1 <= int(text) <= most:
        return int(text)
    what = f"{name} is {text[:100]!r}; it takes a whole number from 1 to {most}."
    wrong.append(Wrong(name, what, f"Write for example {default}.", (str(default),)))
    return default
