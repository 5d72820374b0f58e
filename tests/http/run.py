#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the scripts beside it against a served demonstration. usage: run.py PROGRAM [SCRIPT...]"""

import sys
from pathlib import Path

from script import Failure, Script
from service import Service


def main(program, names):
    here = Path(__file__).parent
    paths = [Path(name) for name in names] or sorted(here.glob("*.txt"))
    failures = []
    for path in paths:
        # Each on a demonstration of its own: what one does, the next must not see.
        with Service(program) as service:
            try:
                Script(path, service).run()
                print(f"{path.stem}: good")
            except Failure as failure:
                failures.append(failure)
                print(f"{path.stem}: FAILED\n{failure}")
    if not paths:
        failures.append("no scripts")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
