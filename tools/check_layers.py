#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A room includes only rooms on lower floors, never a neighbour (docs/floors.txt)."""

import pathlib
import re
import sys

from source_tree import read_text, run

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]yinxin/([a-z0-9_]+)/', re.M)


def read_floors(text: str) -> dict[str, int]:
    """Room name to floor number, ground floor 0."""
    rows = [line.split() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return {room: number for number, row in enumerate(rows) for room in row}


def check(root: pathlib.Path) -> list[str]:
    floors = read_floors((root / "docs/floors.txt").read_text(encoding="utf-8"))
    sources = root / "src/yinxin"
    problems = []
    for path in sorted(sources.rglob("*.[ch]pp")):
        name = path.relative_to(root)
        own = path.relative_to(sources).parts[0]
        if own not in floors:
            problems.append(f"{name}: room {own} is not in docs/floors.txt")
            continue
        for used in sorted(set(INCLUDE.findall(read_text(path) or "")) - {own}):
            if used not in floors:
                problems.append(f"{name}: includes room {used}, which is not in docs/floors.txt")
            elif floors[used] >= floors[own]:
                problems.append(f"{name}: {own} (floor {floors[own]}) includes "
                                f"{used} (floor {floors[used]}); only lower floors may be used")
    return problems


if __name__ == "__main__":
    sys.exit(run("check_layers", check, sys.argv))
