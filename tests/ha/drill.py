#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The leader of the database dies, and freezes, while it is written to; nothing acknowledged is lost.

Starts etcd and PostgreSQL under Patroni on this machine, with packaging/patroni/patroni.yml as it
is shipped but for addresses, TLS and the watchdog, and writers that name all nodes in one
connection string. Each writes numbers of its own, each number again until it is acknowledged, and
keeps a journal. Prints how long no write was acknowledged and what the journals miss in the table.

    make ha-drill            or: tests/ha/drill.py [--rounds 2] [--ttl 15] [--json]
"""

import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import psycopg2
import psycopg2.extensions
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORDS = {f"PATRONI_{name}_PASSWORD": "drill" for name in
             ("SUPERUSER", "REPLICATION", "REWIND", "RESTAPI")}
ANSWER_SECONDS = 3.0
LINE = 39  # bytes of a line of the journal


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what: str, seconds: float, test):
    """The first true answer of `test`; an error when none came in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError, psycopg2.Error):
            answer = test()
            if answer:
                return answer
        time.sleep(0.1)
    raise TimeoutError(what)


class Node:
    """One PostgreSQL with its Patroni."""

    def __init__(self, drill: "Drill", number: int) -> None:
        self.drill = drill
        self.name = f"db-{'abcdef'[number]}"
        self.port, self.rest = free_port(), free_port()
        self.folder = drill.folder / self.name
        self.data = self.folder / "data"
        self.folder.mkdir()
        drill.own(self.folder)
        self.config = self.folder / "patroni.yml"
        self.config.write_text(yaml.safe_dump(self.settings()), encoding="utf-8")
        self.process: subprocess.Popen | None = None

    def settings(self) -> dict:
        shipped = yaml.safe_load((ROOT / "packaging/patroni/patroni.yml").read_text(encoding="utf-8"))
        shipped["name"] = self.name
        shipped["restapi"]["listen"] = shipped["restapi"]["connect_address"] = f"127.0.0.1:{self.rest}"
        shipped["etcd"]["hosts"] = f"127.0.0.1:{self.drill.etcd_port}"
        shipped["watchdog"] = {"mode": "off"}
        dcs = shipped["bootstrap"]["dcs"]
        if self.drill.ttl:
            dcs.update(ttl=self.drill.ttl, loop_wait=max(1, self.drill.ttl // 3 - 2),
                       retry_timeout=max(3, self.drill.ttl // 3))
        shipped["bootstrap"]["pg_hba"] = ["local all all trust", "host all all 127.0.0.1/32 scram-sha-256",
                                          "host replication all 127.0.0.1/32 scram-sha-256"]
        own = shipped["postgresql"]
        own["listen"] = own["connect_address"] = f"127.0.0.1:{self.port}"
        own["data_dir"] = str(self.data)
        own["pgpass"] = str(self.folder / "pgpass")
        own["parameters"] = {"unix_socket_directories": str(self.folder)}
        return shipped

    def start(self) -> None:
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [*self.drill.as_owner, "patroni", str(self.config)], cwd=self.folder, stdout=log,
            stderr=log, env={**os.environ, **PASSWORDS}, start_new_session=True)

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def processes(self) -> list[int]:
        """Patroni, the postmaster and every backend of it."""
        main = self.postmaster()
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True,
                                text=True, check=False).stdout
        return [self.process.pid, main, *map(int, listed.split())]

    def send(self, signal_number: int) -> None:
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_number)

    def stop(self) -> None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            self.send(signal.SIGCONT)
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        with contextlib.suppress(OSError, ValueError, IndexError):
            os.kill(self.postmaster(), signal.SIGQUIT)


