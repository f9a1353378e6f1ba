"""The command line: `main` is what `tinbao` runs.

Exit status 0 on success, 2 on a usage or configuration error, 1 otherwise. An error is one line on
standard error. An exception whose text this project did not write is not quoted: it could quote a
resident.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot import __version__
from bot.commands import (
    audit,
    custodians,
    demo,
    erase,
    keys,
    members,
    points,
    points_coverage,
    service,
    staff,
    tips,
    units,
    zalo_authorize,
)
from bot.domain.errors import OperatorError, TinbaoError

_HERE = Path(__file__).resolve().parents[1]

app = typer.Typer(
    help="A tip line for a commune: residents report by chat and stay anonymous.",
    epilog="Begin with: tinbao demo",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo.demo)
app.command()(service.init)
app.command()(service.run)
app.command()(service.check)
app.command()(staff.invite)
app.command("erase")(erase.erase)
app.command("retention")(erase.retention)
app.add_typer(units.units, name="unit")
points.points.command("coverage")(points_coverage.coverage)
app.add_typer(points.points, name="points")
app.add_typer(tips.tips, name="tips")
app.add_typer(members.member, name="member")
app.add_typer(custodians.custodian, name="custodian")
app.add_typer(keys.keys, name="keys")
app.add_typer(audit.audit, name="audit")
app.add_typer(zalo_authorize.zalo, name="zalo")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tinbao {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print it.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """Hold the options that come before a command."""


def main() -> None:
    """Run one command of this process's arguments, and exit."""
    # Databases and files too: when and where tips came in is nobody else's business either.
    os.umask(0o077)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit status."""
    try:
        status = app(args=list(arguments), prog_name="tinbao", standalone_mode=False)
    except TyperException as error:
        return _fail(2, _explained(error))
    except OperatorError as error:
        return _fail(2, str(error))
    except TinbaoError as error:
        return _fail(1, str(error))
    except (KeyboardInterrupt, typer.Abort):
        return _fail(1, "stopped")
    except OSError as error:
        return _fail(1, error.strerror or type(error).__name__)
    except Exception as error:  # the last resort, so that no traceback shows what somebody wrote
        return _fail(1, f"internal error: {type(error).__name__} {_place(error)}")
    return status if isinstance(status, int) else 0


def _explained(error: TyperException) -> str:
    """What was typed wrongly in one line, with the help that says it; or the help itself."""
    message = error.format_message()
    if message.startswith("Usage:"):  # a group without a command
        return message
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "tinbao"
    line = " ".join(message.replace("Value error, ", "").split()).removesuffix(".")
    return f"{line} (see {where} -h)"


def _fail(status: int, message: str) -> int:
    print(f"tinbao: {message}" if "\n" not in message else message, file=sys.stderr)  # noqa: T201
    return status


def _place(error: Exception) -> str:
    """The innermost line of our own code that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_HERE)]
    frame = (ours or frames)[-1]
    return f"at {Path(frame.filename).name}:{frame.lineno}"
