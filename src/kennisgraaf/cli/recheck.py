"""kennisgraaf recheck: the yearly look at a list of links to our IRIs; exit 1 if there is something to do."""

import json
import sys
from pathlib import Path

import click

from kennisgraaf import description, engine, sheets, upkeep
from kennisgraaf.cli import options, output
from kennisgraaf.dump import cells
from kennisgraaf.engine import Limits
from kennisgraaf.errors import MachineError
from kennisgraaf.upkeep import Checked, Register, workbook
from kennisgraaf.upkeep.plain import table, to_json

_ONCE = Limits(in_memory=0)  # to fill the memory takes longer than one check
_FORMS = ("table", "csv", "json", "xlsx")


@click.command("recheck")
@click.argument("path", metavar="FILE", type=options.FILE)
@click.option("--since", default="", help="The version (0.1.0) or day since when you hold links that do not say it.")
@click.option("--column", default="", help="The heading of the column with the links (default: the one with most).")
@click.option("--site", multiple=True, help="An address under which the pages are served, if links lead there.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Default: as --out ends, else table.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the list there, columns added.")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Of what is added.")
@options.root
def command(  # noqa: PLR0913 - one parameter per option
    root: Path | None,
    path: Path,
    *,
    since: str,
    column: str,
    site: tuple[str, ...],
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """Look at each link in FILE (CSV or XLSX): alive, changed in meaning, withdrawn with its successors, or unknown.

    Exit 0 when all are alive. Links to other sites are left as they are.
    """
    chosen = _form(form, out)
    made = options.in_use(root)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs), _ONCE) as opened:
        register = Register.read(made, opened, description.vocabulary(opened), site)
    found = upkeep.check(register, sheets.read(path), since, column=column, lang=lang)
    for remark in found.remarks:
        click.echo(f"note: {remark}", err=True)
    _write(found, chosen, out, lang)
    told = ", ".join(f"{number} {state}" for state, number in found.counts.items() if number)
    click.echo(f"{len(found.verdicts)} links in {found.column}: {told}", err=True)
    sys.exit(not found.clear)


def _form(form: str | None, out: Path | None) -> str:
    """Return the form that is asked for, or that the name of the file asks for."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    chosen = form or (ending if ending in _FORMS else "csv" if out else "table")
    if chosen == "xlsx" and out is None:
        raise click.UsageError("A workbook goes into a file: give --out FILE.")
    return chosen


def _write(found: Checked, form: str, out: Path | None, lang: str) -> None:
    if form == "xlsx" or (form == "csv" and out):
        body = workbook.write(found) if form == "xlsx" else cells.table(found.heading, found.rows)
        _whole(body, out)
    elif form == "csv":
        output.write([cells.table(found.heading, found.rows).decode("utf-8-sig")])
    elif form == "json":
        output.write([json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"], out)
    else:
        output.write([table(found, lang)], out)


def _whole(body: bytes, out: Path | None) -> None:
    from kennisgraaf import edits  # noqa: PLC0415 - only where a file is written

    try:
        edits.write(out or Path(), [body])
    except OSError as error:
        fix = "Choose a file in a folder that you may write to and that has room."
        raise MachineError(f"{out} cannot be written: {error.strerror or error}", fix=fix) from error
