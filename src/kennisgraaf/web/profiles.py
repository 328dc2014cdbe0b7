"""Which view of a thing: everything we say, only what a standard has words for, or a form for exchange.

The reader chooses with `?_profile=` (a token or the IRI) or with Accept-Profile (W3C, Content Negotiation by Profile,
sections 7.2 and 8.1); who chooses nothing gets everything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kennisgraaf import exchange
from kennisgraaf.errors import NotAcceptable
from kennisgraaf.formats import GRAPHS, Format
from kennisgraaf.namespaces import EXTERNAL, SHAPES
from kennisgraaf.web.negotiation import quality


@dataclass(frozen=True)
class Profile:
    """A view: token in an address, IRI in a header, the query that makes it, and wider profiles that it conforms to.

    A form for exchange has no query here (see `exchange`). forms: those that it can be had in beside pages.
    """

    token: str
    iri: str
    view: str
    wider: tuple[str, ...] = ()
    forms: tuple[Format, ...] = GRAPHS

    def names(self) -> set[str]:
        """Return everything that it is called; the # at the end of an IRI is often forgotten."""
        iris = (self.iri, *self.wider)
        return {self.token, *iris, *(iri.rstrip("#/") for iri in iris)}


WHOLE = Profile("kennisgraaf", SHAPES, "surroundings")
CONCEPT = Profile("nlsbb", "http://nlbegrip.nl/def/skosapnl#", "nlsbb", (EXTERNAL["skos"],))


def exchanged() -> dict[str, Profile]:
    """Return the forms for exchange as views, by token."""
    return {
        token: Profile(token, one.iri, "", one.wider, exchange.forms(one))
        for token, one in exchange.profiles.known().items()
    }


class NoProfileError(NotAcceptable):
    """No profile fits; profiles are those that can be had."""

    def __init__(self, wanted: str, profiles: Sequence[Profile]) -> None:
        """Name what can be had."""
        names = ", ".join(f"{profile.token} <{profile.iri}>" for profile in profiles)
        super().__init__(f"This cannot be given by the profile {wanted}.", fix=f"Ask for one of: {names}.")
        self.profiles = tuple(profiles)


def choose(offers: Sequence[Profile], accept: str, asked: str = "") -> Profile:
    """Return the offer that is asked for, else the one that the Accept-Profile header likes best, else the first.

    Raises NoProfileError when something is asked for that is not there.
    """
    wanted = [(asked, 1.0)] if asked else sorted(_preferences(accept), key=lambda pair: -pair[1])
    for name, weight in wanted:
        for offer in offers if weight else ():
            if name in offer.names():
                return offer
    if wanted:
        raise NoProfileError(asked or accept, offers)
    return offers[0]


def _preferences(header: str) -> list[tuple[str, float]]:
    """Return (IRI, quality) of an Accept-Profile header; a part that is malformed is left out."""
    parts = re.findall(r"<([^<>]*)>([^<,]*)", header)
    found = ((iri, quality(parameters.split(";"))) for iri, parameters in parts)
    return [(iri, weight) for iri, weight in found if weight is not None]
