"""Exchange: the graph, or a part of it, in a form that others' tools accept.

A form is a profile (see `profiles`): NAME-things.rq says for which things it has a meaning and to which whole each
belongs, NAME.rq makes its statements, and a writer puts these into files. The same release always gives the same bytes.
"""

from collections.abc import Sequence
from pathlib import Path

from kennisgraaf import profiles
from kennisgraaf.errors import NotAcceptable
from kennisgraaf.exchange import case, mappings, rdf, selection
from kennisgraaf.exchange.selection import Member
from kennisgraaf.exchange.source import Source
from kennisgraaf.formats import GRAPHS, TABLES, Format
from kennisgraaf.profiles import Profile

__all__ = ["Member", "Profile", "Source", "document", "file_name", "form", "forms", "members", "profiles", "selection"]
_JSON = Format("json", "application/json", "json")
_FORMS = (TABLES[3], _JSON, *GRAPHS)  # in the order in which a reader gets them who does not choose
_QUERIES = Path(__file__).parent


def forms(profile: Profile) -> tuple[Format, ...]:
    """Return the forms that a profile can be had in, the first one first."""
    return tuple(one for one in _FORMS if one.media_type in profile.media_types)


def form(profile: Profile, name: str = "") -> Format:
    """Return the form of that name, suffix or media type; the first one without a name.

    NotAcceptable: the profile has no such form.
    """
    offers = forms(profile)
    found = [one for one in offers if name in {"", one.name, one.suffix, one.media_type}]
    if not found:
        names = ", ".join(one.name for one in offers)
        raise NotAcceptable(f"The profile {profile.token} has no form {name!r}.", fix=f"Choose from: {names}.")
    return found[0]


def members(source: Source, profile: Profile) -> list[Member]:
    """Return the things that a profile has a meaning for, each with its whole, sorted. LimitError: too many."""
    query = (_QUERIES / f"{profile.token}-things.rq").read_text(encoding="utf-8")
    rows = source.engine.rows(query, source.client)
    return sorted(Member(row["thing"].value, row["whole"].value if "whole" in row else "") for row in rows)


def document(source: Source, profile: Profile, things: Sequence[str], wanted: Format) -> bytes:
    """Return things by a profile, in one of its forms.

    NotAcceptable: this form holds one whole at a time, and these are several. LimitError: it takes too much.
    """
    if wanted in GRAPHS:
        return rdf.write(
            source, profile.token, (_QUERIES / f"{profile.token}.rq").read_text(encoding="utf-8"), things, wanted
        )
    table = forms(profile)[0] in TABLES
    return mappings.write(source, things, wanted) if table else case.write(source, things)


def file_name(profile: Profile, wanted: Format, whole: str = "") -> str:
    """Return the name of a file with a whole in it (skos-begrippenkader-scw-2006.ttl), or with everything."""
    parts = [profile.token, *whole.rstrip("/").rsplit("/", 2)[-2:]] if whole else [profile.token]
    return f"{'-'.join(parts)}.{wanted.suffix}"
