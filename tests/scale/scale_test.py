#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small demonstration with some thousand generated certificates in it: no statement of a running
service must read a register table from end to end, generated rows are found by everything they can be
found by, and a real holder between them gets to a copy. usage: scale_test.py PROGRAM"""

import collections
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "http"))

import register  # noqa: E402  (the house's database of a test)
from engine import open_engine, statement  # noqa: E402
from fill import fill  # noqa: E402
from measure import POINTS, Holders, Keys, Node, scanning  # noqa: E402

CERTIFICATES = 3000


def expect(is_true, words):
    if not is_true:
        raise SystemExit(f"scale: {words}")


def check(program, data, database):
    place = ["--database", database] if database else []
    subprocess.run([program, "demo", "--small", "--data", data, *place], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run([program, "bench", "accounts", "--data", data, "--users", "1", "--accounts",
                    f"{data}.accounts"], check=True, stdout=subprocess.DEVNULL)
    engine = open_engine(data)
    before = int(engine.ask("SELECT COUNT(*) FROM certificate")[0][0])
    written = fill(engine, CERTIFICATES, 10, int(time.time()))
    after = int(engine.ask("SELECT COUNT(*) FROM certificate")[0][0])
    expect(written >= CERTIFICATES and after == before + written, f"{before} + {written} is {after}")

    for name, tables in scanning(engine, is_small=True).items():
        expect(False, f"{name} reads all of {', '.join(tables)}")

    keys = Keys(engine)
    for what, (name, draw) in POINTS.items():
        rows = engine.ask(statement(name), *draw(keys)[0])
        # One certificate in ten has an application.
        if name != "endorsement/list_for_line":
            expect(bool(rows) == (what != "file nobody has"), f"{what}: {name} finds {len(rows)} rows")

    node = Node(program, data)
    try:
        took = collections.defaultdict(list)
        Holders(node, engine).go(0, took)
        expect(len(took["application until the copy is there"]) == 3, "no three copies")
    finally:
        node.stop()


def main():
    database = register.make_database()
    try:
        with tempfile.TemporaryDirectory(prefix="yinxin-scale-") as scratch:
            check(str(Path(sys.argv[1]).resolve()), f"{scratch}/demo", database)
    finally:
        if database:
            register.drop_database(database)
    print("scale: every statement has its index, and every generated row is found")


if __name__ == "__main__":
    main()
