#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One statement per file, explained above it, the same text for SQLite and PostgreSQL.

Applies to src/yinxin/storage/sql/GROUP/NAME.sql; migrations hold many statements and are not
checked here. NAME.postgres.sql beside it says the same to PostgreSQL where its words differ: it
takes the same arguments and gives as many rows.
"""

import pathlib
import re
import sys

from source_tree import run

FOLDER = "src/yinxin/storage/sql"
STRING = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
COMMENT = re.compile(r"--[^\n]*")
ROWS = re.compile(r"\brows:\s*(none|one|optional|many)\b", re.I)
FOREIGN_PLACEHOLDER = re.compile(r"\?\d*|(?<![:\w]):[a-z_]\w*|@\w+|\$[a-z_]\w*", re.I)


def check_statement(text: str) -> list[str]:
    problems = []
    header = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line)
    bare = STRING.sub("''", COMMENT.sub("", text))
    numbers = sorted({int(n) for n in re.findall(r"\$(\d+)", bare)})
    rows = [word.lower() for word in ROWS.findall(" ".join(header))]

    if not header:
        problems.append("no header comment (purpose, what each $n is, rows expected)")
    else:
        if not rows:
            problems.append("the header lacks \"Rows: none|one|optional|many.\"")
        explained = {int(n) for n in re.findall(r"\$(\d+)", " ".join(header))}
        missing = [f"${n}" for n in numbers if n not in explained]
        if missing and not re.search(r"\$\d+\s*(?:\.\.|-|to)\s*\$\d+", " ".join(header)):
            problems.append(f"the header does not explain {' '.join(missing)}")
    if bare.rstrip().rstrip(";").count(";"):
        problems.append("more than one statement")
    if re.search(r"\bselect\s+(?:all\s+|distinct\s+)?(?:\w+\.)?\*|\breturning\s+\*", bare, re.I):
        problems.append("SELECT * or RETURNING *: name the columns")
    if "many" in rows and re.match(r"\s*(?:with|select)\b", bare, re.I) \
            and not re.search(r"\border\s+by\b", bare, re.I):
        problems.append("many rows without ORDER BY")
    if numbers and numbers != list(range(1, numbers[-1] + 1)):
        problems.append(f"placeholders leave a gap: {numbers}")
    foreign = FOREIGN_PLACEHOLDER.findall(bare)
    if foreign:
        problems.append(f"placeholders other than $n: {' '.join(sorted(set(foreign)))}")
    return problems


def check_variant(text: str, own: str) -> list[str]:
    """What NAME.postgres.sql must have in common with NAME.sql."""
    problems = []
    for what, pattern in (("arguments", r"\$(\d+)"), ("rows", ROWS)):
        one, other = (set(re.findall(pattern, one)) for one in (text, own))
        if one != other:
            problems.append(f"other {what} than the statement it stands for")
    return problems


def check_variants(root: pathlib.Path) -> list[str]:
    problems = []
    for path in sorted((root / FOLDER).rglob("*.postgres.sql")):
        common = path.with_name(path.name.removesuffix(".postgres.sql") + ".sql")
        found = check_variant(common.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")) \
            if common.exists() else [f"there is no {common.name} beside it"]
        problems += [f"{path.relative_to(root)}: {problem}" for problem in found]
    return problems


def check(root: pathlib.Path) -> list[str]:
    return check_variants(root) + [f"{path.relative_to(root)}: {problem}"
            for path in sorted((root / FOLDER).rglob("*.sql"))
            for problem in check_statement(path.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    sys.exit(run("check_sql", check, sys.argv))
