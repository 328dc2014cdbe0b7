"""Compile: read, validate, reason, write one immutable release. Everything expensive happens here, once.

A release is named after its sources and after the code that makes it: when neither changed, there is nothing to do.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from kennisgraaf import (
    catalog,
    changes,
    dump,
    fingerprint,
    index,
    inspection,
    ledger,
    project,
    reasoning,
    record,
    release,
    validation,
)
from kennisgraaf import sources as files
from kennisgraaf.dump import Content
from kennisgraaf.errors import BuildError, SourceError
from kennisgraaf.findings import Finding, Statement
from kennisgraaf.namespaces import DEF, GRAPH, KG, SHAPES, prefixes
from kennisgraaf.project import HISTORY, Project
from kennisgraaf.release import Release
from kennisgraaf.sources import Sources
from kennisgraaf.turtle.terms import native

INFERRED, META = GRAPH + "afgeleid", GRAPH + "meta"
_READING, _VALIDATING, _INSPECTING, _REASONING, _WRITING = project.STEPS


@dataclass(frozen=True)
class Report:
    """What a check found: files that cannot be read, and findings about what they say.

    seconds: what each step and each shape took; left: the shapes that pySHACL ran, and why.
    """

    sources: Sources
    findings: list[Finding]
    seconds: dict[str, float] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[SourceError]:
        """Return what could not be read."""
        return self.sources.errors

    @property
    def serious(self) -> list[Finding]:
        """Return the findings that are no mere remarks."""
        return [finding for finding in self.findings if finding.severity != "Info"]

    @property
    def violations(self) -> list[Finding]:
        """Return the findings that stop a build."""
        return [finding for finding in self.findings if finding.severity == "Violation"]


def check(
    where: Project,
    extra: tuple[Path, ...] = (),
    tell: Callable[[str], None] = lambda _: None,
    since: str = "",
) -> Report:
    """Read and validate everything; tell is called with the name of each step ("reading", ...).

    What is asserted is validated, before any reasoning: inference would hide wrong values. Files that cannot be read
    are reported, and then nothing else is: their gaps would look like findings. So it is with shapes that are wrong
    themselves. With since (a branch, tag or commit) the shapes look only at what may have changed after it.
    NotFound, MachineError: git does not know it.
    """
    watch = _Watch(tell)
    sources = watch(_READING, lambda: files.read(where, extra))
    try:
        register = ledger.compare(where, sources)
    except SourceError as error:
        sources.errors.append(error)
    if sources.errors:
        return Report(sources, [])
    shapes = sources.graph(SHAPES)
    unsound = validation.sound(shapes)
    if any(finding.severity == "Violation" for finding in unsound):
        return Report(sources, unsound)
    change = changes.since(where, sources, since) if since and not extra else None
    try:
        outcome = watch(_VALIDATING, lambda: validation.examine(_facts(sources), shapes, change))
    except BuildError as error:
        return Report(
            sources, [validation.failed(shapes, URIRef(error.thing or SHAPES), {"nl": error.what, "en": error.what})]
        )
    beyond = watch(_INSPECTING, lambda: inspection.inspect(where, sources))
    seconds = {**watch.seconds, **{str(shape): spent for shape, spent in outcome.seconds.items()}}
    left = {str(shape): why for shape, why in outcome.left.items()}
    return Report(sources, [*unsound, *inspection.join(outcome.findings, beyond), *register], seconds, left)


def _facts(sources: Sources) -> validation.Facts:
    return validation.Facts(sources.statements(DEF, SHAPES, *sources.data_graphs))


class _Watch:
    """Tells which step has begun, and remembers how long each took."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self.seconds: dict[str, float] = {}

    def __call__(self, step: str, do: Callable[[], Any]) -> Any:
        """Return what the step makes."""
        self._tell(step)
        start = perf_counter()
        try:
            return do()
        finally:
            self.seconds[step] = perf_counter() - start


