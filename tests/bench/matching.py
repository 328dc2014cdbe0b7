"""How good are the short lists? `python -m bench.matching` ranks every part that was linked by hand, and its peers do.

The matcher was tuned on one file; the others are held out. Its own figure never rests on what was decided on other
files; with that (precedents) is a row of its own, without the file at hand.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import comb
from pathlib import Path
from statistics import mean

from rapidfuzz import fuzz, process

from bench import agreement
from kennisgraaf import engine, matching, project, release
from kennisgraaf.engine import Engine
from kennisgraaf.index import words
from kennisgraaf.matching import Matcher, Precedents, Text
from kennisgraaf.namespaces import ID, KG
from kennisgraaf.release import Release
from kennisgraaf.search import LARGEST_PAGE, Index
from kennisgraaf.search.facets import Only

TUNED = "25958"
HELD_OUT = ("25779", "25780", "25697", "hbo")
CORE = 0.2  # what a word of the core task weighs
_FIRST = 5
_COVERS = f"{KG}dektCompetentieDirect"
Ranker = Callable[["Part"], list[str]]


@dataclass
class Part:
    """A part of a file: names, the file, and the IRIs of what it covers and what it touches."""

    iri: str
    name: str
    core: str
    file: str
    covers: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)

    @property
    def linked(self) -> set[str]:
        """Return all that was linked."""
        return self.covers | self.touches

    @property
    def texts(self) -> list[Text]:
        """Return what the matcher is given."""
        return [Text(self.name), Text(self.core, CORE)] if self.core != self.name else [Text(self.name)]


@dataclass(frozen=True)
class Score:
    """n covered and linked parts, the shares of those with a right answer among the first five, and the mean rank."""

    covered: int
    linked: int
    covered_first: float
    linked_first: float
    frameworks: dict[str, tuple[int, float]]
    reciprocal: float


def parts(graph: Engine) -> dict[str, list[Part]]:
    """Return the parts by file: crebo of its qualification, "hbo" for the one that has none."""
    found: dict[str, Part] = {}
    files: dict[str, dict[str, Part]] = defaultdict(dict)
    for row in graph.rows(Path(__file__).with_name("parts.rq").read_text(encoding="utf-8")):
        iri = row["part"].value
        core = row["core"].value
        part = found.setdefault(iri, Part(iri, row["name"].value, core, row["file"].value))
        if "thing" in row:
            (part.covers if row["relation"].value == _COVERS else part.touches).add(row["thing"].value)
        code = row["code"].value if "code" in row else "hbo"
        files[code if code.isdigit() else "hbo"][iri] = part
    return {code: sorted(group.values(), key=lambda part: part.iri) for code, group in files.items()}


def score(listed: Iterable[Part], rank: Ranker, frameworks: dict[str, str]) -> Score:
    """Return how well a ranking does; frameworks: competency → framework."""
    judged = [(part, rank(part)) for part in listed if part.linked]
    covered = [bool(part.covers & set(order[:_FIRST])) for part, order in judged if part.covers]
    return Score(
        len(covered),
        len(judged),
        _share(covered),
        _share(bool(part.linked & set(order[:_FIRST])) for part, order in judged),
        {name: _framework(judged, frameworks, name) for name in sorted(set(frameworks.values()))},
        mean(_reciprocal(part.linked, order) for part, order in judged) if judged else 0.0,
    )


def _framework(judged: Sequence[tuple[Part, list[str]]], frameworks: dict[str, str], name: str) -> tuple[int, float]:
    """Return n and the share of right answers among the first five of one framework's own list."""
    ours = [
        bool(right & set([iri for iri in order if frameworks[iri] == name][:_FIRST]))
        for part, order in judged
        if (right := {iri for iri in part.linked if frameworks[iri] == name})
    ]
    return len(ours), _share(ours)


def _share(found: Iterable[bool]) -> float:
    values = list(found)
    return sum(values) / len(values) if values else 0.0


def _reciprocal(right: set[str], order: Sequence[str]) -> float:
    return next((1 / place for place, iri in enumerate(order, 1) if iri in right), 0.0)


def chance(right: Iterable[int], size: int) -> float:
    """Return the share of parts for which five of size things at random have one of the right ones."""
    found = [1 - comb(size - number, _FIRST) / comb(size, _FIRST) for number in right if number]
    return mean(found) if found else 0.0


def own(matcher: Matcher) -> Ranker:
    """Return the matcher's own order, from words alone."""
    return lambda part: [one.candidate.iri for one in matcher.suggest(part.texts, len(matcher.candidates))]


