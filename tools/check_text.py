#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""House rules that a search can check: see each rule's function."""

import pathlib
import re
import sys

from source_tree import project_files, read_text, run

LONGEST_SOURCE = 450
SOURCE_SUFFIXES = {".cpp", ".hpp", ".def", ".py", ".sh", ".cmake", ".ts", ".mjs", ".js", ".css"}
SOURCE_NAMES = {"CMakeLists.txt", "Makefile"}
CJK = re.compile("[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
                 "\U00020000-\U0003ffff]")
COMMENTS = {
    ".hpp": re.compile(r"//[^\n]*|/\*.*?\*/", re.S),
    ".html": re.compile(r"\{\{!.*?\}\}|<!--.*?-->", re.S),
}
COMMENTS[".cpp"] = COMMENTS[".hpp"]
# Put together from pieces, so that this file passes its own rules.
NAKED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!\(#\d+\))")
MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(?:wo" + r"rk|fa" + r"rm)/|/tmp/y" + r"x/")
REGISTRY = re.compile(r"\b(?:registry|deb|security|files|proxy|static|index|ftp)(?:\.\w+)?\."
                      r"(?:npm" + r"js|yarn" + r"pkg|deb" + r"ian|python" + r"hosted|go" + r"lang|"
                      r"crat" + r"es|dock" + r"er)\.\w|\bpy" + r"pi\.org")


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def is_source(path: pathlib.Path) -> bool:
    return path.suffix in SOURCE_SUFFIXES or path.name in SOURCE_NAMES


def visible_text_in_messages(path: pathlib.Path, text: str) -> list[str]:
    """What people read lives in the message files; comments may explain a Chinese term."""
    if path.suffix not in COMMENTS:
        return []
    if not (path.is_relative_to("src/yinxin/http") or path.is_relative_to("web/templates")):
        return []
    bare = COMMENTS[path.suffix].sub(lambda found: "\n" * found.group().count("\n"), text)
    return [f"{path}:{line_of(bare, found.start())}: Chinese text outside the message files"
            for found in re.finditer(CJK.pattern + "+", bare)]


def licence_line(path: pathlib.Path, text: str) -> list[str]:
    """The licence stands in the first line (second after an interpreter line)."""
    head = "\n".join(text.split("\n", 2)[:2])
    if is_source(path) and "SPDX-License-Identifier: Apache-2.0" not in head:
        return [f"{path}:1: no SPDX-License-Identifier line"]
    return []


def length(path: pathlib.Path, text: str) -> list[str]:
    """Sources stay short; above the guide of 400 lines, split by noun."""
    lines = text.count("\n")
    if path.parts[0] == "src" and path.suffix in {".cpp", ".hpp"} and lines > LONGEST_SOURCE:
        return [f"{path}: {lines} lines, at most {LONGEST_SOURCE}"]
    return []


def naked_promises(path: pathlib.Path, text: str) -> list[str]:
    """A promise in the code names its issue: the word, then (#123)."""
    if not is_source(path):
        return []
    return [f"{path}:{line_of(text, found.start())}: naked {found.group()}, name its issue: (#123)"
            for found in NAKED.finditer(text)]


def machine_paths(path: pathlib.Path, text: str) -> list[str]:
    """Nothing depends on where one machine keeps the sources."""
    return [f"{path}:{line_of(text, found.start())}: path of one machine: {found.group()}"
            for found in MACHINE_PATH.finditer(text)]


def registry_hosts(path: pathlib.Path, text: str) -> list[str]:
    """Package hosts belong to the machine's configuration, lock files included."""
    found = list(REGISTRY.finditer(text))
    if path.name == "package-lock.json":
        found += re.finditer(r'"resolved":\s*"https?:', text)
    return [f"{path}:{line_of(text, hit.start())}: names a package host" for hit in found]


RULES = [visible_text_in_messages, licence_line, length, naked_promises, machine_paths,
         registry_hosts]


def check(root: pathlib.Path) -> list[str]:
    problems = []
    for path in project_files(root):
        text = read_text(root / path)
        if text is not None:
            for rule in RULES:
                problems += rule(path, text)
    return problems


if __name__ == "__main__":
    sys.exit(run("check_text", check, sys.argv))
