# SPDX-License-Identifier: Apache-2.0
"""The files of the project, as the lint tools see them."""

import pathlib
import subprocess
import sys

SKIPPED_FOLDERS = {".git", "build", "var", "node_modules", "test-results", "__pycache__"}


def project_files(root: pathlib.Path) -> list[pathlib.Path]:
    """Files git knows or would take, relative to root; every file where there is no repository."""
    if (root / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True)
        names = listing.stdout.decode().split("\0")
        found = [pathlib.Path(name) for name in names if name]
    else:
        found = [path.relative_to(root) for path in root.rglob("*")]
    return sorted(path for path in found
                  if not SKIPPED_FOLDERS & set(path.parts) and (root / path).is_file())


def read_text(path: pathlib.Path) -> str | None:
    """The text of a file, or None where it is not UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def run(name: str, check, argv: list[str]) -> int:
    """Prints what `check(root)` finds, one line each; exit code 1 if there was anything."""
    root = pathlib.Path(argv[1]) if len(argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    problems = check(root)
    for problem in problems:
        print(problem)
    print(f"{name}: {len(problems)} problem(s)", file=sys.stderr)
    return 1 if problems else 0
