"""``kader``: starts the server, waits until it is healthy, opens the browser, and stops the server at the end."""

import argparse
import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Literal, cast, get_args

from framework.cli.exit_codes import Exit, UsageRefused, complain, say
from framework.cli.parser import Parser
from framework.errors import StoreReason, StoreUnavailable
from framework.facilitator_key import facilitator_key
from framework.language import Translator, error_sentence
from framework.network import http_url, is_loopback
from framework.settings import BEHIND_PROXY, DATA, FACILITATOR_KEY, Settings

APP = Path(__file__).resolve().parents[2] / "app.py"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8501
PORTS_TRIED = 50
START_LIMIT = 60.0
"""Seconds for the server to start. A first start, without compiled files and on a slow disk, takes five."""
START_TIMEOUT = 3.0
"""Seconds to wait for a busy database at the start."""
STOP_LIMIT = 10.0
"""Seconds for open connections to end before the server is killed."""


def add_options(parser: Parser, t: Translator) -> None:
    """The options of ``kader`` and ``kader start``."""

    def port(text: str) -> int:
        if text.isdecimal() and 1 <= int(text) <= 65535:
            return int(text)
        raise argparse.ArgumentTypeError(t("A port is a number from 1 to 65535, not “{value}”.", value=text))

    parser.options.add_argument(
        "--port",
        type=port,
        metavar=t("NUMBER"),
        help=t("Listen on this port. Without it: {port}, or the next free port.", port=DEFAULT_PORT),
    )
    parser.options.add_argument(
        "--host",
        default=DEFAULT_HOST,
        metavar=t("ADDRESS"),
        help=t("Listen on this address. Without it, only this machine can reach Kader ({host}).", host=DEFAULT_HOST),
    )
    parser.options.add_argument(BEHIND_PROXY.option, action="store_true", help=t(BEHIND_PROXY.help))
    parser.options.add_argument("--no-browser", action="store_true", help=t("Do not open the browser."))


def run(arguments: argparse.Namespace, settings: Settings, t: Translator) -> Exit:
    """Runs the server until it is stopped.

    Raises `UsageRefused` when the port or address cannot be used, `FacilitatorKeyRefused` and `StoreUnavailable` when the database cannot.
    """
    host: str = arguments.host
    port = _port(host, arguments.port, t)
    if arguments.behind_proxy:
        os.environ[BEHIND_PROXY.variable] = "1"
    if FACILITATOR_KEY.read(os.environ):
        facilitator_key(settings, os.environ)  # refuses a key that is too short now, not at the first visit
    if arguments.behind_proxy or not is_loopback(host):
        say(
            t(
                "Kader can be reached from other devices here. Phones join with the code of a room; everything "
                "else asks for the facilitator key: {key}",
                key=facilitator_key(settings, os.environ),
            )
        )
    try:
        with _interruptible(), _server_process(_command(host, port), settings) as server:
            return _serve(server, host, port, settings, arguments, t)
    except KeyboardInterrupt:
        return Exit.DONE


def _serve(
    server: "subprocess.Popen[bytes]",
    host: str,
    port: int,
    settings: Settings,
    arguments: argparse.Namespace,
    t: Translator,
) -> Exit:
    # While the server starts: migrates the schema, and reports a database that cannot be used here and not on a page.
    _open_once(settings)
    reason = _health(server, host, port)
    if reason is None:
        complain(t("The server did not start. Its own message is above."))
        return Exit.FAILED
    if reason:
        # A database that cannot be written to can still be read, so this is reported and Kader goes on.
        complain(error_sentence(StoreUnavailable(reason=reason, where=settings.place), t))
    here = address(host, port)
    say(t("Kader is running at {address}  (stop with Ctrl+C)", address=here))
    if not arguments.no_browser:
        webbrowser.open(here)
    server.wait()
    complain(t("The server stopped unexpectedly. All answers have been saved; start Kader again."))
    return Exit.FAILED


def address(host: str, port: int) -> str:
    """The URL for a browser on this machine."""
    return http_url(_host_to_connect_to(host), port)


