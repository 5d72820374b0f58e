#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Dashboard and alert rules speak of metrics and labels the program really has, and its labels are few.

usage: metrics.py PROGRAM
Serves a demonstration, goes a holder's way in it, and reads /metrics: every name, label and value of a
label used in packaging/grafana and packaging/prometheus is there; no label carries an id, an address or
anything about a person; and what strangers ask for adds no series.
"""

import json
import re
from pathlib import Path

from disk_full import LOGIN, SUBMIT, play, until_ready
from script import Script, expect, judge
from service import Service

SOURCES = Path(__file__).resolve().parents[2]
ALERTS = SOURCES / "packaging/prometheus/alerts.yml"
DASHBOARD = SOURCES / "packaging/grafana/yinxin.json"
SERIES = re.compile(r"^(\w+?)(?:\{(.*)\})? (\S+)$", re.M)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
METRIC = re.compile(r"\b((?:yinxin|process)_[a-z0-9_]+)\b(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
GROUPED = re.compile(r"\b(?:by|without) \(([^)]*)\)")
OF_PROMETHEUS = {"job", "instance", "le", "alertname", "alertstate"}
# Fixed sets of the program; a label that is not here is not meant to be.
KNOWN_LABELS = {"server", "route", "status", "pool", "queue", "statement", "call", "worker", "what",
                "kind", "reason", "operation", "format", "version", "le",
                "gateway", "cause", "door"}
MOST_SERIES_OF_A_LABEL = 600
LOOKS_LIKE_AN_ID = re.compile(r"\d{5}|[0-9a-f]{12}|@|://")


def read(text):
    """The values of every label, by metric; names as in PromQL (with _bucket, _sum, _count)."""
    metrics = {}
    for name, labels, _ in SERIES.findall("\n".join(
            line for line in text.splitlines() if not line.startswith("#"))):
        known = metrics.setdefault(name, {})
        for label, value in LABEL.findall(labels):
            known.setdefault(label, set()).add(value)
    return metrics


def problems_of(expression, metrics):
    """What an expression asks for that is not there."""
    found = []
    used = set()
    for name, matchers in METRIC.findall(expression):
        if name not in metrics:
            found.append(f"no metric {name}")
            continue
        used |= metrics[name].keys()
        for label, operator, value in MATCHER.findall(matchers):
            if label in OF_PROMETHEUS:
                continue
            there = metrics[name].get(label)
            if there is None:
                found.append(f"{name} has no label {label}")
                continue
            wanted = value.split("|") if operator == "=~" else [value]
            # 5xx is not there before something failed.
            found += [f"{name} has no {label}={one}" for one in wanted
                      if operator in ("=", "=~") and one not in there and "$" not in one]
    for labels in GROUPED.findall(expression):
        found += [f"grouped by {label}, which nothing in it has"
                  for label in re.split(r",\s*", labels)
                  if label not in used | OF_PROMETHEUS]
    return found


def expressions():
    """Every expression of the two files, with where it stands."""
    rules = re.findall(r"alert: (\w+)\n +expr: '(.*)'$", ALERTS.read_text(encoding="utf-8"), re.M)
    yield from ((f"alert {name}", expression) for name, expression in rules)
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield f"panel {panel['title']}", target["expr"]
    for note in dashboard["annotations"]["list"]:
        yield f"annotation {note['name']}", note["expr"]
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield f"variable {variable['name']}", variable["query"]["query"]


def check_expressions(metrics):
    count = 0
    wrong = []
    for where, expression in expressions():
        count += 1
        wrong += [f"{where}: {problem}" for problem in problems_of(expression, metrics)]
    expect(count > 60, f"only {count} expressions were found")
    expect(not wrong, "\n".join(wrong))
    # The check can fail.
    expect(problems_of("rate(yinxin_nothing_total[5m])", metrics), "an unknown name passes")
    expect(problems_of('yinxin_queue_open{queue="nobody"}', metrics), "an unknown value passes")
    expect(problems_of("sum by (statement) (yinxin_queue_open)", metrics), "a wrong group passes")


def check_names(text, metrics):
    """Every metric is explained, and named as the others are."""
    for name in metrics:
        base = re.sub(r"_(bucket|sum|count)$", "", name)
        expect(f"# HELP {base} " in text or f"# HELP {name} " in text, f"{name} is not explained")
        expect(re.match(r"(yinxin|process)_[a-z_]+$", name), f"{name} is no name of ours")


def check_labels(metrics, service):
    personal = Path(service.data, "demo-accounts.toml").read_text(encoding="utf-8")
    people = set(re.findall(r'"([^"]{4,})"', personal))
    for name, labels in metrics.items():
        for label, values in labels.items():
            expect(label in KNOWN_LABELS, f"{name} has a new label: {label}")
            expect(len(values) <= MOST_SERIES_OF_A_LABEL, f"{name}: {len(values)} of {label}")
            for value in values:
                is_number = label in ("le", "version")
                expect(is_number or not LOOKS_LIKE_AN_ID.search(value), f"{name}: {label}={value}")
                expect(value not in people, f"{name}: {label}={value} is about a person")


def series_of(service, script):
    play(service, script, "GET /metrics\nat operations\nstatus == 200\n")
    return script.answer.body


def check_strangers_add_nothing(service, script):
    """Addresses, codes and numbers that people make up end in no label."""
    def strange(turn):
        word = "ABCDEFGHJK"[turn]
        return "".join(f"GET /nowhere{turn}/{number}\nstatus == 404\n"
                       f"GET /v/{word * 18}{number:04}\nGET /verify?code={turn}{number}\n"
                       for number in range(3))

    def names():
        return {line.split(" ")[0] for line in series_of(service, script).splitlines()}

    play(service, script, strange(0))
    before = names()
    # What the demonstration still presses behind all this has series of its own, a few, once.
    for turn in range(1, 10):
        play(service, script, strange(turn))
        after = names()
        if after == before:
            return
        new, before = sorted(after - before), after
    expect(False, f"new series with every turn: {new[:5]}")


def main(program):
    with Service(program) as service:
        script = Script(None, service)
        play(service, script, LOGIN)
        play(service, script, SUBMIT)
        until_ready(service, script)
        text = series_of(service, script)
        metrics = read(text)
        check_names(text, metrics)
        check_labels(metrics, service)
        check_expressions(metrics)
        check_strangers_add_nothing(service, script)
    print(f"metrics: good, {len(metrics)} names, {len(SERIES.findall(text))} series")
    return 0


if __name__ == "__main__":
    judge(main)
