# SPDX-License-Identifier: Apache-2.0
"""The database of a running service, read and changed behind its back: SQLite's file, or a database
of its own on the server that YX_TEST_DATABASE names (tests/postgres/cluster.sh)."""

import os
import sqlite3
import subprocess
import uuid

SERVER = os.environ.get("YX_TEST_DATABASE", "")


def address_of(name):
    """The server's address with another database in it."""
    head, _, tail = SERVER[len("postgresql://"):].partition("/")
    _, mark, options = tail.partition("?")
    return f"postgresql://{head}/{name}{mark}{options}"


def ask_server(address, text):
    """@return the rows of the last statement, fields as texts."""
    said = subprocess.run(["psql", "-qAtX", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", address],
                          input=text, capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise RuntimeError(said.stderr)
    return [tuple(line.split("\x1f")) for line in said.stdout.splitlines()]


def make_database():
    """@return the address of a new, empty database; none on SQLite."""
    if not SERVER:
        return None
    name = "yx_http_" + uuid.uuid4().hex
    ask_server(SERVER, f"CREATE DATABASE {name} TEMPLATE template0")
    return address_of(name)


def drop_database(address):
    name = address[len("postgresql://"):].partition("/")[2].partition("?")[0]
    ask_server(SERVER, f"DROP DATABASE {name} WITH (FORCE)")


def literal(value):
    if isinstance(value, bytes):
        return "'\\x" + value.hex() + "'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


class Register:
    """`?` stands for an argument. Numbers may come back as texts."""

    def __init__(self, service):
        self.address = service.database
        self.path = f"{service.data}/yinxin.sqlite"

    def rows(self, question, *arguments):
        if self.address:
            return ask_server(self.address, self.filled(question, arguments))
        database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return database.execute(question, arguments).fetchall()
        finally:
            database.close()

    def change(self, statement, *arguments):
        """@return how many rows."""
        if self.address:
            counted = f"WITH changed AS ({self.filled(statement, arguments)} RETURNING 1)"
            return int(ask_server(self.address, f"{counted} SELECT COUNT(*) FROM changed")[0][0])
        database = sqlite3.connect(self.path, timeout=30)
        try:
            with database:
                return database.execute(statement, arguments).rowcount
        finally:
            database.close()

    @staticmethod
    def filled(text, arguments):
        pieces = text.split("?")
        filled = pieces[0]
        for value, piece in zip(arguments, pieces[1:], strict=True):
            filled += literal(value) + piece
        return filled
