"""What the tables mean, in the W3C's Metadata Vocabulary for Tabular Data: each column its property, names and type."""

from collections.abc import Mapping
from typing import Any

from kennisgraaf.dump.columns import KEY, LANGUAGES, Column
from kennisgraaf.dump.content import Content
from kennisgraaf.namespaces import BASE, DEF, EXTERNAL

_TITLES = {
    KEY: {"nl": "adres (IRI)", "en": "address (IRI)"},
    "label": {"nl": "naam van {}", "en": "name of {}"},
    "": {"nl": "Kennisgraaf sociaal werk, als tabellen", "en": "Knowledge graph of Dutch social work, as tables"},
}
_LANGUAGE = {"nl": {"nl": "Nederlands", "en": "Engels"}, "en": {"nl": "Dutch", "en": "English"}}


def describe(shapes: Mapping[str, list[Column]], content: Content) -> dict[str, Any]:
    """Return the metadata of all tables (application/csvm+json); shapes are the columns of each kind."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": _languages(_TITLES[""]),
        "dc:license": {"@id": _license(content)},
        "dc:source": {"@id": BASE + "dataset"},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [_table(kind, found, shapes, content) for kind, found in shapes.items()],
    }


def _table(kind: str, found: list[Column], shapes: Mapping[str, list[Column]], content: Content) -> dict[str, Any]:
    keys = [_foreign(column) for column in found if column.target in shapes and not column.separator]
    schema = {
        "aboutUrl": f"{{+{KEY}}}",
        "primaryKey": KEY,
        "columns": [_key(), *(_column(column, content) for column in found)],
        **({"foreignKeys": keys} if keys else {}),
    }
    return {"url": f"{kind}.csv", "dc:title": _languages(_names_of_kind(kind, content)), "tableSchema": schema}


def _key() -> dict[str, Any]:
    titles = {lang: [text, KEY] for lang, text in _TITLES[KEY].items()}
    return {"name": KEY, "titles": titles, "datatype": "anyURI", "required": True, "suppressOutput": True}


def _column(column: Column, content: Content) -> dict[str, Any]:
    """Describe one column; as RDF one link is a link, several in one cell can only be addresses (CSV2RDF, 4.6)."""
    described: dict[str, Any] = {"name": column.name, "titles": _titles(column, content)}
    described["datatype"] = "anyURI" if column.datatype == "link" else column.datatype
    if column.separator:
        described["separator"] = column.separator
    if column.lang:
        described["lang"] = column.lang
    if column.of_links:
        return {**described, "suppressOutput": True}
    described["propertyUrl"] = column.property
    if column.datatype == "link" and not column.separator:
        described["valueUrl"] = f"{{+{column.name}}}"
    return described


def _titles(column: Column, content: Content) -> dict[str, list[str]]:
    """Return a column's names for people, and the name in the header, which has to be among them."""
    found = {}
    for lang in LANGUAGES:
        title = content.labels.get(column.property, {}).get(lang, "") or column.property
        title = _TITLES["label"][lang].format(title) if column.of_links else title
        title += f" ({_LANGUAGE[lang].get(column.lang, column.lang)})" if column.lang else ""
        found[lang] = [title, column.name]
    return found


def _foreign(column: Column) -> dict[str, Any]:
    reference = {"resource": f"{column.target}.csv", "columnReference": KEY}
    return {"columnReference": column.name, "reference": reference}


def _names_of_kind(kind: str, content: Content) -> dict[str, str]:
    """Return the labels of the class that a kind is called after; the kind itself without such a class."""
    return content.labels.get(content.classes.get(kind, ""), {}) or {"nl": kind}


def _license(content: Content) -> str:
    """Return the IRI of the licence that the ontology names, else of where the dataset is described."""
    return content.said(DEF, EXTERNAL["dct"] + "license") or BASE + "dataset"


def _languages(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in sorted(texts.items()) if lang]
