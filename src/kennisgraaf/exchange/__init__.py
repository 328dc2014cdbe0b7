"""Exchange: the graph, or a part of it, in a form that others' tools accept.

A form is a profile (see `profiles`): NAME-things.rq says for which things it has a meaning and to which whole each belongs,
NAME.rq makes its statements, and a writer puts these into files. The same release always gives the same bytes.
"""

from collections.abc import Sequence
from pathlib import Path

from kennisgraaf import profiles
from kennisgraaf.engine import Client, Engine
from kennisgraaf.errors import NotAcceptable
from kennisgraaf.exchange import case, mappings, rdf, selection
from kennisgraaf.exchange.selection import Member
from kennisgraaf.exchange.statements import statements
from kennisgraaf.formats import GRAPHS, TABLES, Format
from kennisgraaf.profiles import Profile
from kennisgraaf.release import Release

__all__ = ["Member", "Profile", "document", "file_name", "form", "forms", "members", "profiles", "selection"]
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


def members(engine: Engine, profile: Profile, client: Client = Client()) -> list[Member]:  # noqa: B008 - it is frozen
    """Return the things that a profile has a meaning for, each with its whole, sorted."""
    rows = engine.rows((_QUERIES / f"{profile.token}-things.rq").read_text(encoding="utf-8"), client)
    return sorted(Member(row["thing"].value, row["whole"].value if "whole" in row else "") for row in rows)


def document(
    engine: Engine,
    made: Release,
    profile: Profile,
    things: Sequence[str],
    wanted: Format,
    client: Client = Client(),  # noqa: B008 - it is frozen
) -> bytes:
    """Return things by a profile, in one of its forms.

    NotAcceptable: this form holds one whole at a time, and these are several.
    """
    if wanted == _JSON or wanted in TABLES:
        write = mappings.write if wanted in TABLES or forms(profile)[0] in TABLES else case.write
        return write(engine, made, profile, things, wanted, client)
    text = (_QUERIES / f"{profile.token}.rq").read_text(encoding="utf-8")
    return rdf.write(statements(engine, text, things, client), wanted, made, profile.token, text)


def file_name(profile: Profile, wanted: Format, whole: str = "") -> str:
    """Return the name of a file with a whole in it (skos-begrippenkader-scw-2006.ttl), or with everything."""
    parts = [profile.token, *whole.rstrip("/").rsplit("/", 2)[-2:]] if whole else [profile.token]
    return f"{'-'.join(parts)}.{wanted.suffix}"
