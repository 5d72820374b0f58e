#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every code a verification can report has its texts and stands in docs/verification.md; every check
of the table is one file, and what decides names its clause."""
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
FAMILIES = (
    "cms certificate endorsement file offline ofd pdf picture reading recipient register seal ses "
    "signer timestamp verdict xmp"
).split()
CODE = re.compile(r'"((?:%s)(?:\.[a-z_]+)+)"' % "|".join(FAMILIES))
# Names of checks, which group codes: the first argument of what reports a finding.
CHECK = re.compile(r'(?:reject|fail|note|row|add_finding|withdrawn)\([^"]*"([a-z_.]+)",')
SOURCES = ["src/yinxin/verify", "src/yinxin/service/confined_reading.cpp"]


def source_files():
    for source in SOURCES:
        path = ROOT / source
        yield from sorted(path.rglob("*.cpp")) if path.is_dir() else [path]


def emitted_codes():
    """Codes as they stand in the sources; "cms." and "ses." codes come from CmsProblem and SesProblem."""
    codes = {}
    for path in source_files():
        if path.name in ("pdf_seal.cpp", "sealed_ofd.cpp"):  # the press's own: they reach nobody outside
            continue
        text = path.read_text("utf-8")
        checks = set(CHECK.findall(text))
        for code in CODE.findall(text):
            if code not in checks:
                codes.setdefault(code, path)
    for family in ("cms", "ses"):
        problems = ROOT / f"src/yinxin/signing/{family}_check.cpp"
        for name in re.findall(r'return "([a-z_]+)";', problems.read_text("utf-8")):
            if name != "unknown":
                codes.setdefault(f"{family}.{name}", problems)
    return codes


def texts(language):
    path = ROOT / "web/messages" / language / "findings.toml"
    return set(tomllib.loads(path.read_text("utf-8"))["finding"])


def arguments(text, start):
    """The arguments of a call, as they stand between its parentheses; start is behind the first."""
    parts, depth, quoted = [""], 0, False
    for at in range(start, len(text)):
        char = text[at]
        quoted ^= char == '"' and text[at - 1] != "\\"
        if not quoted:
            depth += (char in "({") - (char in ")}")
            if depth < 0:
                break
            if char == "," and depth == 0:
                parts.append("")
                continue
        parts[-1] += char
    return parts


def faults_of_checks():
    """Each check of the table stands in a file of its own, and a row that decides names its clause."""
    checks = ROOT / "src/yinxin/verify/checks"
    listed = re.findall(r"^Check (check_\w+);", (checks / "checks.hpp").read_text("utf-8"), re.M)
    files = {path.stem for path in checks.glob("*.cpp")}
    for name in sorted(set(listed) ^ files):
        yield f"src/yinxin/verify/checks: {name} is not one check in one file"
    for name in sorted(files):
        text = (checks / f"{name}.cpp").read_text("utf-8")
        for call in re.finditer(r"\brow\(", text):
            if len(arguments(text, call.end())) != 4:
                yield f"src/yinxin/verify/checks/{name}.cpp: a row without a clause"


def main():
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", (ROOT / "docs/verification.md").read_text("utf-8"), re.M))
    codes = emitted_codes()
    problems = []
    for code, path in sorted(codes.items()):
        for language in ("zh-CN", "en"):
            if code not in texts(language):
                problems.append(f"{path.relative_to(ROOT)}: {code} has no text in {language}")
        if code not in documented:
            problems.append(f"{path.relative_to(ROOT)}: {code} is not in docs/verification.md")
    for code in sorted(documented - set(codes)):
        problems.append(f"docs/verification.md: {code} is reported by nothing")
    problems.extend(faults_of_checks())
    for problem in problems:
        print(problem)
    return 1 if problems or not codes else 0


if __name__ == "__main__":
    sys.exit(main())
