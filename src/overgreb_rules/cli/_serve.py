"""The command `serve`: rule evaluation over HTTP. Needs the extra `http`."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from overgreb_rules._evaluate.work_list_filter import read_count
from overgreb_rules.cli._io import folder_of, is_folder, path_of
from overgreb_rules.cli._options import MOST_WORKERS, add_policy, add_rules, matcher_asked, rules_folder
from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.worker_process import collect_seldom

if TYPE_CHECKING:
    from fastapi import FastAPI

    from overgreb_rules.service import AccessSettings

SETTINGS = "OVERGREB_RULES_SERVICE"
"""The variable of the environment in which the settings reach the worker processes."""
_HOST, _PORT = "127.0.0.1", 8080
_LARGEST_PORT = 65_535
_OF_CALENDARS = Text("en mappe fra `overgreb-meetings plan`", "a folder that `overgreb-meetings plan` wrote")
_PORT_FAULTS = {
    errno.EADDRINUSE: Text("porten er optaget", "the port is taken"),
    errno.EACCES: Text("der er ikke adgang til porten", "the system does not allow this port"),
}
"""Why an address of this machine cannot be had at a port."""


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "serve",
        Text("beregn sager over HTTP", "answer cases over HTTP"),
        Text(
            "En tjeneste, der ikke gemmer noget. Uden --jwt-issuer har den ingen adgangskontrol: stil den bag "
            "kommunens gateway. /docs viser stierne.",
            "A service that keeps nothing. Without --jwt-issuer it has no access control: put it behind the gateway of "
            "the kommune. /docs shows the paths.",
        ),
    )
    parser.add("--host", metavar="ADDRESS", default=_HOST, says=Text(f"adressen (ellers {_HOST})", f"default: {_HOST}"))
    parser.add("--port", metavar="PORT", default=str(_PORT), says=Text(f"porten (ellers {_PORT})", f"default: {_PORT}"))
    workers = Text("antal processer (ellers én for hver kerne)", "processes (default: one a core)")
    parser.add("--workers", metavar="N", says=workers)
    parser.add("--calendars", metavar="DIR", says=_OF_CALENDARS)
    issuer = Text(
        "kræv et adgangstoken (JWT) fra denne udsteder; sammen med --jwt-audience og --jwt-keys",
        "demand an access token (JWT) of this issuer; with --jwt-audience and --jwt-keys",
    )
    parser.add("--jwt-issuer", metavar="URL", says=issuer)
    audience = Text("den tjeneste, tokenet skal gælde for", "the audience that a token must name")
    parser.add("--jwt-audience", metavar="NAME", says=audience)
    parser.add("--jwt-keys", metavar="FILE", says=Text("udstederens nøgler (JWKS)", "the keys of the issuer (JWKS)"))
    add_policy(parser)
    add_rules(parser)
    parser.set_defaults(run=run_serve)


def run_serve(options: argparse.Namespace) -> int:
    """Run the command until it is stopped.

    Args:
        options: the parsed arguments.

    Returns:
        The exit code: 0 when it was stopped.

    Raises:
        CaseError: an option is refused, the extra `http` is not installed, or several processes have no place for
            their counters.
        RuleError: the rules or the policy cannot be used.
        EngineMissing: the engine cannot be loaded.
    """
    # An empty address would be every address of the machine.
    host = _read_address(options.host, "--host")
    port = read_count(options.port, "--port", _LARGEST_PORT)
    workers = os.cpu_count() or 1
    if options.workers is not None:
        workers = read_count(options.workers, "--workers", MOST_WORKERS)
    _check_port(host, port, workers)
    try:
        import uvicorn  # noqa: PLC0415  # an extra that not everybody has

        from overgreb_rules.service import ServiceSettings  # noqa: PLC0415  # needs the extra
        from overgreb_rules.service.access_token import TokenVerifier  # noqa: PLC0415  # needs the extra
        from overgreb_rules.service.connection import TimedConnection  # noqa: PLC0415  # needs the extra
        from overgreb_rules.service.worker_processes import run_workers  # noqa: PLC0415  # needs the extra
    except ImportError as error:
        what = Text(f"tjenesten kræver et tilvalg ({error.name})", f"the service needs an extra ({error.name})")
        command = "pip install 'overgreb-rules[http]'"
        mend = Text(f"installer det: {command}", f"install it: {command}")
        raise CaseError("serve", what, mend=mend) from None
    settings = ServiceSettings(
        rules=rules_folder(options),
        matcher=matcher_asked(options),
        policy=None if options.policy is None else path_of(options.policy, "--policy").resolve(),
        calendars=_folder(options.calendars),
        access=_read_access(options),
    )
    # Loaded once here, so that a fault is reported once and not by each worker.
    settings.load_policy(settings.load_rulebook())
    if settings.access is not None:
        TokenVerifier(settings.access)
    os.environ[SETTINGS] = settings.to_text()
    with _shared_counters(workers):
        config = uvicorn.Config(
            "overgreb_rules.cli._serve:create_worker",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=_LOGGING,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.limits.stop_seconds,
            timeout_keep_alive=settings.limits.keep_alive_seconds,
            http=TimedConnection,
            ws="none",
        )
        run_workers(config)
    return 0


def create_worker() -> FastAPI:
    """Create the application of one worker process, from the settings in the environment.

    Returns:
        The application.
    """
    from overgreb_rules.service import ServiceSettings, create_application  # noqa: PLC0415  # needs the extra
    from overgreb_rules.service.observability import SHARED_COUNTERS  # noqa: PLC0415  # needs the extra
    from overgreb_rules.service.worker_processes import stop_without_parent  # noqa: PLC0415  # needs the extra

    stop_without_parent(os.environ.get(SHARED_COUNTERS))
    collect_seldom()
    return create_application(ServiceSettings.from_text(os.environ[SETTINGS]))


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "overgreb_rules.service.observability.LogLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "lines"}},
    # Those of the other libraries and of Python: without a handler their words and tracebacks would be written as told.
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "overgreb_rules.service": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # uvicorn tells of starts and stops; the text of its errors could hold a piece of a body.
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "uvicorn.error": {"level": "WARNING"},
    },
}


@contextmanager
def _shared_counters(workers: int) -> Iterator[None]:
    """Give several processes one folder for their counters, in memory where the system has such a folder."""
    if workers == 1:
        yield
        return
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # a folder of its own is made in it
    try:
        folder = tempfile.TemporaryDirectory(prefix="overgreb-rules-", dir=memory)
    except OSError:
        what = Text(
            "den midlertidige mappe til processernes tællere kan ikke oprettes",
            "the temporary folder for the counters of the processes cannot be made",
        )
        mend = Text("sæt TMPDIR, eller brug --workers 1", "set TMPDIR, or use --workers 1")
        raise CaseError("--workers", what, mend=mend) from None
    from overgreb_rules.service.observability import SHARED_COUNTERS  # noqa: PLC0415  # needs the extra

    with folder as path:
        os.environ[SHARED_COUNTERS] = path
        yield


def _read_access(options: argparse.Namespace) -> AccessSettings | None:
    from overgreb_rules.service import AccessSettings  # noqa: PLC0415  # needs the extra

    issuer, audience, keys = options.jwt_issuer, options.jwt_audience, options.jwt_keys
    if issuer is None and audience is None and keys is None:
        return None
    for place, value in (("--jwt-issuer", issuer), ("--jwt-audience", audience), ("--jwt-keys", keys)):
        if value is None:
            what = Text("de tre valgmuligheder om adgang hører sammen", "the three options on access belong together")
            mend = Text("giv alle tre eller ingen", "give all three or none")
            raise CaseError(place, what, mend=mend)
    return AccessSettings(
        _read_value(issuer, "--jwt-issuer"),
        _read_value(audience, "--jwt-audience"),
        path_of(keys, "--jwt-keys").resolve(),
    )


def _read_value(text: str, place: str) -> str:
    if not text:
        what, mend = Text("værdien er tom", "the value is empty"), Text("skriv en værdi", "write a value")
        raise CaseError(place, what, mend=mend)
    return text


def _read_address(text: str, place: str) -> str:
    """Return an address of this machine; any other is refused before the service begins."""
    _read_value(text, place)
    try:
        family, *_, address = socket.getaddrinfo(text, None, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.bind(address)
    except (OSError, UnicodeError):
        what = Text("adressen findes ikke på denne maskine", "this machine does not have this address")
        allowed = Text(
            "et navn eller en IP-adresse på maskinen, fx 127.0.0.1", "a name or an IP address of it, such as 127.0.0.1"
        )
        mend = Text("ret adressen, eller udelad den", "correct the address, or leave it out")
        raise CaseError(place, what, value=redact_value(text), allowed=allowed, mend=mend) from None
    return text


def _check_port(host: str, port: int, workers: int) -> None:
    """Refuse a port that the service cannot have: the library would say so in its own words, as a line of the log.

    One worker listens on every address of the host. Several share one socket: of IPv4, unless the host is an address
    of IPv6.
    """
    shared = socket.AF_INET6 if ":" in host else socket.AF_INET
    for family, *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if workers > 1 and family != shared:
            continue
        try:
            with socket.socket(family) as probe:
                if os.name == "posix":
                    # As the library asks: the last connections of a service that has ended hold no port.
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            if error.errno in _PORT_FAULTS:
                mend = Text("vælg en anden port med --port", "choose another one with --port")
                raise CaseError("--port", _PORT_FAULTS[error.errno], value=str(port), mend=mend) from None


def _folder(text: str | None) -> Path | None:
    if text is None:
        return None
    path = folder_of(text, "--calendars", _OF_CALENDARS)
    if not is_folder(path / "calendars", "--calendars", _OF_CALENDARS):
        what = Text("mappen indeholder ingen kalendere", "the folder holds no calendars")
        mend = Text("giv mappen fra `overgreb-meetings plan`", "give the folder that `overgreb-meetings plan` wrote")
        raise CaseError("--calendars", what, mend=mend)
    return path.resolve()
