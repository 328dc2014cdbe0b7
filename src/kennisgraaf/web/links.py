"""Typed links: in the Link header (RFC 8288), and the same ones as a document of their own (RFC 9264)."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kennisgraaf.formats import Format

LINKSET = Format("linkset", "application/linkset+json", "linkset")


@dataclass(frozen=True)
class Link:
    """One link: target is path-absolute or an IRI, type a media type, profile the IRI of a profile."""

    target: str
    relation: str
    type: str = ""
    profile: str = ""

    def __str__(self) -> str:
        """Return the link as a header has it."""
        more = "".join(f'; {name}="{value}"' for name, value in self.attributes.items())
        return f'<{self.target}>; rel="{self.relation}"{more}'

    @property
    def attributes(self) -> dict[str, str]:
        """Return what is said of the target."""
        return {name: value for name, value in (("type", self.type), ("profile", self.profile)) if value}


def header(links: Iterable[Link]) -> str:
    """Return the value of a Link header; a target that could end its own brackets is left out."""
    return ", ".join(str(link) for link in links if not set(link.target) & set("<> \r\n") and link.target.isascii())


def linkset(anchor: str, links: Iterable[Link], home: str, subpath: str) -> str:
    """Return the links of a page as JSON (RFC 9264, 4.2).

    It stands alone, so each address is whole: home comes instead of the sub-path.
    """

    def whole(target: str) -> str:
        return home + target.removeprefix(subpath) if target.startswith("/") else target

    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        profile = {"profile": [link.profile]} if link.profile else {}
        type_ = {"type": link.type} if link.type else {}
        found[link.relation].append({"href": whole(link.target), **type_, **profile})
    return json.dumps({"linkset": [{"anchor": whole(anchor), **found}]}, ensure_ascii=False)
