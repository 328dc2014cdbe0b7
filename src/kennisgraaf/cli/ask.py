"""kennisgraaf ask: a named question, or a query from a file, answered on the release in use."""

import sys
from pathlib import Path

import click

from kennisgraaf import questions, table
from kennisgraaf.cli import options
from kennisgraaf.engine import Engine
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import GRAPHS, TABLES, Format

_FORMATS = {"csv": TABLES[2], "json": TABLES[0], "turtle": GRAPHS[0]}


@click.command(
    "ask", context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, options_metavar="[OPTIONS]"
)
@click.argument("name", required=False)
@click.option("--file", "path", type=options.FILE, help="A file with a SPARQL query, instead of a named question.")
@click.option(
    "--format", "form", type=click.Choice(["table", *_FORMATS]), help="Default: table, or turtle for a graph."
)
@click.option("--engine", "url", default="", metavar="URL", help="A SPARQL endpoint of others, where the release is.")
@options.root
@click.pass_context
def command(
    context: click.Context, /, root: Path | None, name: str | None, path: Path | None, **words: str | None
) -> None:
    """Ask the question NAME; each of its inputs is an option (--competentie scw-4a). Without a name: list them all."""
    url, form = words["url"] or "", words["form"]
    made = options.published(root, url) if url else options.in_use(root)
    if path and name:
        raise click.UsageError("Give a question's name or --file, not both.")
    if not path and not name:
        for question in questions.load(made.queries).values():
            click.echo(f"{question.name}\n    {question.summary['nl']}\n    {question.summary['en']}")
        return
    with options.opened(made, url) as opened:
        if path:
            _print(opened, path.read_text(encoding="utf-8"), form)
            return
        question = questions.find(questions.load(made.queries), name or "")
        _print(opened, questions.fill(opened, question, given(context.args)), form, question.empty)


def given(words: list[str]) -> dict[str, str]:
    """Read `--name value` and `--name=value` pairs.

    QueryError: a word is neither, or a name is given twice.
    """
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name in found or (not equals and not rest):
            raise QueryError(f"I cannot read {word!r}.", fix="Give each input once, as --name value.")
        found[name] = value if equals else rest.pop(0)
    return found


def _print(opened: Engine, query: str, form: str | None, empty: questions.Text | None = None) -> None:
    """Print the answer; beside an empty table, why it is empty (on stderr: it is no part of the answer)."""
    tabular = opened.form(query) in {"SELECT", "ASK"}
    if tabular and form in {None, "table"}:
        answer = opened.query(query, TABLES[0])
        click.echo(table.render(answer.body), nl=False)
        if table.nothing(answer.body):
            click.echo("".join(f"{why}\n" for why in (empty or {}).values()), nl=False, err=True)
        return
    wanted: Format = _FORMATS.get(form or "turtle", GRAPHS[0])
    sys.stdout.buffer.write(opened.query(query, wanted).body)
    sys.stdout.buffer.flush()
