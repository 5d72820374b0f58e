#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a large register costs: the same work on a small and on a large one, in turns, in one run.

    fill.py SMALL --certificates 100000; fill.py LARGE --certificates 10000000
    measure.py PROGRAM --small SMALL --large LARGE [--json] [--loose]

SMALL and LARGE are data directories of `yinxin demo` with accounts made before they were filled
(`yinxin bench accounts --data SMALL --users 120 --accounts SMALL.accounts`), on the same engine. Ends
with 1 if a statement of a running service reads a register table from end to end, or, without --loose,
if something is more than 1.3 times as slow in the large register (design, section 9)."""

import argparse
import collections
import http.client
import json
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine import STATEMENTS, median, open_engine, statement, unseen_hash
from shape import GROUPS, TABLES
from visitor import Visitor

BUDGET = 1.3
KEYS = 60  # of each statement in each round
ROUNDS = 8
APPLICATIONS = 3  # of one certificate; the policy allows no more in 90 days
READY_WITHIN = 600  # the first start after an upgrade makes indexes

# Whole-register work that is asked for by a person or done once a night, not by a running service;
# and reading from the first row on, in the order of the key, as far as a limit.
WHOLE = {
    "backup/list_copy_blobs": "what a backup holds",
    "batch/list_miscounted": "fsck",
    "copy/count_without_sm3": "fsck",
    "copy/list_stored_files": "fsck, and the sweep of orphans at night",
    "endorsement/list_over_quota": "fsck",
    "exchange/list_directory": "export of the directory, by pages of the key",
    "installation/choose_suite": "while the register is empty",
    "status_change/list": "the first of a queue that is emptied",
}
# Some thousand rows at most: what the office makes, or one for each seal, key, client, import, batch.
SHORT = {
    "alarm", "api_client", "article", "article_version", "batch", "batch_step", "bulk_check",
    "count_entry", "door_pressure", "doubt_desk_member", "import", "import_file", "key_register", "notice",
    "number_series", "organisation", "organisation_invitation", "policy", "proposal",
    "reference_text", "restoration", "revocation_data", "schema_step", "seal", "staff",
    "staff_invitation", "staff_session",
}


class Report:
    """Figures in a table or as JSON lines, and whether all budgets were met."""

    def __init__(self, is_json):
        self.is_json = is_json
        self.missed = []

    def figure(self, name, value, unit, reference=None, budget=None):
        ratio = value / reference if reference else None
        met = ratio <= budget if ratio is not None and budget else None
        if met is False:
            self.missed.append(name)
        if self.is_json:
            print(json.dumps({"name": name, "value": value, "unit": unit, "reference": reference,
                              "ratio": ratio, "budget": budget, "met": met}, ensure_ascii=False))
        else:
            beside = "" if reference is None else f"{reference:12.3f} {ratio:8.2f}"
            verdict = {None: "", True: "met", False: "MISSED"}[met]
            print(f"{name:58} {value:14.3f} {unit:6} {beside} {verdict}")
        sys.stdout.flush()


def sizes(report, label, engine):
    """Bytes of one person, certificate, account, endorsement and audit event with all their indexes."""
    bytes_of = engine.sizes()
    whole = sum(size for size, _ in bytes_of.values())
    for group, (counted, tables) in GROUPS.items():
        count = int(engine.ask(f"SELECT COUNT(*) FROM {counted}")[0][0])
        report.figure(f"{label}: bytes of one {group}",
                      sum(bytes_of[table][0] for table in tables) / count, "B")
        report.figure(f"{label}: of them in indexes",
                      sum(bytes_of[table][1] for table in tables) / count, "B")
    report.figure(f"{label}: certificates", int(engine.ask("SELECT COUNT(*) FROM certificate")[0][0]), "")
    report.figure(f"{label}: database", whole / (1 << 20), "MiB")


def scanning(engine, is_small):
    """Statements of a running service that read a whole table, unless it stays short whatever the
    register: {name: tables}. In a filled register those that were filled are asked about; the planner
    knows how short the others are."""
    large = (engine.tables() if is_small else set(TABLES)) - SHORT
    paths = [path for path in STATEMENTS.rglob("*.sql") if not path.name.endswith(".postgres.sql")]
    names = (str(path.relative_to(STATEMENTS).with_suffix("")) for path in paths)
    texts = {name: statement(name) for name in sorted(names)
             if name not in WHOLE and not name.startswith(("invariant/", "restoration/"))}
    found = {name: sorted(tables & large)
             for name, tables in engine.scans(texts, is_small).items()}
    return {name: tables for name, tables in found.items() if tables}


class Keys:
    """Keys of generated rows, each drawn once: evenly over the whole register."""

    def __init__(self, engine):
        self.engine = engine
        highest = engine.ask("SELECT MAX(certificate_no) FROM lookup_certificate_no "
                             "WHERE certificate_no < 'YS2021'")[0][0]
        self.certificates = int(highest[len("YS2020"):]) - 900_000_000 + 1
        # Those with an endorsement are every n-th; the first two say which.
        self.every = next(n for n in range(1, 1000) if self.owner("copy_code", self.code(n)))
        self.drawn = set()

    @staticmethod
    def code(number):
        return unseen_hash("code", number).hex().upper()[:12]

    def owner(self, what, key):
        rows = self.engine.ask(f"SELECT holder_id, copy_id FROM lookup_{what} WHERE {what} = $1", key)
        return (int(rows[0][0]), int(rows[0][1])) if rows else None

    def draw(self, is_endorsed):
        """The number of a certificate that was not asked for before."""
        while True:
            number = random.randrange(self.certificates)
            if is_endorsed:
                number -= number % self.every
                if number % 6 == 5:
                    continue
            if (number, is_endorsed) not in self.drawn:
                self.drawn.add((number, is_endorsed))
                return number

    def holders(self, count):
        """(holder, line), found by number."""
        numbers = ", ".join(f"'YS2020{900_000_000 + self.draw(False):09}'" for _ in range(count))
        return [(int(holder), int(line)) for holder, line in self.engine.ask(
            f"SELECT holder_id, line_id FROM lookup_certificate_no WHERE certificate_no IN ({numbers})")]

    def copies(self, count):
        """(holder, copy), found by code."""
        codes = ", ".join(f"'{self.code(self.draw(True))}'" for _ in range(count))
        return [(int(holder), int(copy)) for holder, copy in self.engine.ask(
            f"SELECT holder_id, copy_id FROM lookup_copy_code WHERE copy_code IN ({codes})")]


def person_of(number):
    return number // 6 * 5 + min(number % 6, 4)


# What is asked and which keys it is asked with.
POINTS = {
    "certificate by its number": ("lookup/find_certificate_no", lambda keys: [
        (f"YS2020{900_000_000 + keys.draw(False):09}",) for _ in range(KEYS)]),
    "certificate by its management number": ("lookup/find_management_no", lambda keys: [
        (f"20200099999{900_000_000 + keys.draw(False):09}",) for _ in range(KEYS)]),
    "person by document number (blind index)": ("person/find_by_document", lambda keys: [
        (unseen_hash("id", person_of(keys.draw(False))),) for _ in range(KEYS)]),
    "copy by its token": ("lookup/find_copy_token", lambda keys: [
        (unseen_hash("token", keys.draw(True)).hex().upper()[:22],) for _ in range(KEYS)]),
    "copy by its code": ("lookup/find_copy_code", lambda keys: [
        (keys.code(keys.draw(True)),) for _ in range(KEYS)]),
    "file by its SHA-256": ("lookup/find_by_sha256", lambda keys: [
        (unseen_hash("pdf", keys.draw(True)),) for _ in range(KEYS)]),
    "file nobody has": ("lookup/find_by_sha256", lambda keys: [
        (unseen_hash("nobody", random.getrandbits(60)),) for _ in range(KEYS)]),
    "certificate's row": ("certificate/find_current", lambda keys: keys.holders(KEYS)),
    "list of a holder": ("certificate/list_current", lambda keys: [
        (holder,) for holder, _ in keys.holders(KEYS)]),
    "applications for a certificate": ("endorsement/list_for_line", lambda keys: keys.holders(KEYS)),
    "copy's row": ("copy/find", lambda keys: keys.copies(KEYS)),
}


def points(report, small, large):
    """Statements of the program with keys from all over the register: asked for the first time, which
    is how fast the disk is, and again, when what they need has been read."""
    keys = {"small": Keys(small), "large": Keys(large)}
    engines = {"small": small, "large": large}
    took = collections.defaultdict(list)
    for _ in range(ROUNDS):
        for what, (name, draw) in POINTS.items():
            text = statement(name)
            rows = {which: draw(keys[which]) for which in engines}
            for turn in ("first", "again", "again", "again"):
                for which in random.sample(sorted(engines), 2):
                    took[what, turn, which] += engines[which].time(text, rows[which])[1:]
    for what in POINTS:
        for turn, budget in (("first", None), ("again", BUDGET)):
            report.figure(f"{what}, asked {turn}", median(took[what, turn, "large"]), "ms",
                          median(took[what, turn, "small"]), budget)


class Node:
    """`yinxin serve` on a data directory, with limits that let one address ask as often as it likes."""

    def __init__(self, program, data):
        self.data = Path(data)
        settings = self.data / "yinxin.toml"
        text = settings.read_text(encoding="utf-8")
        for limit in ("logins_per_minute", "queries_per_minute"):
            text = re.sub(rf"(?m)^#? *{limit} *=.*$", f"{limit} = 100000", text)
        settings.write_text(text, encoding="utf-8")
        held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.port, self.operations = (each.getsockname()[1] for each in held)
        for each in held:
            each.close()
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [program, "serve", "--data", str(data), "--listen", f"127.0.0.1:{self.port}", "--metrics",
             f"127.0.0.1:{self.operations}", "--public-url", f"http://127.0.0.1:{self.port}"],
            stdout=self.log, stderr=self.log)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - began > READY_WITHIN:
                self.log.seek(0)
                raise RuntimeError(f"the service did not become ready\n{self.log.read()[-4000:]}")
            time.sleep(0.02)  # the pace of asking; the condition is the answer
        self.started_in = time.monotonic() - began
        lines = Path(f"{data}.accounts").read_text(encoding="utf-8").splitlines()
        self.accounts = [line.split() for line in lines if line and not line.startswith("#")]

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.operations, timeout=60)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)


class Holders:
    """What the holders of one node and their verifiers do, timed."""

    def __init__(self, node, engine):
        self.node = node
        self.engine = engine
        # Who came in an earlier run has no application left.
        spent = {name for name, in engine.ask(
            "SELECT DISTINCT l.login_name FROM lookup_login l "
            "JOIN account_holder h ON h.account_id = l.account_id "
            "JOIN endorsement e ON e.holder_id = h.holder_id "
            "WHERE l.login_name >= 'bench' AND l.login_name < 'benci'")}
        self.accounts = [account for account in node.accounts if account[0] not in spent]
        self.written = 0
        self.applied = 0

    def go(self, number, took):
        name, password, line = self.accounts[number]
        visitor = Visitor(self.node.port)
        visitor.log_in(name, password)
        visitor.check_data(line)
        for _ in range(5):
            visitor.expect(visitor.get("/certificates"), 200, "the list")
            took["list of a holder, page"].append(visitor.took)
            visitor.expect(visitor.get(f"/certificates/{line}"), 200, "the certificate")
            took["certificate, page"].append(visitor.took)
        before = self.engine.written()
        for nth in range(APPLICATIONS):
            answered, ready, file = visitor.apply(line, f"演示接收单位{nth}")
            took["application, answered"].append(answered)
            took["application until the copy is there"].append(ready)
        if before is not None:
            self.written += self.engine.written() - before
        self.applied += APPLICATIONS
        _, content, _ = visitor.expect(visitor.get(file), 200, "the file")
        token = self.engine.ask(
            "SELECT c.token FROM lookup_login l JOIN account_holder h ON h.account_id = l.account_id "
            "JOIN copy c ON c.holder_id = h.holder_id WHERE l.login_name = $1 AND c.state = 'released'",
            name)[0][0]
        verifier = Visitor(self.node.port)
        verifier.expect(verifier.get("/verify"), 200, "the form")
        for _ in range(5):
            verifier.expect(verifier.get(f"/v/{token}"), 200, "the copy's page")
            took["/v/TOKEN of a copy"].append(verifier.took)
            verifier.expect(verifier.get("/v/" + unseen_hash("x", random.getrandbits(60)).hex()[:22]),
                            404, "a token nobody has")
            took["/v/TOKEN nobody has"].append(verifier.took)
        for _ in range(3):
            verifier.expect(verifier.get("/verify"), 200, "the form")
            verifier.expect(verifier.hand_in("/verify/file", [], "file", content), 303, "the file")
            took["upload of a copy, answered"].append(verifier.took)


def service(report, program, small, large, engines, visits):
    nodes = {}
    try:
        for which, data in (("small", small), ("large", large)):
            nodes[which] = Node(program, data)
        report.figure("start until /readyz says 200", nodes["large"].started_in, "s",
                      nodes["small"].started_in)
        holders = {which: Holders(nodes[which], engines[which]) for which in nodes}
        took = collections.defaultdict(lambda: collections.defaultdict(list))
        for number in range(min(visits, *(len(each.accounts) for each in holders.values()))):
            for which in random.sample(sorted(nodes), 2):
                holders[which].go(number, took[which])
        for what, values in took["large"].items():
            report.figure(f"HTTP: {what}", median(values) * 1000, "ms",
                          median(took["small"][what]) * 1000, BUDGET)
        for which, each in holders.items():
            if each.written:
                report.figure(f"{which}: write-ahead log of one application until its copy is there",
                              each.written / each.applied, "B")
        report.figure("resident memory of the node", nodes["large"].memory(), "MiB",
                      nodes["small"].memory())
    finally:
        for node in nodes.values():
            node.stop()


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("program")
    words.add_argument("--small", required=True)
    words.add_argument("--large", required=True)
    words.add_argument("--visits", type=int, default=60, help="holders that come to each register")
    words.add_argument("--json", action="store_true")
    words.add_argument("--loose", action="store_true", help="a missed ratio is no failure")
    given = words.parse_args()
    report = Report(given.json)
    engines = {"small": open_engine(given.small), "large": open_engine(given.large)}
    # Before anything else is timed, and by the program, so that the schema is its own.
    service(report, given.program, given.small, given.large, engines, given.visits)
    points(report, engines["small"], engines["large"])
    for which in engines:
        sizes(report, which, engines[which])
    found = scanning(engines["large"], is_small=False)
    for name, tables in found.items():
        print(f"measure: {name} reads all of {', '.join(tables)}", file=sys.stderr)
    if found or (report.missed and not given.loose):
        sys.exit(1)


if __name__ == "__main__":
    main()
