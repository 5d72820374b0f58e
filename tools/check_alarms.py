#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every alert and every alarm of the office has its section in the run-book, and no section is left over.

Alerts are those of packaging/prometheus/alerts.yml, alarms those of src/yinxin/domain/alarm.hpp, sections
those of docs/operations.md. Each alert also has a test with synthetic series. That the metrics exist is
shown against a running program: tests/http/metrics.py.
"""

import pathlib
import re
import sys

from source_tree import run

ALERTS = "packaging/prometheus/alerts.yml"
ALERT_TESTS = "tests/packaging/alerts_test.yml"
ALARMS = "src/yinxin/domain/alarm.hpp"
BOOK = "docs/operations.md"


def sections(book: str, title: str) -> dict[str, str]:
    """The ### sections below one ## title, by name."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", book, re.M | re.S)
    parts = re.split(r"^### (.+)\n", found[1] if found else "", flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def compare(kind: str, wanted: list[str], book: dict[str, str]) -> list[str]:
    problems = [f"{BOOK}: no section for the {kind} {name}" for name in wanted if name not in book]
    problems += [f"{BOOK}: no {kind} is called {name}" for name in book if name not in wanted]
    problems += [f"{BOOK}: the section {name} does not say when it is over"
                 for name, text in book.items() if "**Over**" not in text and "**ends" not in text
                 and "the alarm itself is ended" not in text]
    return problems


def check_texts(alerts: str, tests: str, alarms: str, book: str) -> list[str]:
    names = re.findall(r"^ +- alert: (\w+)$", alerts, re.M)
    kinds = re.findall(r'\{AlarmKind::\w+, "(\w+)"\}', alarms)
    problems = []
    if not names:
        problems.append(f"{ALERTS}: no alerts")
    if not kinds:
        problems.append(f"{ALARMS}: no kinds")
    problems += compare("alert", names, sections(book, "Alerts"))
    problems += compare("alarm", kinds, sections(book, "Alarms of the office"))
    for block in re.split(r"^ +- alert: ", alerts, flags=re.M)[1:]:
        name = block.split("\n", 1)[0]
        anchor = "{{ $labels.kind }}" if name == "YinxinAlarmOpen" else name.lower()
        if f"runbook_url: '{BOOK}#{anchor}'" not in block:
            problems.append(f"{ALERTS}: {name} does not lead to its section {BOOK}#{anchor}")
        if not re.search(r"^ +labels: \{severity: (page|ticket)\}$", block, re.M):
            problems.append(f"{ALERTS}: {name} is neither page nor ticket")
        expected = re.findall(rf'alertname="{name}".*exp_samples: \[(.*)\]', tests)
        if not (any(not one for one in expected) and any(expected)):
            problems.append(f"{ALERT_TESTS}: {name} is not shown quiet and firing")
    return problems


def check(root: pathlib.Path) -> list[str]:
    return check_texts(*((root / path).read_text(encoding="utf-8")
                         for path in (ALERTS, ALERT_TESTS, ALARMS, BOOK)))


if __name__ == "__main__":
    sys.exit(run("check_alarms", check, sys.argv))
