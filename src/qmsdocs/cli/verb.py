"""click's commands in the reader's language: help, usage errors and options come from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from qmsdocs import __version__
from qmsdocs.cli.session import Session
from qmsdocs.diagnostics import Message, Translate, say
from qmsdocs.errors import UnusableConfiguration

option = click.option
argument = click.argument

_EVERYWHERE = (
    (say("--lang vi|en"), say("language of messages; default: that of qms.yaml, else of the system")),
    (say("--root DIR"), say("folder of the repository; default: the nearest one with qms.yaml, from here upwards")),
    (Message("-h, --help"), say("this help")),
)


class _Translated(click.Command):
    """A command whose texts are ids of the catalogue."""

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """``--help``, printed by the session so that it survives any terminal."""
        if self._help_option is None:
            names = self.get_help_option_names(ctx)
            self._help_option = click.Option(
                names, is_flag=True, is_eager=True, expose_value=False, callback=_show_help
            )
        return self._help_option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line."""
        translate = translate_of(ctx)
        pieces = " ".join(map(translate, self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=translate("Usage:") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate_of(ctx)(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its own options, then those that every verb has."""
        translate = translate_of(ctx)
        own = [_record(p, translate) for p in self.params if isinstance(p, click.Option) and not p.hidden]
        if own:
            with formatter.section(translate("Options")):
                formatter.write_dl(own)
        with formatter.section(translate("Options of every verb")):
            formatter.write_dl([(names.render(translate), message.render(translate)) for names, message in _EVERYWHERE])


class Verb(_Translated):
    """One verb."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuses arguments that it has no place for."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest:
            raise UnusableConfiguration(
                say("what is {arguments} for? see {help}", arguments=" ".join(rest), help=_help(ctx))
            )
        return rest


class Verbs(_Translated, click.Group):
    """All verbs by name; the module of one is imported when it is called.

    Args:
        verbs: for each name the module that holds it (as ``<name>_verb``), and what it does.
    """

    def __init__(self, verbs: Mapping[str, tuple[str, Message]], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the table."""
        return list(self._verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Imports the verb."""
        if cmd_name not in self._verbs:
            return None
        command: click.Command = getattr(import_module(self._verbs[cmd_name][0]), f"{cmd_name}_verb")
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str, click.Command, list[str]]:
        """The verb that the arguments begin with."""
        command = self.get_command(ctx, args[0])
        if command is None:
            problem = say("there is no verb {name}", name=args[0])
            raise UnusableConfiguration(_unknown(problem, args[0], self._verbs, ctx))
        return args[0], command, args[1:]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with what they do, without importing any."""
        translate = translate_of(ctx)
        with formatter.section(translate("Verbs")):
            formatter.write_dl([(name, message.render(translate)) for name, (_, message) in self._verbs.items()])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Verbs first, they are what a reader looks for."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)


def verb(name: str, *, help: str) -> Callable[[Callable[..., int]], click.Command]:  # noqa: A002 - click's name
    """Makes a verb of a function that gets the session and the options, and returns the exit code."""
    return click.command(
        name, cls=Verb, help=help, options_metavar="[OPTIONS]", context_settings={"help_option_names": ["-h", "--help"]}
    )


class Day(click.ParamType[date]):
    """A calendar day as ISO 8601."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ARG002
        """The day that a text names."""
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise UnusableConfiguration(
            say("{value} is not a day; write year-month-day, for example 2026-01-05", value=value)
        )


class OneOf(click.ParamType[str]):
    """One of some words.

    Args:
        words: in the order in which help names them.
    """

    name = "word"

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The word itself."""
        if value in self._words:
            return str(value)
        raise UnusableConfiguration(
            say(
                "{value} is not a value of {name}; write one of: {expected}",
                value=value,
                name=_name(param),
                expected=", ".join(self._words),
            )
        )


DAY = Day()


def translate_of(ctx: click.Context) -> Translate:
    """The language of the session that a context belongs to."""
    return session_of(ctx).translate


def session_of(ctx: click.Context) -> Session:
    """The session that a context belongs to."""
    return ctx.ensure_object(Session)


def usage_message(error: click.UsageError) -> Message:
    """The complaint of click in words of the catalogue."""
    ctx = error.ctx
    if isinstance(error, click.NoSuchOption):
        known = [name for p in ctx.command.params for name in p.opts] if ctx else []
        return _unknown(say("there is no option {name}", name=error.option_name), error.option_name, known, ctx)
    if isinstance(error, click.BadOptionUsage):
        flags = [name for p in ctx.command.params if getattr(p, "is_flag", False) for name in p.opts] if ctx else []
        if error.option_name in (*flags, "-h", "--help"):
            return say("option {name} takes no value", name=error.option_name)
        return say("option {name} needs a value", name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return say("{name} is missing; see {help}", name=Message(_name(error.param)), help=_help(ctx))
    return say("{text}; see {help}", text=error.format_message().rstrip("."), help=_help(ctx))


def _unknown(problem: Message, name: str, known: Iterable[str], ctx: click.Context | None) -> Message:
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    remedy = say("did you mean {name}?", name=close[0]) if close else say("see {help}", help=_help(ctx))
    return say("{problem}; {remedy}", problem=problem, remedy=remedy)


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    return (param.metavar or param.human_readable_name) if param else ""


def _help(ctx: click.Context | None) -> str:
    return f"`{ctx.command_path if ctx else 'qmsdocs'} --help`"


def _record(param: click.Option, translate: Translate) -> tuple[str, str]:
    names = ", ".join(param.opts)
    if not param.is_flag:
        names += " " + (translate(param.metavar) if param.metavar else translate("TEXT"))
    return names, translate(param.help or "")


def _show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value and not ctx.resilient_parsing:
        session_of(ctx).terminal.result(ctx.get_help() + "\n")
        ctx.exit()


def show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    """``--version``."""
    if value and not ctx.resilient_parsing:
        session_of(ctx).terminal.result(f"qmsdocs {__version__}\n")
        ctx.exit()
