"""kennisgraaf import: tables of other people, checked cell by cell, become Turtle in the fixed form."""

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kennisgraaf import project, sheets
from kennisgraaf.cli import options
from kennisgraaf.cli.progress import counting
from kennisgraaf.drafts import Desk
from kennisgraaf.drafts.outcome import summary
from kennisgraaf.drafts.tables import Table, kind_of

if TYPE_CHECKING:
    from kennisgraaf.esco import Outcome, Target


@click.group("import")
def command() -> None:
    """Take data from elsewhere into the project."""


@command.command("table")
@click.argument("path", metavar="FILE", type=options.FILE)
@click.option("--class", "kind", help="What the rows are (default: as their IRIs say, else the name of the file).")
@click.option("--graph", help="The folder under data/ for what is new (default: where most of its class stand).")
@click.option("--separator", default="|", show_default=True, help="What stands between several values in a cell.")
@click.option("--update", is_flag=True, help="Edit existing things too, in these columns only; - takes values away.")
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@options.root
def table(  # noqa: PLR0913 - one parameter per option
    root: Path | None, path: Path, kind: str | None, graph: str | None, separator: str, *, update: bool, dry_run: bool
) -> None:
    """Read a CSV or XLSX file that follows `kennisgraaf template` or our own tables, and write it into the data.

    All or nothing: with one fault in one cell nothing is written, and every fault is told with its cell.
    """
    desk = Desk(project.find(root))
    sheet = sheets.read(path)
    for remark in sheet.told:
        click.echo(f"note: {remark}", err=True)
    form = desk.form(desk.kind(kind or kind_of(sheet, path.stem)))
    rows = Table(desk, form, sheet, separator=separator, update=update)
    draft = rows.draft(graph)
    for remark in rows.remarks:
        click.echo(f"note: {remark}", err=True)
    planned = [change for change in draft.changes() if change.before != change.after]
    if not planned:
        click.echo("nothing changes: all of this is there already", err=True)
        return
    found = draft.findings(planned)
    rows.blame(found)
    rows.refuse()
    if not dry_run:
        draft.write(planned)
    click.echo(f"{len(draft.minted)} new, {len(sheet.rows) - len(draft.minted)} existing things", err=True)
    click.echo(summary(desk, planned, found, dry_run=dry_run), err=True, nl=False)


@command.command("esco")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--out", default="esco.nt", show_default=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--release", default="", metavar="VERSION", help="Of files of several versions, take these: 1.1.1.")
@options.root
def esco(root: Path | None, folder: Path, out: Path, release: str) -> None:
    """Turn your own CSV download of ESCO (v1.1 or v1.2, unzipped) into one RDF file for `--data`.

    DIR holds occupations_nl.csv, skills_nl.csv and so on; several languages may lie side by side, and each file may
    be packed with gzip. All or nothing: with one fault nothing is written.
    """
    from kennisgraaf.esco import convert, find  # noqa: PLC0415 - who imports a table needs none of it

    package = find(folder, release)
    with counting() as tell:
        outcome = convert(package, out, _targets(root), tell)
    version = f"ESCO {package.version}" if package.version else "ESCO of a version that its files do not say"
    click.echo(f"{out}: {version} in {', '.join(package.languages)}: {outcome.triples} triples", err=True)
    for name, number in outcome.counts.items():
        click.echo(f"{number:8} {name}", err=True)
    for line in _fares(outcome):
        click.echo(line, err=True)
    click.echo(f"Now: kennisgraaf serve --data {out}", err=True)


def _targets(root: Path | None) -> list["Target"]:
    """Return the concepts of ESCO that the project speaks of, with the names that it gives them."""
    from rdflib import Literal, URIRef  # noqa: PLC0415

    from kennisgraaf import sources  # noqa: PLC0415
    from kennisgraaf.esco import Target  # noqa: PLC0415
    from kennisgraaf.esco.package import SPACE  # noqa: PLC0415
    from kennisgraaf.namespaces import EXTERNAL  # noqa: PLC0415

    said = sources.read(project.find(root))
    triples = list(said.statements(*said.data_graphs))
    found: dict[str, dict[str, str]] = {}
    for node in chain.from_iterable((s, o) for s, _, o in triples):
        if isinstance(node, URIRef) and node.startswith(SPACE) and "/concept-scheme/" not in node:
            found.setdefault(str(node), {})
    for s, p, o in triples:
        if str(s) in found and str(p) == EXTERNAL["skos"] + "prefLabel" and isinstance(o, Literal):
            found[str(s)][str(o.language)] = str(o)
    return [Target(iri, names) for iri, names in sorted(found.items())]


def _fares(outcome: "Outcome") -> list[str]:
    """Return what to say about the concepts to which the project links."""
    found, missing, obsolete = (len(part) for part in (outcome.found, outcome.missing, outcome.obsolete))
    known = f"Of the concepts that our links speak of: {found} found, {missing} missing, {obsolete} obsolete"
    lines = [f"{known}; {len(outcome.renamed)} have another name here."]
    lines += [f"  missing: {iri}" for iri in outcome.missing] + [f"  obsolete: {iri}" for iri in outcome.obsolete]
    lines += [f"  other name: {iri}" for iri in outcome.renamed]
    if outcome.strays:
        lines.append(f"note: {outcome.strays} relations lead to concepts that are not in these files")
    if outcome.mended:
        lines.append(f"note: from {outcome.mended} rows characters that nobody sees were left out")
    return lines
