#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the pages of docs into the tree of a package. usage: package_documents.py ROOT

Pages lie beside each other there as here, so their links to each other hold. What else of packaging is
in the package is linked where it lies; a link to anything that stays behind (sources, tests, measured
results) becomes its own words."""

import pathlib
import re
import sys

from check_links import CODE, ELSEWHERE, FENCE, LINK, anchors

SOURCES = pathlib.Path(__file__).resolve().parents[1]
DOCUMENTS = "usr/share/doc/yinxin"
SHARED = "usr/share/yinxin"
ELSEWHERE_IN_IT = {"packaging/config/yinxin.example.toml": "etc/yinxin/example.toml"}
NAMED = re.compile(r"/usr/share/(?:doc/)?yinxin(?:/[\w.-]*\w)*")


def links(text: str):
    """The links of a page, code left out."""
    code = [hit.span() for pattern in (FENCE, CODE) for hit in pattern.finditer(text)]
    for hit in LINK.finditer(text):
        inside = any(begin <= hit.start() < end for begin, end in code)
        if not inside and not ELSEWHERE.match(hit.group(1)):
            yield hit


def place_of(root: pathlib.Path, target: str) -> str | None:
    """Where in the package a page's link leads; None: nowhere."""
    name, mark, fragment = target.partition("#")
    if not name or (name.endswith(".md") and "/" not in name):
        return target
    if not name.startswith("../"):
        return None
    source = name.removeprefix("../").rstrip("/")
    own = ELSEWHERE_IN_IT.get(source, f"{SHARED}/{source.removeprefix('packaging/')}")
    return f"/{own}{mark}{fragment}" if (root / own).exists() else None


def shipped(root: pathlib.Path, text: str) -> str:
    """A page as it goes into the package."""
    done, pieces = 0, []
    for hit in links(text):
        place = place_of(root, hit.group(1))
        if place == hit.group(1):
            continue
        words = re.match(r"\[((?:[^\]\\]|\\.)*)\]", hit.group())[1]
        pieces += [text[done:hit.start()], words if place is None else f"[{words}]({place})"]
        done = hit.end()
    return "".join([*pieces, text[done:]])


def dead_links(root: pathlib.Path) -> list[str]:
    """What documents of an unpacked package name and it does not have."""
    problems = []
    for page in sorted((root / DOCUMENTS).glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for hit in links(text):
            name, _, fragment = hit.group(1).partition("#")
            file = root / name.lstrip("/") if name.startswith("/") else page.parent / name
            file = file if name else page
            if not file.exists():
                problems.append(f"{page.name}: {hit.group(1)} is not in the package")
            elif fragment and file.suffix == ".md" and fragment not in anchors(file.read_text(encoding="utf-8")):
                problems.append(f"{page.name}: {hit.group(1)}: no such heading")
    readme = root / DOCUMENTS / "README.Debian"
    for name in NAMED.findall(readme.read_text(encoding="utf-8") if readme.exists() else ""):
        if not (root / name.lstrip("/")).exists():
            problems.append(f"README.Debian: {name} is not in the package")
    return problems


def main(root: pathlib.Path) -> None:
    to = root / DOCUMENTS
    to.mkdir(parents=True, exist_ok=True)
    for page in sorted((SOURCES / "docs").glob("*.md")):
        copy = to / page.name
        copy.write_text(shipped(root, page.read_text(encoding="utf-8")), encoding="utf-8")
        copy.chmod(0o644)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
