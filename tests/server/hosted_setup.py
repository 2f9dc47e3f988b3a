"""The documented set-up in full: HAProxy, two processes and one PostgreSQL, from the very files of ``docs/hosting``."""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from framework.settings import Settings
from tests.support.server_process import ROOT, START_LIMIT, free_port
from tests.support.wait import PATIENCE, until

DOCS = ROOT / "docs" / "hosting"
_HOW = "“apt-get install haproxy openssl” brings both, and .ci/run does it"


def missing() -> list[pytest.MarkDecorator]:
    """Marks of a test that cannot do without a proxy."""
    there = all(map(find, ("haproxy", "openssl")))
    if there or os.environ.get("KADER_REQUIRE_PROXY") == "1":
        return []
    return [pytest.mark.skip(reason=f"no HAProxy or no openssl: {_HOW}")]


def find(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass
class Process:
    """One of Kader's, started as its unit says: the command, and the server below it."""

    port: int
    environment: Mapping[str, str]
    log: Path
    command: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """As if somebody pulled the plug on the server."""
        os.kill(self._server(), signal.SIGKILL)
        self.command.wait(PATIENCE)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It keeps its connections and answers nothing."""
        server = self._server()
        os.kill(server, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(server, signal.SIGCONT)

    def stop(self) -> None:
        """As ``systemctl stop`` does; returns once it is told."""
        self.command.terminate()

    def again(self) -> None:
        """As systemd does after a second."""
        self.command = _start(self.port, self.environment, self.log)

    def _server(self) -> int:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[1]) == self.command.pid:
                    return int(entry.name)
        raise AssertionError("the command runs no server")


def _start(port: int, environment: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    unit = (DOCS / "kader@.service").read_text()
    program, *words = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)[0].replace("%i", str(port)).split()
    assert program.endswith("/kader")
    with log.open("ab") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "framework.cli", *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=written,
            stderr=subprocess.STDOUT,
        )


@dataclass
class Hosted:
    """``port`` is the proxy's; ``trusted`` says that its certificate is the right one."""

    port: int
    plain: int
    trusted: ssl.SSLContext
    processes: Mapping[str, Process]
    settings: Settings
    admin: Path
    key: str = ""
    """The facilitator's."""
    facilitator: str = ""
    """The cookie of whoever typed the key."""

    def stats(self, backend: str) -> dict[str, dict[str, str]]:
        """What the proxy counts, by process."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.admin))
            line.sendall(b"show stat\n")
            said = b""
            while part := line.recv(65_536):
                said += part
        head, *rows = said.decode().lstrip("# ").strip().splitlines()
        found = (dict(zip(head.split(","), row.split(","), strict=False)) for row in rows)
        return {row["svname"]: row for row in found if row["pxname"] == backend and row["svname"] in self.processes}

    def streams(self) -> dict[str, int]:
        """Open requests by process: the phones' and the projector's, and those of the console's page."""
        found = [self.stats(backend) for backend in ("anywhere", "pages")]
        return {name: sum(int(rows[name]["scur"]) for rows in found) for name in self.processes}

    def is_up(self, name: str) -> bool:
        return all(self.stats(backend)[name]["status"] == "UP" for backend in ("anywhere", "pages"))

    def ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        *,
        cookie: str = "",
        source: str = "127.0.0.1",
        direct: str = "",
        **headers: str,
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """One request on a connection of its own: through the proxy, or to the process named ``direct``."""
        with closing(self.connection(source, direct)) as line:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if cookie:
                sent["Cookie"] = cookie
            if fields is not None:
                sent["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, path, None if fields is None else urlencode(fields), sent)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def connection(self, source: str = "127.0.0.1", direct: str = "") -> http.client.HTTPConnection:
        if direct:
            return http.client.HTTPConnection("127.0.0.1", self.processes[direct].port, timeout=PATIENCE)
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=PATIENCE, context=self.trusted, source_address=(source, 0)
        )


@contextmanager
def hosted(folder: Path, url: str) -> Iterator[Hosted]:
    """Runs all of it until the block ends; ``url``: the database's."""
    assert find("haproxy"), f"the proxy must be tested here: {_HOW}"
    assert find("openssl"), f"the proxy must be tested here: {_HOW}"
    with ExitStack() as stack:
        given = {"KADER_DATABASE_URL": url, "KADER_DATA": str(folder / "data")}
        shared = dict(re.findall(r"^(KADER_\w+)=(.*)$", (DOCS / "kader.env").read_text(), re.MULTILINE))
        assert set(shared) == set(given)
        processes: dict[str, Process] = {}
        for name in ("kader1", "kader2"):
            port, log = free_port(), folder / f"{name}.log"
            processes[name] = Process(port, given, log, _start(port, given, log))
            stack.callback(_end, processes[name])
        certificate = _certificate(folder)
        where = Hosted(
            free_port(),
            free_port(),
            ssl.create_default_context(cafile=certificate),
            processes,
            Settings(data=folder / "data", database_url=url),
            folder / "admin.sock",
        )
        configuration = folder / "haproxy.cfg"
        configuration.write_text(_filled(where, certificate))
        log = folder / "haproxy.log"
        with log.open("wb") as written:
            proxy = subprocess.Popen(
                [find("haproxy") or "", "-db", "-f", str(configuration)], stdout=written, stderr=subprocess.STDOUT
            )
        stack.callback(proxy.wait, 10)
        stack.callback(proxy.kill)
        until(lambda: where.admin.exists() or proxy.poll() is not None, "the proxy's socket")
        assert proxy.poll() is None, log.read_text()
        end = time.monotonic() + START_LIMIT
        while not all(map(where.is_up, processes)):
            assert time.monotonic() < end, "\n".join(p.log.read_text(errors="replace") for p in processes.values())
            time.sleep(0.05)
        where.key = (folder / "data" / "facilitator-key").read_text().strip()  # whichever process made it
        status, headers, _ = where.ask("POST", "/sign-in", {"key": where.key})
        assert status == 303
        where.facilitator = headers.get_all("Set-Cookie", [])[0].partition(";")[0]
        yield where


def _end(process: Process) -> None:
    process.command.terminate()
    try:
        process.command.wait(20)
    except subprocess.TimeoutExpired:
        process.command.kill()
        process.command.wait()


def _certificate(folder: Path) -> Path:
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "kader.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    made = [find("openssl") or "", "req", "-x509", *kind, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    return both


def _filled(where: Hosted, certificate: Path) -> str:
    """The configuration as it is documented, with this test's ports and paths. Each must be there to be replaced."""
    text = (DOCS / "haproxy.cfg").read_text()
    for there, here in (
        ("bind :80\n", f"bind 127.0.0.1:{where.plain}\n"),
        ("bind :443 ", f"bind 127.0.0.1:{where.port} "),
        ("/etc/haproxy/kader.pem", str(certificate)),
        ("/run/haproxy/admin.sock", str(where.admin)),
        ("127.0.0.1:8501", f"127.0.0.1:{where.processes['kader1'].port}"),
        ("127.0.0.1:8502", f"127.0.0.1:{where.processes['kader2'].port}"),
    ):
        assert there in text, there
        text = text.replace(there, here)
    return text


@dataclass
class Phone:
    """What a phone's page and its script do: keep the cookie, and send an answer again until it is taken or refused."""

    where: Hosted
    code: str
    direct: str = ""
    cookie: str = ""
    given: list[str] = field(default_factory=list[str])
    """Set-Cookie headers."""

    def ask(self, method: str, path: str = "", **fields: str) -> tuple[int, str]:
        status, headers, body = self.where.ask(
            method,
            f"/j/{self.code}{path}",
            fields if method == "POST" else None,
            cookie=self.cookie,
            direct=self.direct,
            accept="application/json",
        )
        for cookie in headers.get_all("Set-Cookie", []):
            self.given.append(cookie)
            if cookie.startswith("kader_seat_"):
                self.cookie = cookie.partition(";")[0]
        return status, body

    def join(self) -> "Phone":
        self.ask("GET")
        assert self.ask("POST", role="data", lang="nl")[0] == 303
        return self

    def vote(self, ballot: Mapping[str, str], stance: str, key: str, reason: str = "") -> int:
        """The status once somebody answered."""
        fields = {"kind": "ballot", "round": "1", **ballot, "stance": stance, "key": key, "reason": reason}
        end = time.monotonic() + PATIENCE
        while True:
            try:
                status = self.ask("POST", "/answer", **fields)[0]
            except (OSError, http.client.HTTPException):
                status = 599
            if status < 500:
                return status
            assert time.monotonic() < end, f"nobody took the vote: {status}"
            time.sleep(0.3)


class Stream:
    """An event stream as a browser holds it: when it ends or cannot be had, it is asked for again."""

    def __init__(self, where: Hosted, path: str, cookie: str, direct: str = "") -> None:
        self.received = b""
        self.opened = 0
        self._where, self._path, self._cookie, self._direct = where, path, cookie, direct
        self._line: http.client.HTTPConnection | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def _follow(self) -> None:
        while not self._closed:
            try:
                self._line = self._where.connection(direct=self._direct)
                self._line.request("GET", self._path, None, {"Cookie": self._cookie})
                answer = self._line.getresponse()
                if answer.status == http.HTTPStatus.OK:
                    self.opened += 1
                    while part := answer.read1(65_536):
                        self.received += part
                answer.close()
            except (OSError, http.client.HTTPException, ValueError):
                pass
            if self._line is not None:
                self._line.close()
            if not self._closed:
                time.sleep(0.2)

    def shows(self, words: str, since: int = 0) -> None:
        until(lambda: words.encode() in self.received[since:], f"{words!r} in {self.received[-400:]!r}")

    def close(self) -> None:
        self._closed = True
        sock = self._line.sock if self._line is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
