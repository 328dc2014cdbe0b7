"""The vocabulary by topic at /def/{topic}: what a term asks, an example that is valid, and who uses it."""

from typing import Any

from flask import Response, request

from kennisgraaf.description import Texts
from kennisgraaf.formats import HTML
from kennisgraaf.web import diagram, labels, pages
from kennisgraaf.web.glossary import Entry
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site


def answer(site: Site, topic: str) -> Response:
    """Answer with the page of a topic that there is."""
    return pages.respond(site, Resource((HTML,), linked=False), lambda _: _page(site, topic))


def _page(site: Site, topic: str) -> str:
    who = reader(request)
    own = set(site.manual.topics[topic])
    entries = [entry for entry in site.terms if entry.iri in own]
    entries.sort(key=lambda entry: (who.plain(entry.labels).casefold(), entry.name))
    named = site.kept(f"names in {topic}", lambda: _names(site, entries))
    return pages.html(
        site,
        "topic.html",
        topic=topic,
        groups=[[entry for entry in entries if entry.is_class is first] for first in (True, False)],
        names=named,
        manual=site.manual,
        about={entry.iri: _about(site, entry) for entry in entries},
        drawn=diagram.draw(entries, named, who.plain),
    )


def _about(site: Site, entry: Entry) -> dict[str, Any]:
    """Return what the page says of a term beside its entry."""
    model = site.manual.models.get(entry.iri, "") if entry.is_class else ""
    kinds = [kind for kind in site.vocabulary.kinds_of(entry.iri) if kind in site.kinds]
    return {
        "rules": site.manual.rules.get(entry.iri, []),
        "inherited": site.manual.inherited(entry.iri, site.vocabulary),
        "uses": [site.questions[name] for name in site.manual.uses.get(entry.iri, []) if name in site.questions],
        "number": site.manual.numbers.get(entry.iri, 0),
        "kind": kinds[-1] if kinds else "",
        "model": model,
        "turtle": site.example(model) if model else "",
    }


def _names(site: Site, entries: list[Entry]) -> dict[str, Texts]:
    """Return the labels of all that the page names."""
    found = {iri for entry in entries for iris in entry.links.values() for iri in iris}
    rules = [rule for entry in entries for rule in site.manual.rules.get(entry.iri, [])]
    found |= {term.value for rule in rules for terms in rule.asks.values() for term in terms if term.kind == "iri"}
    found |= {iri for rule in rules for iri, _ in rule.steps}
    found |= {iri for entry in entries for iri in site.manual.inherited(entry.iri, site.vocabulary)}
    found |= {site.manual.models[entry.iri] for entry in entries if entry.iri in site.manual.models}
    return {**labels.find(site.engine, found), **{entry.iri: entry.labels for entry in entries}}
