"""Questions on a terminal: one field at a time, with its rule, an example, and numbered things to choose from."""

from collections.abc import Iterable

import click
from rdflib import URIRef
from rdflib.term import Node

from kennisgraaf.drafts import Desk
from kennisgraaf.errors import DraftError
from kennisgraaf.forms import LINK, Field, Form
from kennisgraaf.forms.answers import WrongAnswer, short, told, written

_MOST = 12  # candidates on a screen


def ask_code(desk: Desk, form: Form) -> URIRef:
    """Ask for the code of the new thing until it can be used."""
    example = form.things[0].rsplit("/", 1)[-1] if form.things else ""
    while True:
        try:
            return desk.mint(form, click.prompt(f"code (zoals {example})" if example else "code", err=True))
        except DraftError as error:
            click.echo(str(error), err=True)


def ask(desk: Desk, form: Form, values: dict[Field, list[Node]]) -> dict[Field, list[Node]]:
    """Ask for what is required and not given yet, then, if wanted, for the rest; return all values."""
    found = dict(values)
    for demand in form.unmet(found, desk.facts):
        while not demand.met(found, desk.facts):
            if len(demand.fields) > 1:
                _heading(demand.rule.names.get("nl", ""), demand.rule.messages.get("nl", ""), "")
            for one in demand.fields:
                _fill(desk, form, one, found, needed=len(demand.fields) == 1)
    rest = [one for one in form.fields if one.listed and one.used and one not in found]
    if rest and click.confirm(f"Ook de {len(rest)} niet verplichte velden invullen?", default=False, err=True):
        for one in rest:
            _fill(desk, form, one, found, needed=False)
    return found


def _fill(desk: Desk, form: Form, one: Field, found: dict[Field, list[Node]], *, needed: bool) -> None:
    """Ask for the values of one field, the next one until nothing is given."""
    example = " | ".join(written(one, value) for value in one.example[:2])
    definition = one.definitions.get("nl", "")
    _heading(one.label(), " ".join(filter(None, [definition, told(form, one)])), example)
    while not (one.single and found.get(one)):
        value = _value(desk, one, needed=needed and not found.get(one))
        if value is None:
            return
        found.setdefault(one, []).append(value)


def _heading(label: str, rule: str, example: str) -> None:
    click.echo(f"\n{click.style(label, bold=True)}", err=True)
    if rule:
        click.echo(click.wrap_text(rule, 100, "  ", "  "), err=True)
    if example:
        click.echo(f"  voorbeeld: {example}", err=True)


def _value(desk: Desk, one: Field, *, needed: bool) -> Node | None:
    """Ask until there is a value, or, where none is needed, nothing."""
    shown: list[URIRef] = []
    if one.kind == LINK:
        shown = _offer(desk, desk.answers.candidates(one))
    while True:
        text = str(click.prompt(">", default="", show_default=False, err=True, prompt_suffix=" ")).strip()
        if not text:
            if not needed:
                return None
            click.echo("  dit veld is verplicht", err=True)
        elif text.isdecimal() and 0 < int(text) <= len(shown):
            return shown[int(text) - 1]
        else:
            try:
                return desk.answers.value(one, text)
            except WrongAnswer as error:
                if one.kind == LINK and (some := desk.answers.candidates(one, text)):
                    shown = _offer(desk, some)
                    continue
                near = f" Bedoelt u {', '.join(error.near)}?" if error.near else ""
                click.echo(f"  verwacht: {error.expected}. {error.mend}{near}", err=True)


def _offer(desk: Desk, things: Iterable[URIRef]) -> list[URIRef]:
    """Show things to choose from, numbered."""
    found = list(things)
    for number, thing in enumerate(found[:_MOST], 1):
        click.echo(f"  {number:2} {desk.answers.name(thing)} ({short(thing)})", err=True)
    if len(found) > _MOST:
        click.echo(f"     en nog {len(found) - _MOST}: typ woorden om te zoeken", err=True)
    return found[:_MOST]
