# SPDX-License-Identifier: Apache-2.0
from scratch_tree import ScratchTree, unittest

import check_sql

HEADER = "-- Finds one.\n-- $1 id, $2 now (s)\n-- Rows: optional.\n"


class Sql(ScratchTree):
    def expect(self, text: str, *parts: str) -> None:
        found = check_sql.check_statement(text)
        self.assertEqual(len(found), len(parts), found)
        for problem, part in zip(found, parts):
            self.assertIn(part, problem)

    def test_a_good_statement_passes(self) -> None:
        self.expect(HEADER + "SELECT a, ';?:x' AS b FROM t WHERE id = $1 AND at < $2; -- end;\n")

    def test_files_are_found_in_their_groups(self) -> None:
        self.put("src/yinxin/storage/sql/job/claim.sql", "SELECT 1\n")
        self.assertIn("job/claim.sql: no header", check_sql.check(self.root)[0])

    def test_what_postgresql_is_told_in_other_words_takes_the_same(self) -> None:
        folder = "src/yinxin/storage/sql/job/"
        self.put(folder + "claim.sql", "-- Takes $1 id\n-- rows: many\nUPDATE t SET a = 1 WHERE id = $1\n")
        own = "-- Takes $1 id, $2 more\n-- rows: one\nUPDATE t SET a = $2 WHERE id = $1\n"
        self.put(folder + "claim.postgres.sql", own)
        self.put(folder + "alone.postgres.sql", own)
        found = check_sql.check(self.root)
        self.assertEqual(len(found), 3, found)
        self.assertIn("there is no alone.sql", found[0])
        self.assertIn("claim.postgres.sql: other arguments", found[1])
        self.assertIn("claim.postgres.sql: other rows", found[2])

    def test_the_header_explains_rows_and_placeholders(self) -> None:
        self.expect("-- Finds one.\nSELECT a FROM t WHERE id = $1\n", "lacks \"Rows:", "explain $1")

    def test_two_statements_are_refused(self) -> None:
        self.expect(HEADER + "SELECT $1; SELECT $2;\n", "more than one")

    def test_columns_are_named(self) -> None:
        self.expect(HEADER + "SELECT t.* FROM t WHERE id = $1\n", "SELECT *")
        self.expect(HEADER + "INSERT INTO t (id) VALUES ($1) RETURNING *\n", "SELECT *")

    def test_counting_is_no_star(self) -> None:
        self.expect(HEADER + "SELECT count(*) FROM t WHERE id = $1\n")

    def test_many_rows_come_in_a_stated_order(self) -> None:
        self.expect("-- Lists. $1 id\n-- rows: many\nSELECT a FROM t WHERE id = $1\n", "ORDER BY")

    def test_other_placeholders_are_refused(self) -> None:
        self.expect(HEADER + "SELECT a FROM t WHERE id = :id\n", "other than $n")
        self.expect(HEADER + "SELECT a FROM t WHERE id = ?\n", "other than $n")

    def test_placeholders_are_counted_without_gaps(self) -> None:
        self.expect("-- x $2\n-- rows: one\nSELECT $2\n", "gap")


if __name__ == "__main__":
    unittest.main()