def _host_to_connect_to(host: str) -> str:
    """The host to connect to: nothing can connect to "all addresses", but loopback is one of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on


def _port(host: str, asked: int | None, t: Translator) -> int:
    if asked is not None:
        if _is_free(host, asked, t):
            return asked
        raise UsageRefused(
            t(
                "Port {port} is in use, perhaps by Kader itself. Stop that one, or choose another port with --port.",
                port=asked,
            )
        )
    last = DEFAULT_PORT + PORTS_TRIED - 1
    for port in range(DEFAULT_PORT, last + 1):
        if _is_free(host, port, t):
            return port
    raise UsageRefused(
        t("All ports from {first} to {last} are in use. Choose a free one with --port.", first=DEFAULT_PORT, last=last)
    )


def _is_free(host: str, port: int, t: Translator) -> bool:
    """Whether the server could listen there. Raises `UsageRefused` for an address that is not this machine's."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as trial:
            if os.name != "nt":  # there it would let two servers share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            trial.listen()
    except PermissionError as error:
        raise UsageRefused(
            t("You are not allowed to use port {port}. Choose one above 1023 with --port.", port=port)
        ) from error
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno in _NOT_OURS:
            raise UsageRefused(
                t("{host} is not an address of this machine. Leave out --host, or give an address that is.", host=host)
            ) from error
        return False
    return True


_NOT_OURS = {errno.EADDRNOTAVAIL, getattr(errno, "WSAEADDRNOTAVAIL", errno.EADDRNOTAVAIL)}


def _command(host: str, port: int) -> list[str]:
    return [
        sys.executable,
        "-P",  # a file in the present folder must not shadow a module
        *("-m", "streamlit", "run", str(APP)),
        *("--server.address", host),
        *("--server.port", str(port)),
        # Streamlit refuses a page opened under a name that it does not know.
        *("--browser.serverAddress", _host_to_connect_to(host)),
        *("--server.headless", "true"),
        *("--logger.hideWelcomeMessage", "true"),
    ]


_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


@contextmanager
def _interruptible() -> Generator[None]:
    """Turns all stop signals into `KeyboardInterrupt`, so that the server is never left running alone."""

    def interrupt(_: int, __: FrameType | None) -> None:
        for number in _STOPS:
            signal.signal(number, signal.SIG_IGN)  # a second signal would interrupt the shutdown
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _server_process(command: list[str], settings: Settings) -> Generator["subprocess.Popen[bytes]"]:
    """The server's process; stops it on leaving the block."""
    # In a group of its own, so that Ctrl+C does not reach it twice: uvicorn would drop connections.
    environment = {**os.environ, DATA.variable: str(settings.data)}
    if os.name == "nt":
        flag: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        server = subprocess.Popen(command, env=environment, creationflags=flag)  # noqa: S603 - our own words
    else:
        server = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own words
    try:
        yield server
    finally:
        if server.poll() is None:
            # Not Ctrl+C: Streamlit's command would answer that with "Aborted!".
            server.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
            try:
                server.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _open_once(settings: Settings) -> None:
    from framework.store import open_store

    with closing(open_store(settings)):
        pass


def _health(server: "subprocess.Popen[bytes]", host: str, port: int) -> StoreReason | Literal[""] | None:
    """Waits for ``/healthz``: an empty text when all is well, the reason when the database is not.

    None when the server ended or never answered.
    """
    until = time.monotonic() + START_LIMIT
    reason: StoreReason | None = None
    while server.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection(_host_to_connect_to(host), port, timeout=5)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            if answer.status == http.HTTPStatus.OK:
                return ""
            given = json.loads(answer.read()).get("reason")
            reason = cast("StoreReason", given) if given in get_args(StoreReason) else "unreachable"
            # The schema may still be migrating. After that time the reason will not go away by itself.
            until = min(until, time.monotonic() + START_TIMEOUT)
        time.sleep(0.03)
    return reason if server.poll() is None else None
