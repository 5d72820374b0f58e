# SPDX-License-Identifier: Apache-2.0
from scratch_tree import ROOT, ScratchTree, unittest

import check_holder_keys

SCHEMA = """
CREATE TABLE person (holder_id BIGINT PRIMARY KEY, created_at BIGINT NOT NULL);
CREATE TABLE copy (holder_id BIGINT NOT NULL, copy_id BIGINT NOT NULL, state TEXT NOT NULL,
                   policy_id TEXT NOT NULL, PRIMARY KEY (holder_id, copy_id));
CREATE UNIQUE INDEX copy_one ON copy (holder_id, state) WHERE state = 'pressing';
CREATE TABLE account (account_id BIGINT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE lookup_token (token TEXT PRIMARY KEY, holder_id BIGINT NOT NULL);
CREATE TABLE policy (policy_id TEXT PRIMARY KEY, quota BIGINT NOT NULL);
CREATE TABLE job (job_id BIGINT PRIMARY KEY, holder_id BIGINT NOT NULL, copy_id BIGINT NOT NULL);
"""
TABLES = """
# a comment
person        holder     holder_id
copy          holder     holder_id
account       account    account_id
lookup_token  key        token
policy        reference  -
job           local      -
"""
STORAGE = "src/yinxin/storage/"


