#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every statement stays in one shard, or is on the list of those that may not.

src/yinxin/storage/distribution/tables.txt says by what each table is distributed. This reads the
schema (the migrations, run in memory) and every statement of src/yinxin/storage/sql and asserts:

- every table is classed; every primary and unique key of a distributed table has its key, and that
  of a holder's or an account's table begins with it;
- a statement pins the key of every distributed table it touches to a parameter, or joins it by the
  key to one that is pinned;
- it touches no tables of two kinds, and nothing of the coordinator beside a shard.

Statements that cannot are listed with a reason in distribution/crossings.txt; a line there that is
not needed is a fault too.
"""

import dataclasses
import itertools
import pathlib
import re
import sqlite3
import sys

from source_tree import run

STORAGE = "src/yinxin/storage"
KINDS = ("holder", "account", "key", "reference", "local")
DISTRIBUTED = ("holder", "account", "key")
GROUNDS = ("claim", "expiry", "outbox", "office", "upkeep", "login", "checker")
TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\$\d+|\w+(?:\.\w+)?|<>|<=|>=|\|\||[-+*/%<>=(),;]")
COMMENT = re.compile(r"--[^\n]*")
CLAUSES = ("select", "from", "where", "group", "having", "order", "limit", "offset")
JOINS = {"join", "left", "right", "inner", "outer", "cross", "full", "natural"}


@dataclasses.dataclass(frozen=True)
class Table:
    kind: str
    key: str
    columns: frozenset[str]


class Unread(Exception):
    """A statement of a shape this does not read."""


def words_of(path: pathlib.Path, fields: int) -> list[list[str]]:
    if not path.is_file():
        return []
    lines = (line.partition("#")[0] for line in path.read_text(encoding="utf-8").splitlines())
    return [line.split(None, fields - 1) for line in lines if line.strip()]


def read_schema(root: pathlib.Path) -> sqlite3.Connection:
    """The schema of the embedded database, as the migrations leave it."""
    schema = sqlite3.connect(":memory:")
    for path in sorted((root / STORAGE / "migrations").glob("*.sql")):
        if not path.stem.endswith(".postgres"):
            schema.executescript(path.read_text(encoding="utf-8").replace("BYTEA", "BLOB"))
    return schema


def unique_keys(schema: sqlite3.Connection, table: str) -> list[list[str]]:
    """The columns of the primary key and of every unique index, in their order."""
    info = schema.execute(f'PRAGMA table_info("{table}")').fetchall()
    primary = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    keys = [primary] if primary else []
    for row in schema.execute(f'PRAGMA index_list("{table}")').fetchall():
        if row[2] and row[3] != "pk":
            columns = schema.execute(f'PRAGMA index_info("{row[1]}")').fetchall()
            keys.append([column[2] for column in columns])
    return keys


def check_tables(schema: sqlite3.Connection, lines: list[list[str]]) -> list[str]:
    problems = []
    present = {row[0] for row in schema.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}
    names = [line[0] for line in lines]
    for name in sorted(present - set(names)):
        problems.append(f"tables.txt: {name} is not classed")
    for name in sorted(set(names) - present - {"schema_step"}):
        problems.append(f"tables.txt: there is no table {name}")
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(f"tables.txt: {name} stands twice")
    for line in lines:
        if len(line) != 3 or line[1] not in KINDS:
            problems.append(f"tables.txt: not a line: {' '.join(line)}")
            continue
        name, kind, key = line
        if kind not in DISTRIBUTED or name not in present:
            continue
        keys = unique_keys(schema, name)
        if not keys:
            problems.append(f"{name} has no primary key")
        for columns in keys:
            stands = columns[:1] == [key] if kind != "key" else key in columns
            if not stands:
                problems.append(f"{name}: the unique key ({', '.join(columns)}) "
                                f"{'lacks' if kind == 'key' else 'does not begin with'} {key}")
    return problems


class Scope:
    """The tables one SELECT, UPDATE or DELETE sees by name, and those of the query around it."""

    numbers = itertools.count()

    def __init__(self, statement: "Statement", outer: "Scope | None") -> None:
        self.statement = statement
        self.outer = outer
        self.number = next(Scope.numbers)
        self.tables: dict[str, str | None] = {}  # None: a query stands for the table
        self.equal: dict = dict(outer.equal) if outer else {}

    def node(self, word: str):
        """What a word stands for: a parameter, a column of a table, or nothing that is followed."""
        if word.startswith("$"):
            return ("parameter", word)
        if word.startswith("'") or word.isdigit():
            return ("constant", word)
        alias, dot, column = word.rpartition(".")
        scope: Scope | None = self
        while scope:
            for name, table in scope.tables.items():
                if name == alias if dot else column in self.statement.columns_of(table):
                    return (scope.number, name, column)
            scope = scope.outer
        return None

    def find(self, node):
        while node in self.equal:
            node = self.equal[node]
        return node

    def join(self, left, right) -> None:
        left, right = self.find(left), self.find(right)
        if left == right:
            return
        if left[0] in ("parameter", "constant"):
            left, right = right, left
        self.equal[left] = right


class Statement:
    def __init__(self, tables: dict[str, Table], text: str) -> None:
        self.known = tables
        self.tokens = [word if word[0] in "'\"" else word.lower()
                       for word in TOKEN.findall(COMMENT.sub("", text)) if word != ";"]
        self.seen: list[tuple[str, object]] = []  # table, what its key is pinned to
        self.problems: list[str] = []

    def columns_of(self, table: str | None) -> frozenset[str]:
        return self.known[table].columns if table in self.known else frozenset()

    def check(self) -> list[str]:
        head = self.tokens[0]
        if head == "select":
            self.read_query(self.tokens, None)
        elif head == "insert":
            self.read_insert(self.tokens)
        elif head in ("update", "delete"):
            self.read_change(self.tokens)
        else:
            raise Unread(f"begins with {head}")
        self.judge()
        return self.problems

    def judge(self) -> None:
        kinds = {self.known[table].kind for table, _ in self.seen}
        for table, pin in self.seen:
            entry = self.known[table]
            if entry.kind in DISTRIBUTED and (pin is None or pin[0] != "parameter"):
                self.problems.append(f"{table} without {entry.key} = $n")
        groups = {entry if kind == "key" else kind
                  for entry, kind in ((table, self.known[table].kind) for table, _ in self.seen)
                  if kind in DISTRIBUTED}
        if len(groups) > 1:
            self.problems.append(f"joins tables of different keys: {', '.join(sorted(groups))}")
        elif len({pin for table, pin in self.seen
                  if pin and pin[0] == "parameter" and self.known[table].kind in DISTRIBUTED}) > 1:
            self.problems.append("names two keys")
        if groups and "local" in kinds:
            self.problems.append("reads the coordinator beside a shard")

    def add(self, scope: Scope, alias: str, table: str) -> None:
        if table not in self.known:
            raise Unread(f"does not know the table {table}")
        scope.tables[alias] = table

    def settle(self, scope: Scope) -> None:
        """After all equalities are read: what pins each table of this scope."""
        for alias, table in scope.tables.items():
            if table is not None:
                key = self.known[table].key
                pin = scope.find((scope.number, alias, key))
                self.seen.append((table, pin))

    # Reading

    def read_query(self, tokens: list[str], outer: Scope | None) -> Scope:
        first: Scope | None = None
        for part in split(tokens, {"union"}):
            part = part[1:] if part[:1] == ["all"] else part
            scope = self.read_select(part, outer)
            first = first or scope
        return first

    def read_select(self, tokens: list[str], outer: Scope | None) -> Scope:
        scope = Scope(self, outer)
        clauses = clauses_of(tokens)
        self.read_from(scope, clauses.get("from", []))
        self.read_conditions(scope, clauses.get("where", []))
        for name, part in clauses.items():
            if name not in ("from", "where"):
                self.read_inner(scope, part)
        self.settle(scope)
        return scope

    def read_from(self, scope: Scope, tokens: list[str]) -> None:
        conditions = []
        for item in split_joins(tokens):
            item, on = cut(item, "on")
            if item[0] == "(":
                close = closing(item, 0)
                alias = [word for word in item[close + 1:] if word != "as"]
                self.read_query(item[1:close], scope)
                scope.tables[alias[0] if alias else "(query)"] = None
            else:
                alias = [word for word in item[1:] if word != "as"]
                self.add(scope, alias[0] if alias else item[0], item[0])
            conditions.append(on)
        for on in conditions:
            self.read_conditions(scope, on)

    def read_conditions(self, scope: Scope, tokens: list[str]) -> None:
        for part in split_and(tokens):
            while part[:1] == ["("] and closing(part, 0) == len(part) - 1 and part[1] != "select":
                inner = split_and(part[1:-1])
                if len(inner) > 1 and len(split(part[1:-1], {"or"})) == 1:
                    self.read_conditions(scope, part[1:-1])
                    part = []
                else:
                    break
            if len(part) == 3 and part[1] == "=":
                left, right = scope.node(part[0]), scope.node(part[2])
                if left and right:
                    scope.join(left, right)
        self.read_inner(scope, tokens)

    def read_inner(self, scope: Scope, tokens: list[str]) -> None:
        """The queries in brackets, however deep; what they require does not bind the one around."""
        at = 0
        while at < len(tokens):
            if tokens[at] == "(" and tokens[at + 1:at + 2] == ["select"]:
                close = closing(tokens, at)
                self.read_query(tokens[at + 1:close], scope)
                at = close
            at += 1

    def read_change(self, tokens: list[str]) -> None:
        tokens, _ = cut(tokens, "returning")
        before, where = cut(tokens, "where")
        table = before[1] if before[0] == "update" else before[2]
        scope = Scope(self, None)
        self.add(scope, table, table)
        self.read_conditions(scope, where)
        self.read_inner(scope, before)
        self.settle(scope)
        _, settings = cut(before, "set")
        self.check_settings(table, settings)

    def check_settings(self, table: str, tokens: list[str]) -> None:
        """A row does not move to another shard."""
        _, settings = cut(tokens, "set") if "set" in tokens else ([], tokens)
        entry = self.known[table]
        if entry.kind in DISTRIBUTED and any(
                part[:2] == [entry.key, "="] for part in split(settings, {","})):
            self.problems.append(f"{table}: changes {entry.key}")

    def read_insert(self, tokens: list[str]) -> None:
        table = tokens[2]
        if table not in self.known:
            raise Unread(f"does not know the table {table}")
        close = closing(tokens, 3)
        columns = [part[0] for part in split(tokens[4:close], {","})]
        rest, _ = cut(tokens[close + 1:], "returning")
        rest, on = cut_conflict(rest)
        key = self.known[table].key
        place = columns.index(key) if key in columns else None
        if rest[0] == "values":
            values = split(rest[2:closing(rest, 1)], {","})
            scope = Scope(self, None)
            word = values[place] if place is not None else []
        else:
            scope = self.read_query(rest, None)
            values = split(clauses_of(rest)["select"], {","})
            word = values[place] if place is not None else []
        word = word[1:] if word[:1] == ["distinct"] else word
        node = scope.node(word[0]) if len(word) == 1 else None
        self.seen.append((table, scope.find(node) if node else None))
        self.read_inner(scope, on)
        self.check_settings(table, on if "set" in on else [])


def closing(tokens: list[str], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[at], 0)
        if depth == 0:
            return at
    raise Unread("a bracket is not closed")


def at_top(tokens: list[str]):
    depth = cases = 0
    for at, word in enumerate(tokens):
        if word == ")":
            depth -= 1
        cases -= word == "end"
        if depth == 0 and cases == 0:
            yield at, word
        depth += word == "("
        cases += word == "case"


def split(tokens: list[str], marks: set[str]) -> list[list[str]]:
    ends = [at for at, word in at_top(tokens) if word in marks]
    parts = [tokens[start:end] for start, end in zip([0] + [e + 1 for e in ends], ends + [len(tokens)])]
    return [part for part in parts if part]


def split_and(tokens: list[str]) -> list[list[str]]:
    """The parts all of which must hold; none where OR binds them. BETWEEN is not used."""
    if any(word == "or" for _, word in at_top(tokens)):
        return []
    return split(tokens, {"and"})


def split_joins(tokens: list[str]) -> list[list[str]]:
    items: list[list[str]] = [[]]
    ends = {at for at, word in at_top(tokens) if word in JOINS or word == ","}
    for at, word in enumerate(tokens):
        if at in ends:
            if items[-1]:
                items.append([])
        else:
            items[-1].append(word)
    return [item for item in items if item]


def cut(tokens: list[str], mark: str) -> tuple[list[str], list[str]]:
    for at, word in at_top(tokens):
        if word == mark:
            return tokens[:at], tokens[at + 1:]
    return tokens, []


def cut_conflict(tokens: list[str]) -> tuple[list[str], list[str]]:
    for at, word in at_top(tokens):
        if word == "on" and tokens[at + 1:at + 2] == ["conflict"]:
            return tokens[:at], tokens[at + 2:]
    return tokens, []


def clauses_of(tokens: list[str]) -> dict[str, list[str]]:
    starts = [(at, word) for at, word in at_top(tokens) if word in CLAUSES]
    ends = [at for at, _ in starts[1:]] + [len(tokens)]
    return {word: tokens[at + 1:end] for (at, word), end in zip(starts, ends)}


def read_tables(schema: sqlite3.Connection, lines: list[list[str]]) -> dict[str, Table]:
    tables = {}
    for name, kind, key in (line for line in lines if len(line) == 3):
        columns = frozenset(row[1] for row in schema.execute(f'PRAGMA table_info("{name}")'))
        tables[name] = Table(kind, key, columns)
    return tables


def check_statements(root: pathlib.Path, tables: dict[str, Table]) -> dict[str, list[str]]:
    found = {}
    folder = root / STORAGE / "sql"
    for path in sorted(folder.rglob("*.sql")):
        if path.name.endswith(".postgres.sql"):
            continue  # the same statement in other words, and tools/check_sql.py says so
        name = f"{path.parent.name}.{path.stem}"
        try:
            problems = Statement(tables, path.read_text(encoding="utf-8")).check()
        except (Unread, IndexError, ValueError) as fault:
            problems = [f"cannot be read: {fault}"]
        found[name] = problems
    return found


def check(root: pathlib.Path) -> list[str]:
    folder = root / STORAGE / "distribution"
    lines = words_of(folder / "tables.txt", 3)
    schema = read_schema(root)
    problems = check_tables(schema, lines)
    found = check_statements(root, read_tables(schema, lines))
    listed = {}
    for line in words_of(folder / "crossings.txt", 3):
        if len(line) != 3 or line[1] not in GROUNDS:
            problems.append(f"crossings.txt: not a line: {' '.join(line)}")
        elif line[0] not in found:
            problems.append(f"crossings.txt: there is no statement {line[0]}")
        elif not found[line[0]]:
            problems.append(f"crossings.txt: {line[0]} stays in its shard")
        listed[line[0]] = True
    for name, faults in found.items():
        if name not in listed or any(fault.startswith("cannot") for fault in faults):
            problems += [f"{name}: {fault}" for fault in faults]
    return problems


if __name__ == "__main__":
    sys.exit(run("check_holder_keys", check, sys.argv))
