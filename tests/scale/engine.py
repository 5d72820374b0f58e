# SPDX-License-Identifier: Apache-2.0
"""The register's database, spoken to directly: SQLite's file through Python, PostgreSQL through psql.

One question can be put to both; the house's statements (one a file, $1 placeholders) too."""

import hashlib
import os
import re
import sqlite3
import statistics
import subprocess
import time
import tomllib
from pathlib import Path

STATEMENTS = Path(__file__).resolve().parents[2] / "src/yinxin/storage/sql"
FIELD = "\x1f"
MEGABYTE = 1 << 20


def statement(name):
    """The text of one of the program's statements, without its comments."""
    text = (STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))


def placeholders(text):
    return max([int(number) for number in re.findall(r"\$(\d+)", text)], default=0)


def open_engine(data):
    """The database that the settings in a data directory name."""
    settings = tomllib.loads((Path(data) / "yinxin.toml").read_text(encoding="utf-8"))
    url = settings.get("database", {}).get("url", "")
    return Postgres(url) if url else Sqlite(Path(data) / "yinxin.sqlite")


def unseen_hash(tag, number):
    return hashlib.sha256(tag.encode() + number.to_bytes(8, "big", signed=True)).digest()


class Sqlite:
    name = "SQLite"
    # What the filling statements call; PostgreSQL's are below, with the same results where a row
    # must be found again.
    FUNCTIONS = {
        "yx_hash": (2, unseen_hash),
        "yx_hex": (3, lambda tag, number, size: unseen_hash(tag, number).hex().upper()[:size]),
        "yx_bytes": (2, lambda size, _: os.urandom(size)),
        "yx_pad": (2, lambda number, width: str(number).zfill(width)),
        "yx_day": (1, lambda at: time.strftime("%Y-%m-%d", time.gmtime(at + 8 * 3600))),
    }

    def __init__(self, path):
        self.path = path
        self.database = sqlite3.connect(path, timeout=60, isolation_level=None)
        self.ask("PRAGMA cache_size = -8000")  # as the program sets it

    def ask(self, text, *arguments):
        return self.database.execute(text, {str(i): v for i, v in enumerate(arguments, 1)}).fetchall()

    def begin_filling(self, tables, bases, is_large):
        """Nothing is synced and nothing can be taken back until `end_filling`."""
        for name, (count, function) in self.FUNCTIONS.items():
            self.database.create_function(name, count, function)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE",
                       "cache_size=-3000000"):
            self.ask(f"PRAGMA {pragma}")
        self.ask("CREATE TEMP TABLE yx_noise (k INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
        self.database.executemany("INSERT INTO yx_noise VALUES ($k, $bytes)",
                                  [{"k": k, "bytes": os.urandom(1500)} for k in range(1021)])
        self.ask("CREATE TEMP TABLE yx_gap (k INTEGER PRIMARY KEY, base BIGINT NOT NULL)")
        self.database.executemany("INSERT INTO yx_gap VALUES ($k, $base)",
                                  [{"k": k, "base": base} for k, base in enumerate(bases)])

    def insert(self, pieces):
        """One transaction. A piece is (text after INSERT INTO, first number, number after the last)."""
        self.ask("BEGIN")
        for text, low, high in pieces:
            self.ask("WITH RECURSIVE n (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM n "
                     "WHERE n < $2 - 1) INSERT INTO " + text, low, high)
        self.ask("COMMIT")

    def end_filling(self, tables, say):
        say("journal")  # and no statistics: the program makes none on SQLite
        self.ask("PRAGMA locking_mode=NORMAL")
        self.ask("PRAGMA journal_mode=WAL")
        self.database.close()
        # Before it is opened again: closing any other handle of the file would drop SQLite's locks.
        with open(self.path, "rb") as file:
            os.fsync(file.fileno())
        self.__init__(self.path)

    def tables(self):
        return {name for name, in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def sizes(self):
        """Bytes of each table with its indexes, and of its indexes alone."""
        owner = dict(self.ask("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'"))
        sizes = {}
        page = self.ask("PRAGMA page_size")[0][0]
        # Of a whole table dbstat's `pageno` is the number of its pages; its `pgsize` has 32 bits.
        for name, pages in self.ask("SELECT name, pageno FROM dbstat WHERE aggregate = TRUE"):
            size = pages * page
            table = owner.get(name, name)
            whole, indexes = sizes.get(table, (0, 0))
            sizes[table] = (whole + size, indexes + (size if name in owner else 0))
        return sizes

    def written(self):
        """Bytes of log so far; SQLite writes its log over again, so there is no such count."""
        return None

    def time(self, text, argument_rows):
        """@return milliseconds of each execution; the first, which prepares, is not among them."""
        took = []
        for row in argument_rows[:1] + argument_rows:
            arguments = {str(i): v for i, v in enumerate(row, 1)}
            began = time.perf_counter()
            self.database.execute(text, arguments).fetchall()
            took.append((time.perf_counter() - began) * 1000)
        return took[1:]

    def scans(self, texts, is_small):
        """@return {name: tables that the statement reads from end to end}, of {name: text}."""
        found = {}
        for name, text in texts.items():
            arguments = {str(i): None for i in range(1, placeholders(text) + 1)}
            plan = self.database.execute("EXPLAIN QUERY PLAN " + text, arguments).fetchall()
            names = aliases(text)
            scanned = [re.match(r"SCAN (\w+)\b(?! USING (?:COVERING )?INDEX)", step[3]) for step in plan]
            found[name] = {names.get(each[1], each[1]) for each in scanned if each}
        return found


class Postgres:
    name = "PostgreSQL"
    FUNCTIONS = """
CREATE FUNCTION yx_hash(tag TEXT, n BIGINT) RETURNS BYTEA LANGUAGE SQL IMMUTABLE
RETURN sha256(convert_to(tag, 'UTF8') || int8send(n));
CREATE FUNCTION yx_hex(tag TEXT, n BIGINT, size INT) RETURNS TEXT LANGUAGE SQL IMMUTABLE
RETURN substr(upper(encode(sha256(convert_to(tag, 'UTF8') || int8send(n)), 'hex')), 1, size);
CREATE FUNCTION yx_bytes(size INT, n BIGINT) RETURNS BYTEA LANGUAGE SQL IMMUTABLE
RETURN substr(sha256(int8send(n)) || sha256(int8send(-1 - n)), 1, size);
CREATE FUNCTION yx_pad(n BIGINT, width INT) RETURNS TEXT LANGUAGE SQL IMMUTABLE
RETURN lpad(CAST(n AS TEXT), width, '0');
CREATE FUNCTION yx_day(at BIGINT) RETURNS TEXT LANGUAGE SQL STABLE
RETURN CAST(DATE '1970-01-01' + CAST((at + 28800) / 86400 AS INTEGER) AS TEXT);
CREATE TABLE yx_gap (k BIGINT NOT NULL, base BIGINT NOT NULL);
CREATE TABLE yx_noise AS
SELECT k, (SELECT string_agg(uuid_send(gen_random_uuid()), '') FROM generate_series(1, 94 + 0 * k))
    AS bytes
FROM generate_series(CAST(0 AS BIGINT), 1020) k;
ANALYZE yx_noise;
"""
    FORGET = """
DROP FUNCTION yx_hash, yx_hex, yx_bytes, yx_pad, yx_day;
DROP TABLE yx_noise, yx_gap;
"""
    HURRY = """
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '1GB';
SET work_mem = '64MB';
SET max_parallel_workers_per_gather = 0;
"""

    def __init__(self, url):
        self.url = url
        self.remade = []

    def psql(self, text, *options):
        done = subprocess.run(["psql", "-qAtX", "-F", FIELD, "-v", "ON_ERROR_STOP=1", *options, self.url],
                              input=text, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{done.stderr}\n{text[:2000]}")
        return done.stdout

    def ask(self, text, *arguments):
        filled = re.sub(r"\$(\d+)", lambda match: literal(arguments[int(match[1]) - 1]), text)
        return [tuple(line.split(FIELD)) for line in self.psql(filled).splitlines()]

    def begin_filling(self, tables, bases, is_large):
        """Keys and indexes of a large register come back in `end_filling`: building them over all rows
        is ten times as fast as keeping them row by row."""
        self.psql(self.FUNCTIONS + "INSERT INTO yx_gap VALUES "
                  + ", ".join(f"({k}, {base})" for k, base in enumerate(bases)) + "; ANALYZE yx_gap;")
        if not is_large:
            return
        names = ", ".join(f"'{table}'" for table in tables)
        owned = self.ask("SELECT c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid) "
                         "FROM pg_constraint c WHERE c.contype IN ('p', 'u', 'x') "
                         f"AND c.conrelid::regclass::text IN ({names})")
        loose = self.ask("SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) FROM pg_index i "
                         f"WHERE i.indrelid::regclass::text IN ({names}) AND NOT EXISTS "
                         "(SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)")
        self.remade = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {body}" for table, name, body in owned]
        self.remade += [definition for _, definition in loose]
        self.psql("".join(f"ALTER TABLE {table} DROP CONSTRAINT {name};\n" for table, name, _ in owned)
                  + "".join(f"DROP INDEX {name};\n" for name, _ in loose))

    def insert(self, pieces):
        """One transaction. A piece is (text after INSERT INTO, first number, number after the last)."""
        self.psql(self.HURRY + "BEGIN;\n" + "".join(
            f"WITH n (n) AS (SELECT generate_series({low}::BIGINT, {high - 1}::BIGINT)) "
            f"INSERT INTO {text};\n" for text, low, high in pieces) + "COMMIT;\n")

    def end_filling(self, tables, say):
        for number, definition in enumerate(self.remade, 1):
            say(f"index {number} of {len(self.remade)}")
            self.psql(self.HURRY + definition)
        say("statistics")
        self.psql(self.FORGET + "".join(f"VACUUM (ANALYZE) {table};\n" for table in tables)
                  + "CHECKPOINT;\n")

    def tables(self):
        return set(self.sizes())

    def sizes(self):
        return {name: (int(whole), int(indexes)) for name, whole, indexes in self.ask(
            "SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")}

    def written(self):
        """Bytes of write-ahead log since the cluster was made."""
        return int(self.ask("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")[0][0].partition(".")[0])

    def time(self, text, argument_rows):
        rows = argument_rows[:1] + argument_rows
        # The sixth execution is the first for which the server may keep its plan, as it does for the
        # program's long-lived connections.
        prepared = (f"SET plan_cache_mode = force_generic_plan;\nPREPARE s AS {text};\n\\timing on\n"
                    + "".join(f"EXECUTE s({', '.join(literal(v) for v in row)});\n" for row in rows))
        said = self.psql(prepared, "-o", "/dev/null")
        return [float(value) for value in re.findall(r"Time: ([\d.]+) ms", said)][1:]

    def scans(self, texts, is_small):
        script = "SET plan_cache_mode = force_generic_plan;\n"
        if is_small:
            # In a small table the planner rightly reads everything; what is asked is whether it must.
            script += "SET enable_seqscan = off;\n"
        for number, (name, text) in enumerate(texts.items()):
            count = placeholders(text)
            arguments = f"({', '.join(['NULL'] * count)})" if count else ""
            script += (f"\\echo # {name}\nPREPARE s{number} AS {text};\n"
                       f"EXPLAIN (COSTS OFF) EXECUTE s{number}{arguments};\n")
        plans = re.split(r"(?m)^# (.+)$", self.psql(script))
        return {name: set(re.findall(r"Seq Scan on (\w+)", plan))
                for name, plan in zip(plans[1::2], plans[2::2])}


def aliases(text):
    """What FROM, JOIN, UPDATE and INTO call each table in a statement."""
    pairs = re.findall(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", text)
    return {alias: table for table, alias in pairs if alias}


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return "'\\x" + value.hex() + "'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def median(values):
    return statistics.median(values) if values else None