@dataclasses.dataclass
class Writer:
    """Writes its numbers, one a transaction, each until it is acknowledged. A process of its own:
    how psycopg2 waits is a matter of the whole process."""

    url: str
    first: int
    journal: list = dataclasses.field(default_factory=list)  # (number, when acknowledged)
    errors: int = 0

    def start(self) -> None:
        read, write = os.pipe()
        self.stop_end = write
        self.lines = tempfile.TemporaryFile("w+")
        self.pid = os.fork()
        if self.pid == 0:
            os.close(write)
            with contextlib.suppress(BaseException):
                self.run(read)
            os._exit(0)
        os.close(read)

    def count(self) -> int:
        return os.fstat(self.lines.fileno()).st_size // LINE

    def stop(self) -> None:
        os.write(self.stop_end, b".")  # not closed: the other writers hold copies of it
        os.waitpid(self.pid, 0)
        os.close(self.stop_end)
        self.lines.seek(0)
        for line in self.lines:
            number, at, self.errors = (float(word) for word in line.split())
            self.journal.append((int(number), at))

    def run(self, stop: int) -> None:
        number, connection = self.first, None
        while not select.select([stop], [], [], 0)[0]:
            try:
                connection = connection or connect(self.url)
                with connection.cursor() as cursor:
                    # The same key again after an error: it may have been committed before.
                    cursor.execute("INSERT INTO written (number) VALUES (%s)"
                                   " ON CONFLICT (number) DO NOTHING", (number,))
                self.lines.write(f"{number:12} {time.monotonic():16.4f} {self.errors:8}\n")
                self.lines.flush()
                number += 1
                time.sleep(0.005)
            except psycopg2.Error:
                self.errors += 1
                if connection:
                    with contextlib.suppress(psycopg2.Error):
                        connection.close()
                connection = None
                time.sleep(0.05)


def connect(url: str):
    """Blocking: only so does libpq hold every host of the list to connect_timeout."""
    psycopg2.extensions.set_wait_callback(None)
    try:
        connection = psycopg2.connect(url)
        connection.autocommit = True
        return connection
    finally:
        psycopg2.extensions.set_wait_callback(wait_with_deadline)


def wait_with_deadline(connection) -> None:
    """A server that is frozen answers nothing, and its kernel still acknowledges: count the time."""
    end = time.monotonic() + ANSWER_SECONDS
    while True:
        state = connection.poll()
        if state == psycopg2.extensions.POLL_OK:
            return
        left = end - time.monotonic()
        reads = [connection.fileno()] if state == psycopg2.extensions.POLL_READ else []
        writes = [connection.fileno()] if state == psycopg2.extensions.POLL_WRITE else []
        if left <= 0 or not any(select.select(reads, writes, [], left)):
            raise psycopg2.OperationalError("no answer in time")


