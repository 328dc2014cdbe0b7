"""Coverage as JSON for programs: the names of members and states never change, texts come in every language."""

from typing import Any

from kennisgraaf.coverage import Cell, Link, Pair, Scheme, Survey, Thing
from kennisgraaf.coverage.survey import count
from kennisgraaf.namespaces import ID
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.coverage.choice import Choice
from kennisgraaf.web.site import Site


def listed(site: Site, choice: Choice, root: str) -> dict[str, Any]:
    """Return all files with their numbers by framework, and the topics that nobody covers."""
    files = [file for file in choice.survey.files if choice.withdrawn or not file.withdrawn]
    return {
        "files": [
            {**_thing(file), **_addresses(site, file, root), "frameworks": _numbers(choice, file)} for file in files
        ],
        "frameworks": [
            {
                **_framework(one.scheme),
                "unknown": [file.iri for file in one.unknown],
                "nobody": [{**_thing(gap.topic), "touchedBy": [_thing(by) for by in gap.touched]} for gap in one.gaps],
            }
            for one in choice.overviews
        ],
    }


def whole(site: Site, choice: Choice, root: str) -> dict[str, Any]:
    """Return what one thing does with every topic, and what another does with it where that was asked for."""
    thing, survey = choice.thing or Thing(""), choice.survey
    found = {**_thing(thing), **_addresses(site, thing, root)}
    found["later"] = survey.later.get(thing.iri, [])
    if choice.other:
        found["beside"] = _thing(choice.other)
    found["frameworks"] = [
        {
            **_framework(scheme),
            "known": survey.known(thing.iri, scheme),
            "unknownParts": [part.iri for part in survey.unknown_parts(thing.iri, scheme)],
            "counts": count(survey.lines(thing.iri, scheme)),
            "topics": _topics(choice, thing, scheme),
        }
        for scheme in choice.schemes
    ]
    return found


def takers(site: Site, choice: Choice, root: str) -> dict[str, Any]:
    """Return which files do what with one topic."""
    topic, survey = choice.topic or Thing(""), choice.survey
    return {
        **_thing(topic),
        **_addresses(site, topic, root),
        "files": [{**_thing(file), **_cell(survey, cell)} for file, cell in survey.takers(topic.iri)],
    }


def _topics(choice: Choice, thing: Thing, scheme: Scheme) -> list[dict[str, Any]]:
    if choice.other is None:
        return [
            {**_thing(one.topic), **_cell(choice.survey, one.cell)} for one in choice.survey.lines(thing.iri, scheme)
        ]
    return [{**_thing(pair.topic), **_pair(choice.survey, pair)} for pair in choice.pairs(scheme)]


def _pair(survey: Survey, pair: Pair) -> dict[str, Any]:
    more = {"beside": _cell(survey, pair.there), "verdict": pair.verdict}
    return {**_cell(survey, pair.here), **more, **({} if pair.surer is None else {"surer": pair.surer})}


def _cell(survey: Survey, cell: Cell) -> dict[str, Any]:
    found = {"state": cell.state, "best": cell.best, "mean": None if cell.mean is None else round(cell.mean, 3)}
    links = [_link(survey, link) for link in (*cell.links, *cell.others)]
    return {**{name: value for name, value in found.items() if value is not None}, "links": links}


def _link(survey: Survey, link: Link) -> dict[str, Any]:
    part = survey.things.get(link.part)
    found = {
        "part": link.part,
        "code": part.code if part else "",
        "kind": link.kind,
        "confidence": link.confidence,
        "reason": link.reason,
        "date": link.day,
        "statement": link.statement,
    }
    return {name: value for name, value in found.items() if value not in ("", None, {})}


def _thing(thing: Thing) -> dict[str, Any]:
    found: dict[str, Any] = {"id": thing.iri, "label": thing.labels}
    found |= {"code": thing.code} if thing.code else {}
    return found | ({"withdrawn": True, "successors": list(thing.successors)} if thing.withdrawn else {})


def _framework(scheme: Scheme) -> dict[str, Any]:
    return {"id": scheme.iri, "code": scheme.code, "label": scheme.labels}


def _numbers(choice: Choice, file: Thing) -> list[dict[str, Any]]:
    survey = choice.survey
    return [
        {
            "id": scheme.iri,
            "known": survey.known(file.iri, scheme),
            "counts": count(survey.lines(file.iri, scheme)),
        }
        for scheme in choice.schemes
    ]


def _addresses(site: Site, thing: Thing, root: str) -> dict[str, str]:
    """Return where a thing's coverage is: here for programs and for people."""
    return {"href": address(site, thing, f"{root}/dekking"), "page": address(site, thing, "/dekking")}


def address(site: Site, thing: Thing, root: str, *pairs: tuple[str, str], lang: str = "") -> str:
    """Return the address of a thing's coverage; one with an IRI of others has it in the query."""
    where = Addresses(site.subpath, lang)
    if thing.iri.startswith(ID):
        return where.path(f"{root}/{thing.iri.removeprefix(ID)}", *pairs)
    return where.path(f"{root}/ding" if root.startswith("/api") else root, ("van", thing.iri), *pairs)
