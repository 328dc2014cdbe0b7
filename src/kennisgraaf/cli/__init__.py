"""The command line: one thin file per command; each loads, calls one function and prints.

The answer goes to standard output, remarks about it to standard error. Exit codes: 0 fine; 1 the answer is no
(findings, unreadable data, differences); 2 wrong use; 3 the machine failed.
"""

import importlib
import shutil
import sys

import click

from kennisgraaf.errors import (
    AccountError,
    AddressError,
    KennisgraafError,
    LimitError,
    MachineError,
    NotAcceptable,
    NotFound,
    QueryError,
)

COMMANDS = {
    "ask": "Ask a named question, or a query of your own.",
    "build": "Make a release of the sources and put it in use.",
    "check": "Check every file; exit 1 if there is something to mend.",
    "diff": "Tell what changed in meaning; exit 1 if anything did.",
    "export": "Write the graph, or one named graph, as RDF.",
    "format": "Put Turtle files in the one fixed form.",
    "freeze": "Write the whole site as static files.",
    "import": "Take tables of other people into the data.",
    "link": "Suggest links for a file of work processes; make mappings.",
    "new": "Make a new thing: asks for what the shapes require.",
    "publish": "Write a release into a SPARQL engine of your own.",
    "recheck": "Look at a list of links that somebody keeps.",
    "release": "Publish a version: check, number, build, commit and tag.",
    "retire": "Give a thing or a term its tombstone.",
    "review": "Summarize a change: findings, meaning, what it touches.",
    "serve": "Serve SPARQL, pages and URIs of a release.",
    "template": "Make an empty table to fill in, for CSV or Excel.",
}
_MODULES = {"import": "imports"}  # where the command's name is a word of Python's
_WRONG_USE = (QueryError, NotFound, NotAcceptable, AddressError)
_REFUSED = (AccountError,)
_FAILED = (MachineError, LimitError, OSError)


class _Commands(click.Group):
    """Commands that are imported when they are called, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command: a light stand-in while only its help line is wanted."""
        if cmd_name not in COMMANDS:
            return None
        if ctx.resilient_parsing or not ctx.invoked_subcommand:
            return click.Command(cmd_name, help=COMMANDS[cmd_name])
        module = importlib.import_module(f"kennisgraaf.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Remember the command's name first, so that get_command knows that it is meant."""
        ctx.invoked_subcommand = args[0]
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kennisgraaf")
def cli() -> None:
    """Linked data about Dutch social work: check it, build it, serve it, ask it."""


def main() -> None:
    """Run the command line; errors a reader can act on are told in two lines, never with a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (KennisgraafError, OSError) as error:
        click.echo(f"kennisgraaf: {_copying(error) if isinstance(error, shutil.Error) else error}", err=True)
        sys.exit(exit_code(error))


def _copying(error: shutil.Error) -> str:
    """Return what stopped a copy of many files: the first reason, without the names of temporary files."""
    name, _, why = error.args[0][0] if isinstance(error.args[0], list) else ("the files", "", str(error))
    reason = str(why).partition("] ")[2].partition(":")[0] or why
    return f"No copy can be made of {name}: {reason}.\n  → Make room in the folder for temporary files (TMPDIR)."


def exit_code(error: KennisgraafError | OSError) -> int:
    """Return 2 for wrong use, 3 when the machine failed, else 1: the data do not allow it."""
    if isinstance(error, _WRONG_USE):
        return 2
    return 3 if isinstance(error, _FAILED) and not isinstance(error, _REFUSED) else 1
