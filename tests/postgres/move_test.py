#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small demonstration moves from its file to PostgreSQL and is served from there; nobody can move
it while it is served, and nothing is moved into a database that is used. usage: move_test.py PROGRAM"""

import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "http"), str(TESTS / "scale")]

import register  # noqa: E402  (the house's database of a test)
from measure import Node  # noqa: E402


def expect(is_true, words):
    if not is_true:
        raise SystemExit(f"move: {words}")


def call(*command):
    return subprocess.run(list(command), capture_output=True, text=True, check=False)


def rows_of(path):
    """Rows of every table, by name."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        names = [name for name, in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
                for name in names}
    finally:
        database.close()


def check(program, data, address):
    made = call(program, "demo", "--small", "--data", data)
    expect(made.returncode == 0, made.stderr)
    Path(f"{data}.accounts").write_text("", encoding="utf-8")
    move = (program, "migrate", "--data", data, "--to", address)

    node = Node(program, data)
    try:
        refused = call(*move)
        expect(refused.returncode != 0 and "stop the service" in refused.stderr, refused.stderr)
    finally:
        node.stop()

    before = rows_of(f"{data}/yinxin.sqlite")
    moved = call(*move)
    expect(moved.returncode == 0, moved.stderr + moved.stdout)
    expect("the audit chain" in moved.stdout, moved.stdout)
    expect(rows_of(f"{data}/yinxin.sqlite") == before, "the source was changed")
    for name, rows in before.items():
        if name == "schema_step":
            continue
        there = int(register.ask_server(address, f'SELECT COUNT(*) FROM "{name}"')[0][0])
        expect(there == rows, f"{name}: {rows} rows, {there} over there")
        expect(re.search(rf"^{name} +{rows} rows  [0-9a-f]{{16}}$", moved.stdout, re.M),
               f"{name} is not named with its rows")
    again = call(*move)
    expect(again.returncode != 0 and "nothing was changed" in again.stderr, again.stderr)

    settings = Path(data) / "yinxin.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace('kind = "sqlite"', 'kind = "postgresql"', 1)
    text = re.sub(r'(?m)^url = ""$', lambda _: f'url = "{address}"', text, count=1)
    settings.write_text(text, encoding="utf-8")
    (Path(data) / "yinxin.sqlite").rename(f"{data}/former.sqlite")
    looked = call(program, "fsck", "--data", data)
    expect(looked.returncode == 0, looked.stderr + looked.stdout)
    verified = call(program, "audit", "verify", "--data", data)
    expect(verified.returncode == 0, verified.stderr + verified.stdout)
    node = Node(program, data)  # ready, or it says why not
    node.stop()


def main():
    address = register.make_database()
    expect(address, "YX_TEST_DATABASE names no server")
    try:
        with tempfile.TemporaryDirectory(prefix="yinxin-move-") as scratch:
            check(str(Path(sys.argv[1]).resolve()), f"{scratch}/demo", address)
    finally:
        register.drop_database(address)
    print("move: every row is over there, and is served from there")


if __name__ == "__main__":
    main()