class HolderKeys(ScratchTree):
    def setUp(self) -> None:
        super().setUp()
        self.put(STORAGE + "migrations/0001_all.sql", SCHEMA)
        self.put(STORAGE + "distribution/tables.txt", TABLES)
        self.put(STORAGE + "distribution/crossings.txt", "")
        self.put(STORAGE + "sql/copy/find.sql",
                 "-- c\nSELECT c.state FROM copy c WHERE c.holder_id = $1 AND c.copy_id = $2\n")

    def expect(self, *parts: str) -> None:
        found = check_holder_keys.check(self.root)
        self.assertEqual(len(found), len(parts), found)
        for problem, part in zip(found, parts):
            self.assertIn(part, problem)

    def statement(self, text: str, *parts: str) -> None:
        self.put(STORAGE + "sql/copy/tried.sql", "-- $1 holder\n" + text + "\n")
        self.expect(*(f"copy.tried: {part}" for part in parts))

    # The schema

    def test_the_schema_passes(self) -> None:
        self.expect()

    def test_a_new_table_must_be_classed(self) -> None:
        self.put(STORAGE + "migrations/0002_more.sql", "CREATE TABLE fresh (id BIGINT);")
        self.expect("fresh is not classed")

    def test_a_class_needs_its_table(self) -> None:
        self.put(STORAGE + "distribution/tables.txt", TABLES + "ghost local -\nperson holder holder_id\n")
        self.expect("no table ghost", "person stands twice")

    def test_a_kind_is_one_of_five(self) -> None:
        self.put(STORAGE + "distribution/tables.txt", TABLES.replace("account    account_id", "owner x"))
        self.expect("not a line: account owner x")

    def test_keys_of_a_holders_table_begin_with_the_holder(self) -> None:
        self.put(STORAGE + "migrations/0002_more.sql", """
            CREATE UNIQUE INDEX copy_state ON copy (state, holder_id);
            CREATE UNIQUE INDEX token_of ON lookup_token (holder_id);""")
        self.expect("copy: the unique key (state, holder_id) does not begin with holder_id",
                    "lookup_token: the unique key (holder_id) lacks token")

    def test_a_holders_table_has_a_primary_key(self) -> None:
        self.put(STORAGE + "migrations/0002_more.sql", "CREATE TABLE loose (holder_id BIGINT);")
        self.put(STORAGE + "distribution/tables.txt", TABLES + "loose holder holder_id\n")
        self.expect("loose has no primary key")

    def test_the_tables_of_postgresql_are_left_to_it(self) -> None:
        self.put(STORAGE + "migrations/0002_more.postgres.sql", "CREATE FUNCTION nonsense")
        self.expect()

    # Statements that stay in one shard

    def test_joins_by_the_holder_pass(self) -> None:
        self.statement("SELECT p.created_at FROM copy c JOIN person p ON p.holder_id = c.holder_id"
                       " JOIN policy q ON q.policy_id = c.policy_id"
                       " WHERE c.holder_id = $1 AND (c.state = 'x' OR c.copy_id = $2)")

    def test_inner_queries_are_read_with_the_names_around_them(self) -> None:
        self.statement("UPDATE copy SET state = 'x' WHERE holder_id = $1 AND NOT EXISTS"
                       " (SELECT 1 FROM person p WHERE p.holder_id = copy.holder_id)")

    def test_inserts_pass(self) -> None:
        self.statement("INSERT INTO copy (copy_id, holder_id, state, policy_id)"
                       " VALUES ($2, $1, 'pressing', $3) ON CONFLICT (holder_id, copy_id)"
                       " DO UPDATE SET state = excluded.state")
        self.statement("INSERT INTO copy (holder_id, copy_id, state, policy_id)"
                       " SELECT p.holder_id, $2, 'x', 'y' FROM person p WHERE p.holder_id = $1")

    def test_the_coordinator_alone_is_free(self) -> None:
        self.statement("SELECT j.job_id FROM job j JOIN policy p ON p.quota = j.copy_id")

    # Planted faults

    def test_a_statement_without_the_holder(self) -> None:
        self.statement("SELECT state FROM copy WHERE copy_id = $1", "copy without holder_id = $n")
        self.statement("DELETE FROM copy WHERE copy_id = $1", "copy without holder_id = $n")
        self.statement("UPDATE copy SET state = $2 WHERE copy_id = $1", "copy without")

    def test_a_comparison_is_no_equality(self) -> None:
        self.statement("SELECT state FROM copy WHERE holder_id > $1", "copy without")
        self.statement("SELECT state FROM copy WHERE holder_id = copy_id", "copy without")

    def test_an_equality_under_or_binds_nothing(self) -> None:
        self.statement("SELECT state FROM copy WHERE holder_id = $1 OR state = 'x'", "copy without")
        self.statement("SELECT state FROM copy WHERE (holder_id = $1 OR copy_id = $2)", "copy without")
        self.statement("SELECT state FROM copy WHERE CASE WHEN holder_id = $1 THEN TRUE END",
                       "copy without")

    def test_what_an_inner_query_requires_does_not_bind_the_outer(self) -> None:
        self.statement("SELECT c.state FROM copy c WHERE NOT EXISTS"
                       " (SELECT 1 FROM person p WHERE p.holder_id = $1 AND c.holder_id = $1)",
                       "copy without")

    def test_a_join_by_another_column(self) -> None:
        self.statement("SELECT c.state FROM copy c JOIN person p ON p.created_at = c.copy_id"
                       " WHERE c.holder_id = $1", "person without")

    def test_two_holders_in_one_statement(self) -> None:
        self.statement("SELECT c.state FROM copy c CROSS JOIN person p"
                       " WHERE c.holder_id = $1 AND p.holder_id = $2", "names two keys")

    def test_tables_of_two_kinds(self) -> None:
        self.statement("SELECT c.state FROM lookup_token l JOIN copy c ON c.holder_id = l.holder_id"
                       " WHERE l.token = $1", "copy without", "joins tables of different keys")

    def test_the_coordinator_beside_a_shard(self) -> None:
        self.statement("SELECT c.state FROM copy c JOIN job j ON j.copy_id = c.copy_id"
                       " WHERE c.holder_id = $1", "reads the coordinator beside a shard")

    def test_inserts_without_the_holder(self) -> None:
        self.statement("INSERT INTO copy (copy_id, state, policy_id) VALUES ($1, 'x', 'y')",
                       "copy without")
        self.statement("INSERT INTO copy (holder_id, copy_id, state, policy_id)"
                       " SELECT p.created_at, 1, 'x', 'y' FROM person p WHERE p.holder_id = $1",
                       "copy without")

    def test_a_row_that_would_move(self) -> None:
        self.statement("UPDATE copy SET holder_id = $2 WHERE holder_id = $1", "copy: changes holder_id")
        self.statement("INSERT INTO copy (holder_id, copy_id, state, policy_id) VALUES"
                       " ($1, 1, 'x', 'y') ON CONFLICT (holder_id, copy_id) DO UPDATE"
                       " SET holder_id = $2", "copy: changes holder_id")

    def test_what_cannot_be_read_is_a_fault_that_no_list_excuses(self) -> None:
        self.put(STORAGE + "distribution/crossings.txt", "copy.tried upkeep because\n")
        self.statement("WITH x AS (SELECT 1) SELECT 1", "cannot be read: begins with with")
        self.statement("SELECT a FROM elsewhere", "cannot be read: does not know the table")

    # The list

    def test_a_listed_statement_passes(self) -> None:
        self.put(STORAGE + "distribution/crossings.txt", "copy.tried expiry deletes what is over\n")
        self.statement("DELETE FROM copy WHERE state = 'x'")

    def test_a_line_that_is_not_needed_is_a_fault(self) -> None:
        self.put(STORAGE + "distribution/crossings.txt",
                 "copy.find expiry no\ncopy.gone expiry no\ncopy.find whim no\ncopy.find expiry\n")
        self.expect("copy.find stays in its shard", "no statement copy.gone", "not a line",
                    "not a line")


class Project(unittest.TestCase):
    def test_every_statement_of_the_project_was_read(self) -> None:
        schema = check_holder_keys.read_schema(ROOT)
        folder = ROOT / STORAGE
        lines = check_holder_keys.words_of(folder / "distribution/tables.txt", 3)
        found = check_holder_keys.check_statements(ROOT, check_holder_keys.read_tables(schema, lines))
        files = [path for path in (folder / "sql").rglob("*.sql") if ".postgres." not in path.name]
        self.assertEqual(len(found), len(files))
        self.assertGreater(len(found), 500)
        self.assertIn("certificate without holder_id = $n", found["certificate.list_keys"])
        self.assertEqual(found["copy.find"], [])


if __name__ == "__main__":
    unittest.main()
