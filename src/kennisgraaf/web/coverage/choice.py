"""What the address chooses: a thing, another beside it, and a framework; all that is wrong with it is told at once."""

from dataclasses import dataclass
from functools import cached_property

from flask import request

from kennisgraaf import coverage
from kennisgraaf.coverage import Line, Overview, Pair, Scheme, Survey, Thing
from kennisgraaf.errors import InputError, NotFound, Wrong
from kennisgraaf.namespaces import ID
from kennisgraaf.near import nearest
from kennisgraaf.web import parameters
from kennisgraaf.web.site import Site

_FEW = 5


class NoCoverageError(NotFound):
    """A thing that is here, but that neither covers nor asks for anything that coverage is about."""

    def __init__(self, iri: str) -> None:
        """Name the thing."""
        what = f"{iri.removeprefix(ID)} is here, but it neither covers nor asks for anything."
        super().__init__(what, fix="Choose a qualification, programme, profile or job role at /dekking.")
        self.iri = iri


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see: thing is None for all files; schemes are those to show, in order.

    other stands beside the thing; topic is the one that all files are held against, None for every topic.
    """

    survey: Survey
    schemes: tuple[Scheme, ...]
    thing: Thing | None = None
    other: Thing | None = None
    topic: Thing | None = None
    withdrawn: bool = False

    @cached_property
    def overviews(self) -> list[Overview]:
        """Return all files against each framework."""
        return [coverage.overview(self.survey, scheme, withdrawn=self.withdrawn) for scheme in self.schemes]

    @cached_property
    def across(self) -> list[Thing]:
        """Return the columns of a picture: two things side by side; a thing and its parts; or all files."""
        if self.thing is None:
            return self.survey.ranked(self.schemes[0], withdrawn=self.withdrawn) if self.schemes else []
        if self.other is not None:
            return [self.thing, self.other]
        return [self.thing, *self.survey.children(self.thing.iri)]

    def topics(self, scheme: Scheme) -> list[Thing]:
        """Return the topics to show; a withdrawn one only where something links to it."""
        linked = {line.topic.iri for one in self.across for line in self.lines(one, scheme)}
        return [topic for topic in scheme.topics if topic.iri in linked]

    def lines(self, thing: Thing, scheme: Scheme) -> list[Line]:
        """Return what a thing does with the topics to show."""
        found = self.survey.lines(thing.iri, scheme)
        return found if self.topic is None else [line for line in found if line.topic == self.topic]

    def pairs(self, scheme: Scheme) -> list[Pair]:
        """Return the thing and the other side by side."""
        assert self.thing  # noqa: S101 - for who reads types
        assert self.other  # noqa: S101
        return coverage.compare(self.survey, self.thing.iri, self.other.iri, scheme)


def read(site: Site, name: str = "", known: frozenset[str] = frozenset({"naast", "kader"})) -> Choice:
    """Return what the address chooses; name: of the thing, "" for all files; known: the parameters that it may have.

    NotFound: there is no such thing. InputError: what stands behind the question mark does not fit.
    """
    survey = site.coverage
    found = find(site, name) if name else None
    topic = None if found is None or found.iri in survey.things else found
    wrong = parameters.strange(known)
    schemes = _schemes(survey, wrong)
    other = _other(site, wrong)
    if wrong:
        raise InputError(wrong)
    withdrawn = request.args.get("vervallen", "") == "1"
    if topic:
        homes = tuple(scheme for scheme in schemes if topic in scheme.topics)
        return Choice(survey, homes or schemes, topic=topic, withdrawn=withdrawn)
    return Choice(survey, schemes, found, other, withdrawn=withdrawn)


def find(site: Site, name: str) -> Thing:
    """Return what covers or asks for topics, or such a topic, by IRI, type/code, type:code, or its own code.

    NoCoverageError: it is something else. NotFound: there is no such thing; near has what looks like it.
    """
    survey = site.coverage
    topics = {topic.iri: topic for scheme in survey.schemes.values() for topic in scheme.topics}
    every = {**topics, **survey.things}
    path = name.strip().removeprefix(ID)
    for iri in (name.strip(), ID + path, ID + path.replace(":", "/", 1)):
        if iri in every:
            return every[iri]
    same = [thing for thing in every.values() if path and path in {thing.code, thing.iri.rpartition("/")[2]}]
    if same:
        return min(same, key=lambda thing: ({"file": 0, "bundle": 1}.get(thing.role, 2), thing.place))
    if site.has(ID + path):
        raise NoCoverageError(ID + path)
    raise _missing(path, every)


def _missing(path: str, every: dict[str, Thing]) -> NotFound:
    names = {iri.removeprefix(ID): iri for iri in every}
    codes = {thing.code: iri for iri, thing in every.items() if thing.code}
    wanted = nearest(path, names, _FEW) or [codes[code].removeprefix(ID) for code in nearest(path, codes, _FEW)]
    fix = f"Did you mean: {', '.join(wanted)}?" if wanted else "See /dekking for everything that has coverage."
    return NotFound(f"Nothing here is called {path[:100]}.", fix=fix, near=[names[one] for one in wanted])


def _schemes(survey: Survey, wrong: list[Wrong]) -> tuple[Scheme, ...]:
    """Return the framework that was asked for, else all of them, the one that most is known of first."""
    every = sorted(survey.schemes.values(), key=lambda one: (-survey.weight(one), one.iri))
    asked = request.args.get("kader", "")
    if not asked:
        return tuple(every)
    found = tuple(one for one in every if asked in {one.iri, one.code, one.iri.removeprefix(ID)})
    if not found:
        codes = tuple(one.code for one in every)
        wrong.append(
            Wrong("kader", f"There is no framework {asked[:100]!r}.", f"Choose from: {', '.join(codes)}.", codes)
        )
    return found


def _other(site: Site, wrong: list[Wrong]) -> Thing | None:
    asked = request.args.get("naast", "").strip()
    if not asked:
        return None
    try:
        found = find(site, asked)
    except NotFound as error:
        near = tuple(iri.removeprefix(ID) for iri in error.near)
        wrong.append(Wrong("naast", error.what, error.fix, near))
        return None
    if not found.role and found.iri not in site.coverage.things:
        wrong.append(Wrong("naast", f"{asked[:100]} is a topic itself.", "Give what covers topics or asks for them."))
        return None
    return found
