#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source file with a queue, or a thread that waits for one, stands in docs/peak.md, whose table
says where the queue ends. usage: check_queues.py [TREE]"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
QUEUE = re.compile(r"\bstd::(?:deque<(?:Unit|std::(?:move_only_)?function)|queue<|priority_queue<|"
                   r"condition_variable)|::listen\(")


def main():
    table = (ROOT / "docs/peak.md").read_text("utf-8")
    named = {name for name in re.findall(r"`((?:\w+/)+\w+\.[ch]pp)`", table)
             if not name.startswith("tests/")}
    faults = []
    for path in sorted((ROOT / "src/yinxin").rglob("*.[ch]pp")):
        name = path.relative_to(ROOT / "src/yinxin").as_posix()
        if QUEUE.search(path.read_text("utf-8")) and name not in named:
            faults.append(f"{name} holds a queue that docs/peak.md does not name")
    for name in sorted(named):
        if not (ROOT / "src/yinxin" / name).exists():
            faults.append(f"docs/peak.md names {name}, which is not there")
    print("\n".join(faults) or "good")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
