#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every relative link in a Markdown file leads to a file, and its #fragment to a heading."""

import pathlib
import re
import sys

from source_tree import project_files, read_text, run

LINK = re.compile(r"\[(?:[^\]\\]|\\.)*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
IMAGE_TAG = re.compile(r"<img[^>]*\ssrc=\"([^\"]+)\"")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)


def anchors(text: str) -> set[str]:
    """The fragments a Markdown file offers, as the usual renderers make them."""
    names: set[str] = set(re.findall(r"<a\s+(?:id|name)=\"([^\"]+)\"", text))
    for title in HEADING.findall(FENCE.sub("", text)):
        named = re.search(r"\{#([\w-]+)\}\s*$", title)
        if named:
            names.add(named.group(1))
            title = title[:named.start()].strip()
        title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        slug = re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
        number, name = 0, slug
        while name in names:
            number += 1
            name = f"{slug}-{number}"
        names.add(name)
    return names


def check_file(root: pathlib.Path, path: pathlib.Path, text: str) -> list[str]:
    problems = []
    bare = FENCE.sub(lambda hit: "\n" * hit.group().count("\n"), text)
    bare = CODE.sub("", bare)
    for pattern in (LINK, IMAGE_TAG):
        for hit in pattern.finditer(bare):
            target = hit.group(1)
            if ELSEWHERE.match(target):
                continue
            where = f"{path}:{bare.count(chr(10), 0, hit.start()) + 1}"
            name, _, fragment = target.partition("#")
            file = (root / path.parent / name) if name else root / path
            if name.startswith("/") or not file.exists():
                problems.append(f"{where}: {target} leads nowhere")
            elif fragment and file.suffix == ".md" and fragment not in anchors(read_text(file) or ""):
                problems.append(f"{where}: {target}: no such heading")
    return problems


def check(root: pathlib.Path) -> list[str]:
    problems = []
    for path in project_files(root):
        if path.suffix == ".md":
            problems += check_file(root, path, read_text(root / path) or "")
    return problems


if __name__ == "__main__":
    sys.exit(run("check_links", check, sys.argv))