def experienced(matcher: Matcher, precedents: Precedents) -> Ranker:
    """Return the order when what was decided on other files comes first."""

    def rank(part: Part) -> list[str]:
        known = [one.thing for one in precedents.like(part.name, without=part.file)]
        return list(dict.fromkeys([*known, *own(matcher)(part)]))

    return rank


def labels(matcher: Matcher) -> Ranker:
    """Return the peer that compares names with names: rapidfuzz, token_set_ratio."""
    names = [
        (candidate.iri, said.text.lower())
        for candidate in matcher.candidates
        for said in candidate.said
        if said.role == "name"
    ]

    def rank(part: Part) -> list[str]:
        found = process.extract(part.name.lower(), [name for _, name in names], scorer=fuzz.token_set_ratio, limit=None)
        return list(dict.fromkeys(names[place][0] for _, worth, place in found if worth))

    return rank


def searched(made: Release, matcher: Matcher) -> Ranker:
    """Return the peer that is the search of the site, on things of one kind."""
    index = Index(made.index)
    kind = matcher.candidates[0].iri.removeprefix(ID).partition("/")[0]
    return lambda part: [
        hit.iri for hit in index.search(words.key(part.name), only=Only(kind), count=LARGEST_PAGE).hits
    ]


def rankers(made: Release, graph: Engine) -> tuple[Matcher, dict[str, Ranker]]:
    """Return the matcher, and all rankings by the name that stands in the table."""
    matcher = matching.read(graph)
    return matcher, {
        "matcher": own(matcher),
        "names (token_set_ratio)": labels(matcher),
        "search of the site": searched(made, matcher),
        "matcher and precedents": experienced(matcher, Precedents.read(graph)),
    }


def first_reading(listed: dict[str, list[Part]]) -> agreement.Reading:
    """Return the reading that the graph holds, in the words of the second one."""
    known = {part.iri: part for group in listed.values() for part in group}
    return {
        (_code(iri), _code(thing)): "covers" if thing in part.covers else "touches"
        for iri, part in known.items()
        for thing in part.linked
    }


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


def frameworks_of(matcher: Matcher) -> dict[str, str]:
    """Return competency → code of its framework."""
    return {candidate.iri: _code(candidate.schemes[0]) for candidate in matcher.candidates}


def report(made: Release, graph: Engine, codes: Sequence[str]) -> Iterator[str]:
    """Yield the tables as Markdown."""
    matcher, choices = rankers(made, graph)
    listed, frameworks = parts(graph), frameworks_of(matcher)
    names = sorted(set(frameworks.values()))
    head = ["file", "ranking", "covered in first 5", "linked in first 5", *(f"{name}, own first 5" for name in names)]
    yield f"| {' | '.join([*head, 'MRR'])} |"
    yield f"|{' --- |' * (len(head) + 1)}"
    groups = {code: listed[code] for code in codes}
    held = [part for code in codes if code != TUNED for part in listed[code]]
    if held:
        groups["all held out"] = held
        groups["held out, each name once"] = list({words.key(part.name): part for part in reversed(held)}.values())
    for code, group in groups.items():
        title = f"{code} (tuned on)" if code == TUNED else code
        for name, rank in choices.items():
            found = score(group, rank, frameworks)
            told = [_told(found.covered, found.covered_first), _told(found.linked, found.linked_first)]
            told += [_told(*found.frameworks[one]) for one in names]
            yield f"| {' | '.join([title, name, *told])} | {found.reciprocal:.2f} |"
        by_chance = [chance([len(part.covers) for part in group], len(frameworks))]
        by_chance += [chance([len(part.linked) for part in group], len(frameworks))]
        yield f"| {title} | any order, on average | {' | '.join(f'{one:.0%}' for one in by_chance)} |{' |' * 3}"
    yield ""
    second = agreement.second()
    yield from agreement.compare(first_reading(listed), second, [_code(iri) for iri in frameworks]).told()


def _told(number: int, share: float) -> str:
    return f"{round(share * number)} of {number} ({share:.0%})" if number else "none"


def main() -> None:
    """Print the tables for the files that are asked for, all without any."""
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__)
    parser.add_argument("files", nargs="*", default=[TUNED, *HELD_OUT], help="crebo, or hbo")
    made = release.current(project.find(None).releases)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as graph:
        sys.stdout.write("\n".join(report(made, graph, parser.parse_args().files)) + "\n")


if __name__ == "__main__":
    main()