class Drill:
    def __init__(self, nodes: int, ttl: int) -> None:
        shared = pathlib.Path("/dev/shm")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yinxin-ha-",
                                                    dir=shared if shared.is_dir() else None))
        self.ttl = ttl
        self.as_owner: list[str] = []
        if os.geteuid() == 0:
            self.as_owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        self.own(self.folder)
        self.etcd_port = free_port()
        peer = free_port()
        client = f"http://127.0.0.1:{self.etcd_port}"
        self.etcd = subprocess.Popen(
            ["etcd", "--enable-v2=true", "--data-dir", str(self.folder / "etcd"), "--listen-client-urls", client,
             "--advertise-client-urls", client, "--listen-peer-urls", f"http://127.0.0.1:{peer}",
             "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
             "--initial-cluster", f"default=http://127.0.0.1:{peer}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.nodes = [Node(self, number) for number in range(nodes)]

    def own(self, path: pathlib.Path) -> None:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return (f"postgresql://postgres:drill@{hosts}/postgres"
                "?target_session_attrs=read-write&connect_timeout=2")

    def members(self) -> list[dict]:
        for node in self.nodes:
            with contextlib.suppress(OSError, ValueError):
                with urllib.request.urlopen(f"http://127.0.0.1:{node.rest}/cluster", timeout=1) as answer:
                    return json.load(answer)["members"]
        return []

    def leader(self) -> Node | None:
        names = [member["name"] for member in self.members()
                 if member["role"] == "leader" and member["state"] == "running"]
        return next((node for node in self.nodes if node.name in names), None)

    def is_whole(self) -> bool:
        """A leader, a synchronous standby, and everybody runs."""
        members = self.members()
        running = [m for m in members if m["state"] in ("running", "streaming")]
        return (len(running) == len(self.nodes) and any(m["role"] == "leader" for m in members)
                and any(m["role"] == "sync_standby" for m in members))

    def start(self) -> None:
        for node in self.nodes:
            node.start()
        until("the cluster forms", 90, self.is_whole)
        with contextlib.closing(psycopg2.connect(self.url())) as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE TABLE written (number BIGINT PRIMARY KEY)")

    def close(self) -> None:
        for node in self.nodes:
            node.stop()
        self.etcd.terminate()
        self.etcd.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def round(self, kind: str, first: int, writers: int) -> dict:
        """One leader lost under writes. @return what was measured"""
        until("the cluster is whole", 120, self.is_whole)
        crew = [Writer(self.url(), first + number * 10_000_000) for number in range(writers)]
        for writer in crew:
            writer.start()
        until("writes begin", 30, lambda: all(writer.count() > 100 for writer in crew))
        old = self.leader()
        struck = time.monotonic()
        old.send(signal.SIGKILL if kind == "kill" else signal.SIGSTOP)
        new = until("another leads", 120, lambda: (found := self.leader()) and found is not old and found)
        before = sum(writer.count() for writer in crew)
        until("writes go on", 60, lambda: sum(w.count() for w in crew) > before + 200 * writers)
        if kind == "kill":
            old.process.wait(10)
            old.start()
        else:
            old.send(signal.SIGCONT)
        until("the old leader is back as a standby", 120, self.is_whole)
        rejoined = time.monotonic()
        for writer in crew:
            writer.stop()
        acknowledged = sorted(at for writer in crew for _, at in writer.journal)
        around = [at for at in acknowledged if at >= struck - 1]
        gap = max(later - sooner for sooner, later in zip(around, around[1:]))
        with contextlib.closing(psycopg2.connect(self.url())) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT number FROM written")
            present = {row[0] for row in cursor.fetchall()}
        lost = [number for writer in crew for number, _ in writer.journal if number not in present]
        return {"kind": kind, "old": old.name, "new": new.name, "acknowledged": len(acknowledged),
                "lost": len(lost), "gap_s": round(gap, 1), "errors": int(sum(w.errors for w in crew)),
                "whole_again_s": round(rejoined - struck, 1)}


def main() -> int:
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument("--nodes", type=int, default=3)
    parse.add_argument("--rounds", type=int, default=2, help="how often the leader dies, and freezes")
    parse.add_argument("--writers", type=int, default=4)
    parse.add_argument("--ttl", type=int, default=0, help="instead of the shipped one (s)")
    parse.add_argument("--json", action="store_true")
    chosen = parse.parse_args()
    for program in ("etcd", "patroni"):
        if not shutil.which(program):
            print(f"skipped: {program} is not installed (apt-get install patroni etcd-server)")
            return 77
    drill = Drill(chosen.nodes, chosen.ttl)
    ttl = chosen.ttl or yaml.safe_load((ROOT / "packaging/patroni/patroni.yml").read_text(
        encoding="utf-8"))["bootstrap"]["dcs"]["ttl"]
    bad = 0
    try:
        drill.start()
        for number in range(chosen.rounds * 2):
            seen = drill.round(("kill", "freeze")[number % 2], (number + 1) * 1_000_000_000,
                               chosen.writers)
            # ttl until the key is gone, an election, and the clients' own deadlines.
            is_bad = seen["lost"] > 0 or seen["gap_s"] > 2 * ttl + 10
            bad += is_bad
            print(json.dumps({"ttl_s": ttl, **seen}) if chosen.json else
                  f"{seen['kind']:6} {seen['old']} -> {seen['new']}: {seen['acknowledged']} writes "
                  f"acknowledged, {seen['lost']} lost, none for {seen['gap_s']} s, whole again after "
                  f"{seen['whole_again_s']} s{'  BAD' if is_bad else ''}", flush=True)
    except TimeoutError as late:
        print(f"never happened: {late}", file=sys.stderr)
        for node in drill.nodes:
            print(f"--- {node.name}\n" + (node.folder / "log").read_text(errors="replace")[-3000:],
                  file=sys.stderr)
        return 1
    finally:
        drill.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
