"""kennisgraaf new: a valid thing from what the shapes ask for, written where it belongs."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rdflib import URIRef
from rdflib.term import Node

from kennisgraaf import project
from kennisgraaf.cli import options
from kennisgraaf.cli.prompts import ask, ask_code
from kennisgraaf.drafts import Desk, Draft
from kennisgraaf.drafts.outcome import refuse, summary
from kennisgraaf.errors import DraftError, NotFound
from kennisgraaf.forms import Demand, Field, Form, Values
from kennisgraaf.forms.answers import WrongAnswer, expected
from kennisgraaf.near import nearest


@click.command("new")
@click.argument("kind", metavar="CLASS")
@click.argument("code", required=False)
@click.option("--graph", help="The folder under data/ (default: where most things of this class stand).")
@click.option("--set", "pairs", multiple=True, metavar="PROPERTY=VALUE", help="A value; again for more values.")
@click.option("--no-input", is_flag=True, help="Ask nothing: take --set only.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@options.root
def command(  # noqa: PLR0913 - one parameter per option
    root: Path | None,
    kind: str,
    code: str | None,
    graph: str | None,
    pairs: tuple[str, ...],
    *,
    no_input: bool,
    dry_run: bool,
) -> None:
    """Make a new thing of CLASS with the code CODE: `kennisgraaf new CLASS some-code`.

    Asks for what the shapes require, with the rule and an example; on no terminal, or with --no-input, it takes --set
    PROPERTY=VALUE only (skos:prefLabel@nl=..., or the Dutch name of the field). Nothing is written that is not valid.
    """
    desk = Desk(project.find(root))
    form = desk.form(desk.kind(kind))
    talk = sys.stdin.isatty() and not no_input
    if code is None and not talk:
        raise click.UsageError("Give the CODE of the new thing.")
    thing = desk.mint(form, code) if code else ask_code(desk, form)
    values = given(desk, form, pairs)
    path = desk.file(form, desk.graph(form, graph))
    if talk:
        values = ask(desk, form, values)
    elif unmet := form.unmet(values, desk.facts):
        raise missing(desk, form, unmet)
    write(desk, form, thing, values, path, dry_run=dry_run)


def given(desk: Desk, form: Form, pairs: Iterable[str]) -> dict[Field, list[Node]]:
    """Read PROPERTY=VALUE pairs.

    NotFound: a property is not one of the form. DraftError: a value does not fit, with all that do not.
    """
    found: dict[Field, list[Node]] = {}
    wrong: list[str] = []
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not text.strip():
            raise click.UsageError(f"--set {pair}: write PROPERTY=VALUE.")
        one = field_named(form, name)
        try:
            value = desk.answers.value(one, text.strip())
            found.setdefault(one, []).append(value)
        except WrongAnswer as error:
            meant = f" Did you mean {', '.join(error.near)}?" if error.near else ""
            wrong.append(f"{one.curie}={text}: expected {error.expected}. {error.mend}{meant}")
    if wrong:
        raise DraftError("\n".join(wrong), fix="Correct these values. Nothing was written.")
    return found


def field_named(form: Form, name: str) -> Field:
    """Return the field of a name; NotFound with near names, or with all that it could be."""
    fields = form.named(name)
    if len(fields) == 1:
        return fields[0]
    if fields:
        near = [one.curie for one in fields]
        raise NotFound(f"{name!r} can be several properties.", fix=f"Write {' or '.join(near)}.", near=near)
    known = {text: one.curie for one in form.fields for text in one.names}
    near = list(dict.fromkeys(known[text] for text in nearest(name, known)))
    fix = f"Did you mean {', '.join(near)}?" if near else f"Take one of {', '.join(o.curie for o in form.fields[:12])}."
    raise NotFound(f"A {form.word} has no property {name!r}.", fix=fix, near=near)


def missing(desk: Desk, form: Form, unmet: list[Demand]) -> DraftError:
    """Return the error that names what is missing and how to give it."""
    lines = []
    for demand in unmet:
        how = " or ".join(f'--set "{one.curie}=..."' for one in demand.fields)
        lines.append(f"  {how}\n      {expected(demand.fields[0], desk.facts)}. {demand.rule.messages.get('en', '')}")
    what = f"{len(unmet)} things are missing for a {form.word}; nothing was written:\n" + "\n".join(lines)
    return DraftError(what, fix="Give them with --set, or leave out --no-input on a terminal to be asked.")


def write(desk: Desk, form: Form, thing: URIRef, values: Values, path: Path, *, dry_run: bool) -> None:  # noqa: PLR0913
    """Check the new thing with everything else, then write it; DraftError: it is not valid."""
    draft = Draft(desk)
    draft.add(form, thing, values, path)
    planned = draft.changes()
    found = draft.findings(planned)
    click.echo(draft.block(form, thing, values), nl=False)
    refuse(found, "Give other values with --set. Nothing was written.")
    if not dry_run:
        draft.write(planned)
    click.echo(summary(desk, planned, found, dry_run=dry_run), err=True, nl=False)
