"""Ways to browse: by topic, scheme, publication, party, qualification; what others have; what lacks a translation.

Each way is one query beside this package, so what a page shows can be had as RDF too: the same query gives rows for the
page and statements for programs. Which classes and properties a way is about stands in that query and nowhere else.
"""

from kennisgraaf.browsing.elsewhere import Foreign, Link, foreign, links
from kennisgraaf.browsing.party import ROLES, Party, parties
from kennisgraaf.browsing.publication import Piece, Publication, publications, reading
from kennisgraaf.browsing.topic import Topic, topics
from kennisgraaf.browsing.translation import Missing, Untranslated, untranslated
from kennisgraaf.browsing.tree import Node, Scheme, concepts, qualifications, schemes
from kennisgraaf.browsing.way import statements

__all__ = [
    "ROLES",
    "Foreign",
    "Link",
    "Missing",
    "Node",
    "Party",
    "Piece",
    "Publication",
    "Scheme",
    "Topic",
    "Untranslated",
    "concepts",
    "foreign",
    "links",
    "parties",
    "publications",
    "qualifications",
    "reading",
    "schemes",
    "statements",
    "topics",
    "untranslated",
]
