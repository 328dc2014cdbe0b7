"""What a page of coverage shows, and where it leads: the same as a file, another choice, the data for programs."""

from collections import defaultdict

from kennisgraaf.coverage import Thing
from kennisgraaf.coverage.survey import count
from kennisgraaf.formats import TABLES, XLSX, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.web import pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.coverage import document, heat, table
from kennisgraaf.web.coverage.choice import Choice
from kennisgraaf.web.coverage.words import Words
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pages import Resource

CSV, SVG = TABLES[2], Format("svg", "image/svg+xml", "svg")
_CHOSEN = {"file", "bundle", "asks"}  # the roles that people choose by name; parts are a click further


def show(words: Words, choice: Choice, resource: Resource) -> str:
    """Return the page of a choice: of all files, of one thing (and another beside it), or of one topic."""
    kind = "thing" if choice.thing else "topic" if choice.topic else "all"
    lang = words.reader.lang if words.reader.chosen else ""
    return pages.html(
        words.site,
        f"coverage-{kind}.html",
        choice=choice,
        words=words,
        title=heat.title(words, choice),
        count=count,
        draw=lambda scheme: heat.draw(words, choice, scheme),
        part=lambda link: table.part(words, choice, link),
        address=lambda one, *pairs: document.address(words.site, one, "/dekking", *pairs, lang=lang),
        file=lambda form, *pairs: _address(words, choice, form, *pairs),
        forms=(CSV, XLSX, SVG),
        api=_api(words, choice),
        options=_options(words),
        resource=resource,
    )


def _address(words: Words, choice: Choice, form: Format, *pairs: tuple[str, str]) -> str:
    """Return the address of this choice as a file, in the language of the page."""
    given = [("naast", choice.other.iri.removeprefix(ID))] if choice.other else []
    given += [("vervallen", "1")] if choice.withdrawn else []
    given += [*pairs, ("format", form.name), *([("lang", "en")] if words.reader.lang == "en" else [])]
    shown = choice.thing or choice.topic
    if shown:
        return document.address(words.site, shown, "/dekking", *given)
    return Addresses(words.site.subpath).path("/dekking", *given)


def _api(words: Words, choice: Choice) -> str:
    shown = choice.thing or choice.topic
    if shown is None:
        return Addresses(words.site.subpath).path(f"{ROOT}/dekking")
    given = [("naast", choice.other.iri.removeprefix(ID))] if choice.other else []
    return document.address(words.site, shown, f"{ROOT}/dekking", *given)


def _options(words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be chosen: (name of a kind, pairs of value and name)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    listed = sorted(words.site.coverage.things.values(), key=lambda one: one.place)
    for thing in listed:
        if thing.role in _CHOSEN and not thing.withdrawn:
            found[_kind(words, thing)].append((thing.iri.removeprefix(ID), words.coded(thing)))
    return sorted(found.items())


def _kind(words: Words, thing: Thing) -> str:
    """Return the name of the kind of a thing; that of others is of a kind without a name."""
    if not thing.iri.startswith(ID):
        return ""
    return words.reader.plain(words.site.vocabulary.labels_of_kind(thing.iri.removeprefix(ID).partition("/")[0]))
