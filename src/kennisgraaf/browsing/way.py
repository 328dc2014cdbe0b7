"""One query, two forms: rows for a page, statements for programs."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kennisgraaf.description import Facts
from kennisgraaf.description.facts import facts
from kennisgraaf.engine import Engine, bind
from kennisgraaf.formats import Format

_SELECT = re.compile(r"^SELECT .*$", re.MULTILINE)
_CONSTRUCT = "CONSTRUCT { ?subject ?property ?value }"


def found(engine: Engine, name: str, inputs: Mapping[str, str] | None = None) -> Facts:
    """Return subject → property → values of a query beside this module; inputs are terms by the name of their blank."""
    return facts(engine, bind(text(name), inputs or {}))


def statements(engine: Engine, name: str, form: Format, inputs: Mapping[str, str] | None = None) -> bytes:
    """Return what `found` returns as RDF in a form."""
    return engine.query(bind(_SELECT.sub(_CONSTRUCT, text(name), count=1), inputs or {}), form).body


@cache
def text(name: str) -> str:
    """Return a query beside this module."""
    return Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
