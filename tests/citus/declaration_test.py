# SPDX-License-Identifier: Apache-2.0
"""The declaration of the tables for Citus, held to the rules of Citus by a plain PostgreSQL 15.

Citus is not in Debian. rules.sql defines functions of its names that refuse what Citus refuses; the
statements of src/yinxin/storage/distribution are run against them as `yinxin migrate --citus` does.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORAGE = ROOT / "src/yinxin/storage"
sys.dont_write_bytecode = True
sys.path[:0] = [str(ROOT / "tools"), str(pathlib.Path(__file__).parent)]

import check_holder_keys
import cluster

RULES = (pathlib.Path(__file__).parent / "rules.sql").read_text(encoding="utf-8")


def statement(name: str, *values: str) -> str:
    """One statement file with its parameters, as a server sees it."""
    text = (STORAGE / "distribution" / f"{name}.sql").read_text(encoding="utf-8")
    text = check_holder_keys.COMMENT.sub("", text).strip()
    for number, value in enumerate(values, 1):
        text = re.sub(rf"\${number}\b", f"'{value}'", text)
    return text + ";\n"


def migrations() -> str:
    files = sorted((STORAGE / "migrations").glob("*.sql"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files
                     if not file.stem.endswith(".sqlite"))


def declaration() -> str:
    script = "".join(statement(path.stem) for path in
                     sorted((STORAGE / "distribution").glob("drop_*.sql")))
    first: dict[str, str] = {}
    for table, kind, key in check_holder_keys.words_of(STORAGE / "distribution/tables.txt", 3):
        if kind == "reference":
            script += statement("replicate", table)
        elif kind == "local":
            script += statement("keep_local", table)
        else:
            together = "none" if kind == "key" else first.setdefault(kind, table)
            script += statement("distribute", table, key, "none" if together == table else together)
    return script


class Declaration(unittest.TestCase):
    server: cluster.Cluster
    number = 0

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = cluster.Cluster()
        cls.addClassCleanup(cls.server.close)
        cls.server.sql("CREATE TABLE schema_step (name TEXT PRIMARY KEY, done_at BIGINT NOT NULL);\n"
                       + migrations() + RULES)
        cls.server.run([cluster.BIN / "psql", "-X", "-q", "-h", cls.server.folder, "-U", "yinxin",
                        "-d", "template1", "-c", "CREATE DATABASE pattern TEMPLATE postgres"])

    def setUp(self) -> None:
        Declaration.number += 1
        self.database = f"try_{Declaration.number}"
        self.server.run([cluster.BIN / "psql", "-X", "-q", "-h", self.server.folder, "-U", "yinxin",
                         "-d", "template1", "-c",
                         f"CREATE DATABASE {self.database} TEMPLATE pattern"])

    def sql(self, text: str) -> list[list[str]]:
        return self.server.sql(text, self.database)

    def refuse(self, words: str, change: str) -> None:
        with self.assertRaisesRegex(RuntimeError, words):
            self.sql(change + ";\n" + declaration())

    def test_every_table_is_declared_as_it_is_classed(self) -> None:
        self.assertEqual(self.sql(statement("is_cluster")), [["1"]])
        self.sql(declaration())
        declared = {row[0] for row in self.sql(statement("list_declared"))}
        lines = check_holder_keys.words_of(STORAGE / "distribution/tables.txt", 3)
        self.assertEqual(declared, {line[0] for line in lines})
        tables = self.sql("SELECT relname FROM pg_class WHERE relkind = 'r'"
                          " AND relnamespace = 'public'::regnamespace")
        self.assertEqual({row[0] for row in tables} - {"pg_dist_partition"}, declared)
        groups = self.sql("SELECT DISTINCT colocationid FROM pg_dist_partition"
                          " WHERE partkey = 'holder_id'")
        self.assertEqual(len(groups), 1)

    def test_a_database_without_citus_is_told_apart(self) -> None:
        self.sql("DROP FUNCTION create_distributed_table;")
        self.assertEqual(self.sql(statement("is_cluster")), [["0"]])

    def test_a_table_is_declared_once(self) -> None:
        self.refuse("already distributed", declaration())

    def test_two_of_one_slot_are_kept_apart_in_a_shard(self) -> None:
        self.sql(declaration())
        row = ("({holder}, {id}, 1, 1, 1, 1, 100, '2026-01-01', '2026-04-01', 200, 30, 's', 'r', {id},"
               " 'ready', 100, {id})")
        insert = ("INSERT INTO endorsement (holder_id, endorsement_id, line_id, version, account_id,"
                  " slot, applied_at, applied_on, window_ends_on, valid_until, days, scenario,"
                  " recipient, repeat_no, state, state_at, copy_id) VALUES ")
        self.sql(insert + row.format(holder=1, id=1) + ", " + row.format(holder=2, id=2))
        with self.assertRaisesRegex(RuntimeError, "endorsement_slot_free"):
            self.sql(insert + row.format(holder=1, id=3))

    # Each rule refuses; otherwise the test above would show nothing.

    def test_a_unique_key_without_the_column(self) -> None:
        self.refuse("cannot create constraint on .copy. .copy_by_token",
                    "CREATE UNIQUE INDEX copy_by_token ON copy (token)")

    def test_an_exclusion_that_compares_the_column_otherwise(self) -> None:
        self.refuse("cannot create constraint on .copy_check.",
                    "ALTER TABLE copy_check ADD EXCLUDE USING gist (holder_id WITH <>, copy_id WITH =)")

    def test_a_trigger(self) -> None:
        self.refuse("because it has triggers",
                    "CREATE TRIGGER t BEFORE INSERT ON copy FOR EACH ROW"
                    " EXECUTE FUNCTION audit_event_is_kept()")

    def test_a_column_of_another_type(self) -> None:
        self.refuse("cannot colocate tables person and copy_check",
                    "ALTER TABLE copy_check ALTER holder_id TYPE TEXT")

    def test_a_foreign_key_to_another_shard(self) -> None:
        self.refuse("not colocated",
                    "ALTER TABLE data_check ADD FOREIGN KEY (account_id) REFERENCES account")

    def test_a_foreign_key_beside_the_column(self) -> None:
        person = statement("distribute", "person", "holder_id", "none")
        link = "ALTER TABLE person_mobile ADD COLUMN other BIGINT REFERENCES person (holder_id);\n"
        mobile = statement("distribute", "person_mobile", "holder_id", "person")
        with self.assertRaisesRegex(RuntimeError, "must include the distribution columns"):
            self.sql(person + link + mobile)

    def test_an_identity_that_is_no_bigint(self) -> None:
        self.refuse("identity column",
                    "ALTER TABLE copy_check ADD COLUMN n INTEGER GENERATED ALWAYS AS IDENTITY")

    def test_a_column_that_is_not_there(self) -> None:
        self.refuse("does not exist", "ALTER TABLE copy_check RENAME holder_id TO owner_id")


if __name__ == "__main__":
    if not cluster.is_installed():
        print("skipped: PostgreSQL 15 is not installed")
        sys.exit(77)
    if not list((STORAGE / "migrations").glob("*.postgres.sql")):
        print("skipped: this tree has no schema for PostgreSQL yet")
        sys.exit(77)
    unittest.main()
