#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A short release day (`yinxin bench storm`), then a short ordinary one (`bench browse`), against a
small demonstration: every step is reached, nothing fails, and everything the journal says was
acknowledged is in the register. usage: storm.py PROGRAM"""

import json
import re
import subprocess
import sys
from pathlib import Path

from register import Register
from service import Service, change_settings

HOLDERS = 24
STORM_STEPS = {"home", "login_form", "login", "notice", "agree", "list", "certificate", "endorse",
               "check_data", "apply_form", "review", "apply", "poll", "ready", "download_pdf",
               "download_ofd", "withdraw", "logout", "faq", "verify_form", "asset"}
BROWSE_STEPS = {"scan", "code", "upload", "answer", "query_form"}
LINE = re.compile(r'\{"op":"\w+","at":\d{13},"id":"\d*","outcome":"(acknowledged|refused|unknown)"\} *')


def expect(is_true, words):
    if not is_true:
        raise SystemExit(f"storm: {words}")


class Load:
    """Runs of the load client against one service."""

    def __init__(self, service):
        self.service = service
        self.place = Path(service.scratch)
        self.accounts = self.place / "accounts"

    def make_accounts(self):
        subprocess.run([self.service.program, "bench", "accounts", "--data", self.service.data,
                        "--users", str(HOLDERS), "--accounts", str(self.accounts)], check=True)
        expect(self.accounts.stat().st_mode & 0o077 == 0, "others can read the accounts")

    def run(self, name, thresholds, *options, journal=None):
        """Exit code, figures by name, and what was said on standard error."""
        limits = self.place / f"{name}.toml"
        limits.write_text(thresholds, encoding="utf-8")
        done = subprocess.run(
            [self.service.program, "bench", name, "--url", self.service.origin, "--accounts",
             str(self.accounts), "--thresholds", str(limits), "--json", "--journal",
             str(self.place / (journal or f"{name}.journal")), "--report", str(self.place / f"{name}.html"),
             *options], capture_output=True, text=True, check=False, timeout=240)
        figures = {}
        for line in done.stdout.splitlines():
            figure = json.loads(line)
            expect(set(figure) >= {"name", "value", "reference", "ratio", "budget", "met"},
                   f"a figure lacks something: {line}")
            figures[figure["name"].removeprefix(name + " ")] = figure
        return done.returncode, figures, done.stderr

    def journal(self, name):
        lines = (self.place / f"{name}.journal").read_text(encoding="utf-8").splitlines()
        for line in lines:
            expect(LINE.fullmatch(line), f"no line of a journal: {line}")
        return [json.loads(line) for line in lines]


def reached(figures, steps):
    missing = {step for step in steps if figures.get(f"{step}.count", {"value": 0})["value"] < 1}
    expect(not missing, f"never reached: {sorted(missing)}")


def acknowledged(journal, operation):
    return [entry["id"] for entry in journal
            if entry["op"] == operation and entry["outcome"] == "acknowledged"]


def check_register(service, journal):
    """What the journal says was acknowledged, against the rows."""
    applications = {str(number): (str(copy), state, copy_state, int(files))
                    for number, copy, state, copy_state, files in Register(service).rows(
                        "SELECT e.endorsement_id, c.copy_id, e.state, c.state, count(f.copy_id) "
                        "FROM endorsement e JOIN copy c ON c.holder_id = e.holder_id "
                        "AND c.endorsement_id = e.endorsement_id JOIN copy_file f "
                        "ON f.holder_id = c.holder_id AND f.copy_id = c.copy_id "
                        "GROUP BY e.endorsement_id, c.copy_id, e.state, c.state")}
    applied = acknowledged(journal, "apply")
    expect(len(applied) == HOLDERS and len(set(applied)) == HOLDERS,
           f"{len(set(applied))} applications of {HOLDERS} holders were acknowledged")
    withdrawn = set(acknowledged(journal, "withdraw"))
    expect(withdrawn and withdrawn <= set(applied), f"withdrawn were {withdrawn}")
    for number in applied:
        wanted = ("withdrawn" if number in withdrawn else "ready", "released", 2)
        found = applications.get(number)
        expect(found is not None, f"acknowledged and not in the register: {number}")
        expect(found[1:] == wanted, f"application {number} is {found}, not {wanted}")
    copies = {applications[number][0] for number in applied}
    fetched = acknowledged(journal, "download")
    expect(len(fetched) == 2 * HOLDERS and set(fetched) == copies,
           f"{len(fetched)} files of {len(set(fetched))} copies were fetched")


def check_secrets(load):
    """Neither passwords nor login names in what a run leaves behind."""
    words = load.accounts.read_text(encoding="utf-8").split("\n")[1].split()
    for name in ("storm", "browse"):
        for kind in ("journal", "html"):
            text = (load.place / f"{name}.{kind}").read_text(encoding="utf-8")
            expect(words[0] not in text and words[1] not in text, f"{name}.{kind} names an account")


def storm(load):
    code, figures, said = load.run(
        "storm", "[at_most]\n\"all.failed\" = 0\n\"apply.p99_ms\" = 60000\n"
        "[at_least]\n\"visits.complete_share\" = 1\n",
        "--users", str(HOLDERS), "--duration", "4", "--think", "50")
    expect(code == 0, f"the storm ended with {code}\n{said}")
    reached(figures, STORM_STEPS)
    expect(figures["holder.complete"]["value"] == HOLDERS, "a holder went away without a copy")
    expect(figures["apply.p99_ms"]["reference"] == 60000 and figures["apply.p99_ms"]["met"],
           "a threshold is not among the figures")
    check_register(load.service, load.journal("storm"))


def browse(load):
    code, figures, said = load.run(
        "browse", "[at_most]\n\"all.failed\" = 0\n\"home.p50_ms\" = 0.0001\n",
        "--users", "8", "--duration", "3", "--think", "20")
    expect(code == 1 and "missed: home.p50_ms is" in said, f"{code}: no threshold missed\n{said}")
    expect(said.count("missed:") == 1, f"more missed than that\n{said}")
    reached(figures, BROWSE_STEPS)
    expect(not figures["home.p50_ms"]["met"] and figures["all.failed"]["met"], "met is wrong")


def refusals(load):
    """What is wrong is said before anything is sent."""
    code, _, said = load.run("storm", "[at_most]\n\"aply.p99_ms\" = 1\n", "--users", "1",
                             journal="none")
    expect(code == 1 and "aply.p99_ms" in said, f"a misspelt threshold: {code}\n{said}")
    code, _, said = load.run("storm", "", "--users", "1")
    expect(code == 1 and "exists" in said, f"a journal of another run: {code}\n{said}")
    code, _, said = load.run("storm", "", "--users", str(HOLDERS + 1), journal="none")
    expect(code == 1 and str(HOLDERS) in said, f"more holders than accounts: {code}\n{said}")


def main():
    service = Service(sys.argv[1])
    change_settings(service.data, {"limits": {"logins_per_minute": 100000,
                                              "queries_per_minute": 100000}})
    load = Load(service)
    load.make_accounts()
    with service:
        storm(load)
        browse(load)
        refusals(load)
        check_secrets(load)
    print("storm: every step was reached and nothing acknowledged was lost")


if __name__ == "__main__":
    main()