def compile(  # noqa: A001 - reads as build.compile
    where: Project,
    extra: tuple[Path, ...] = (),
    *,
    keep_going: bool = False,
    use: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Release:
    """Return the release of these sources and put it in use (unless told not to); build it if it is not there already.

    SourceError: the first file that cannot be read. BuildError: violations (unless keep_going), or a contradiction.
    MachineError: the release cannot be written. Whatever fails, the release in use stays in use.
    """
    name = project.identify(where, extra)
    if release.found(where.releases, name) is None:
        report = check(where, extra, tell)
        _refuse(report, keep_going=keep_going)
        tell(_REASONING)
        sources = report.sources
        inferred = reasoning.infer(sources.graph(DEF), sources.all(*sources.data_graphs))
        tell(_WRITING)
        with release.writing(where.releases, name) as folder:
            _write(folder, name, where, sources, inferred)
    if use:
        release.switch(where.releases, name)
        release.prune(where.releases)
    return release.load(where.releases / name)


def _refuse(report: Report, *, keep_going: bool) -> None:
    if report.errors:
        raise report.errors[0]
    if report.violations and not keep_going:
        first = report.violations[0]
        told = first.messages.get("en") or " ".join(first.messages.values())
        raise BuildError(
            f"{len(report.violations)} violations, so nothing is built. The first: <{first.thing}>: {told}",
            fix="Run `kennisgraaf check` to see all of them and how to mend them, or build with --keep-going.",
        )


def _write(folder: Path, name: str, where: Project, sources: Sources, inferred: reasoning.Inference) -> None:
    shutil.copytree(where.root / "queries", folder / "queries")
    _keep(where, folder)
    store = ox.Store(str(folder / "store"))
    for iri in sources.documents:
        _fill(store, iri, sources.statements(iri))
    _fill(store, SHAPES, inspection.triples())
    _fill(store, INFERRED, inferred.triples)
    _fill(store, META, ledger.tombstones(where))
    store.optimize()
    store.flush()
    whole = folder / "store.nt"  # from which an engine fills its memory
    store.dump(str(whole), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    (folder / release.TOPICS).write_text(json.dumps(_topics(sources), indent=1), encoding="utf-8")
    known = {**sources.prefixes(), **prefixes(sources.kinds())}
    with TemporaryDirectory(dir=folder) as work:
        content = Content(store, known, INFERRED, Path(work), whole)
        links = content.links()
        index.write(store, folder / release.INDEX, links=links)
        index.write(store, folder / release.ELSEWHERE, "elsewhere", links)
        about = {"id": name, "version": project.version(where), **_counted(content), **_concluded(inferred)}
        dumps = dump.write(folder, content)
        catalog.write(folder, store, content, dumps, about)
    about["dumps"] = [asdict(file) for file in dumps]
    del store
    (folder / release.MARKER).write_text(json.dumps(about), encoding="utf-8")


def _counted(content: Content) -> dict[str, Any]:
    """Return what a marker says of the content of a release."""
    sizes = {iri: content.size(iri) for iri in ("", *content.graphs)}
    return {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "triples": sizes[""],
        "graphs": {iri: size for iri, size in sizes.items() if iri},
        "contents": {iri: fingerprint.of_lines(content.lines(iri)) for iri in sizes},
        "prefixes": dict(content.prefixes),
    }


def _concluded(inferred: reasoning.Inference) -> dict[str, Any]:
    """Return what a marker says of what was checked and inferred."""
    return {
        "rules": sorted({str(rule) for rule, _, _ in inspection.triples()}),
        "inferred": inferred.by_property,
        "families": inferred.by_family,
    }


def _topics(sources: Sources) -> dict[str, list[str]]:
    """Return topic (the name of a file of the ontology) → the terms that it describes, both sorted."""
    named = {
        Path(one.name).stem: sorted(str(s) for s in one.subjects if str(s).startswith(KG))
        for one in sources.documents[DEF]
    }
    return {topic: terms for topic, terms in sorted(named.items()) if terms}


def _keep(where: Project, folder: Path) -> None:
    """Copy what changed in each release so far into the folder of a new one.

    SourceError: a file there is no record of a release.
    """
    if record.read(where.root / HISTORY):
        shutil.copytree(where.root / HISTORY, folder / HISTORY)


def _fill(store: ox.Store, iri: str, triples: Iterable[Statement]) -> None:
    """Write statements into a graph, and into the whole if it is a part of that."""
    store.bulk_extend(_quads(triples, [ox.NamedNode(iri)] if iri == SHAPES else [ox.NamedNode(iri), ox.DefaultGraph()]))


def _quads(triples: Iterable[Statement], graphs: Collection[ox.NamedNode | ox.DefaultGraph]) -> Iterator[ox.Quad]:
    for one in map(native, triples):
        for graph in graphs:
            yield ox.Quad(one.subject, one.predicate, one.object, graph)
