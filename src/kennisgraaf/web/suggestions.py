"""Which things fit a blank, and which of them a reader means who has typed a part of a name."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping

from kennisgraaf.description import Texts
from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import ID


def read(engine: Engine, of: str) -> dict[str, Texts]:
    """Return IRI → labels by language of each thing of a class ("kg:Competentie")."""
    query = f"SELECT DISTINCT ?thing ?label {{ ?thing a {of} ; skos:prefLabel ?label FILTER(isIRI(?thing)) }}"
    found: dict[str, Texts] = defaultdict(dict)
    for row in engine.rows(query):
        found[row["thing"].value][row["label"].lang] = row["label"].value
    return dict(found)


def match(things: Mapping[str, Texts], typed: str) -> list[str]:
    """Return the things whose names have every word that was typed, those first where a name begins with it, by name.

    things: IRI → labels; a name is a label in any language, type/code or code. Capitals and accents make no difference.
    """
    wanted = _plain(typed)
    ranked = []
    for iri, labels in things.items():
        path = iri.removeprefix(ID)
        names = [_plain(name) for name in (*labels.values(), path, path.rsplit("/", 1)[-1])]
        if all(any(word in name for name in names) for word in wanted.split()):
            begins = any(name.startswith(wanted) for name in names)
            ranked.append((not begins, _plain(labels.get("nl", "")) or path, iri))
    return [iri for *_, iri in sorted(ranked)]


def _plain(text: str) -> str:
    """Return a text without capitals, accents and outer spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold().strip())
    return "".join(part for part in parts if not unicodedata.combining(part))
