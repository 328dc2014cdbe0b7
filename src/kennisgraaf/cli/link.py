"""kennisgraaf link: from a file of work processes to a sheet to decide in, and from what was decided to mappings."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from kennisgraaf import engine, linking
from kennisgraaf.cli import options, output
from kennisgraaf.dump import cells
from kennisgraaf.engine import Engine, Limits
from kennisgraaf.errors import NotFound
from kennisgraaf.linking import Reviewer, Sheet, exchange, listing, shortlist
from kennisgraaf.linking.shortlist import Desk, Shortlist
from kennisgraaf.near import nearest

_ONCE = Limits(in_memory=0)  # to fill the memory takes longer than one file
_FORMS = ("text", "xlsx", "csv", "json")
_PATH = click.Path(path_type=Path)


@click.command("link")
@click.argument("path", metavar="[FILE]", type=options.FILE, required=False)
@click.option("--text", "pasted", help="A text instead of a file: a name, or lines that begin with a code.")
@click.option("--reviewed", type=options.FILE, help="A review sheet that was filled in: write what it decides.")
@click.option("--out", type=_PATH, help="Where to: .xlsx, .csv, .json; of a reviewed sheet .tsv, .ttl or a folder.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Default: as --out ends, else text.")
@click.option("--top", type=click.IntRange(1, shortlist.MOST), default=5, show_default=True, help="Things on a list.")
@click.option("--scheme", "schemes", multiple=True, help="Only things of this scheme (its code); may be repeated.")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Of file and sheet.")
@click.option("--base", default="", help="What the IRIs of your own processes and of your mappings begin with.")
@click.option("--programme", default="", help="What the rows together are called: one thing, with a coverage page.")
@click.option("--author", default="", help="Who answers for the decisions: an IRI, or one of ours (organisatie:x).")
@click.option("--license", "terms", default=exchange.UNSAID, help="Under which terms others may use them: an IRI.")
@options.root
def command(  # noqa: PLR0913 - one parameter per option
    root: Path | None,
    path: Path | None,
    *,
    pasted: str | None,
    reviewed: Path | None,
    out: Path | None,
    form: str | None,
    top: int,
    schemes: tuple[str, ...],
    lang: str,
    base: str,
    programme: str,
    author: str,
    terms: str,
) -> None:
    """Suggest for each row of FILE (CSV, XLSX, plain text) what it may be linked to; decide yourself in a sheet.

    FILE --out review.xlsx makes the sheet; --reviewed review.xlsx --author IRI makes mappings of what was decided in it
    (SSSOM/TSV, Turtle). Nothing is decided for you and nothing is written into the project.
    """
    if [path, pasted, reviewed].count(None) != 2:  # noqa: PLR2004
        raise click.UsageError("Give one of FILE, --text and --reviewed.")
    if reviewed and not author:
        raise click.UsageError("Who answers for the decisions? Give --author IRI, such as https://orcid.org/... .")
    made = options.in_use(root)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs), _ONCE) as graph:
        if reviewed:
            by = Reviewer(exchange.whole(author, made.prefixes), base, lang)
            _mappings(graph, reviewed, by, terms, programme, out)
            return
        desk = Desk.open(graph, lang)
    sheet = linking.read(path, desk.known) if path else linking.loose(pasted or "", desk.known)
    for remark in sheet.remarks:
        click.echo(f"note: {linking.told(remark, lang)}", err=True)
    lists = desk.lists(sheet.rows, top, [_scheme(code, desk.schemes) for code in schemes])
    _write(desk, sheet, lists, form or _form(out), out, base)
    decided = sum(bool(one.decided) for one in lists)
    click.echo(f"rows: {len(lists)}; linked by the editors already: {decided}", err=True)


def _form(out: Path | None) -> str:
    """Return the form that the name of the file asks for."""
    ending = out.suffix.removeprefix(".").lower() if out else "text"
    if ending not in _FORMS:
        raise click.UsageError("--out ends in .xlsx, .csv or .json; or give --format.")
    return ending


def _scheme(code: str, known: list[str]) -> str:
    """Return the IRI of a scheme by its code or IRI."""
    codes = {iri.rpartition("/")[2]: iri for iri in known}
    if code in known or code in codes:
        return codes.get(code, code)
    near = nearest(code, codes)
    raise NotFound(f"There is no scheme {code!r} to choose from.", fix=f"Choose from: {', '.join(near or codes)}.")


def _write(desk: Desk, sheet: Sheet, lists: list[Shortlist], form: str, out: Path | None, base: str) -> None:  # noqa: PLR0913, PLR0917
    if form == "xlsx":
        if out is None:
            raise click.UsageError("A workbook goes into a file: give --out FILE.")
        found = shortlist.suggestions(lists, desk.lang)
        output.whole(linking.review(sheet.rows, found, desk.known, lang=desk.lang, base=base), out)
    elif form == "csv":
        body = cells.table(listing.COLUMNS, listing.rows(lists, desk.known, desk.lang))
        if out:
            output.whole(body, out)
        else:
            output.write([body.decode("utf-8-sig")])
    else:
        output.write(_told(desk, sheet, lists, form), out)


def _told(desk: Desk, sheet: Sheet, lists: list[Shortlist], form: str) -> Iterator[str]:
    if form == "json":
        yield json.dumps(listing.plain(sheet, lists, desk.known, desk.lang), ensure_ascii=False, indent=1) + "\n"
    else:
        yield from listing.text(lists, desk.known, desk.lang)


def _mappings(graph: Engine, path: Path, by: Reviewer, terms: str, programme: str, out: Path | None) -> None:  # noqa: PLR0913, PLR0917
    """Write what a reviewed sheet decides: all of it, or nothing and every fault."""
    decisions = linking.decide(path, linking.load(graph, by.lang), by)
    found = exchange.collect(decisions, path.stem, by.base, terms, programme)
    if out is None:
        output.write([exchange.FORMS[".tsv"](found, by.lang, ())])
    else:
        for place, body in list(exchange.files(found, out, by.lang, decisions.known)):
            output.whole(body, place)
            click.echo(place, err=True)
    rejected = sum(one.rejected for one in found.mappings)
    told = f"links: {len(found.mappings) - rejected}; rejected: {rejected}; still open: {len(decisions.open)}"
    click.echo(told, err=True)
