#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every route, asked by every kind of visitor. usage: matrix.py PROGRAM

The table of routes comes from the program itself (`yinxin routes`), what each role may do from ROLES
below, written down a second time on purpose. Each route is asked with objects of authority A and of
one holder by: nobody, that holder, another holder, a verifier without a person, somebody of the office
who has shown only the password, and people of the office of every role, of A, of B and of all. What
must be true is in `expected`; nothing may ever answer with a fault of ours (5xx).

When this fails because it does not know something:
- a new act: add its roles to ROLES;
- a new parameter in a path: add one line to `objects`;
- a page whose use case lets in fewer people than its act: add a line to `FEWER`.
"""

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from office import Browser, Sessions, log_in
from service import Service

ALL = {"clerk", "approver", "correspondent", "editor", "statistics_reader", "system_administrator",
       "security_administrator", "audit_administrator"}
# Act -> roles: domain::roles_for in other words.
ROLES = {
    "see_office": ALL,
    "import_results": {"clerk"},
    "see_batches": {"clerk", "approver"},
    "prepare_change": {"clerk"},
    "decide_change": {"approver"},
    "stop_at_once": {"clerk", "approver"},
    "look_up_person": {"clerk", "approver", "correspondent"},
    "answer_doubts": {"correspondent"},
    "keep_paper_register": {"clerk"},
    "edit_texts": {"editor"},
    "decide_texts": {"approver"},
    "edit_rules": {"editor"},
    "decide_rules": {"approver"},
    "propose_seal": {"system_administrator", "security_administrator"},
    "decide_seal": {"system_administrator", "security_administrator"},
    "stop_seal": {"approver", "system_administrator", "security_administrator"},
    "run_service": {"system_administrator"},
    "manage_staff": {"security_administrator"},
    "see_alarms": ALL - {"statistics_reader", "audit_administrator"},
    "read_statistics": {"statistics_reader", "approver", "system_administrator"},
    "read_audit": {"audit_administrator"},
}
# Name of a route -> roles its use case lets in, where they are fewer than those of its act; the
# others are refused with 403 as well.
FEWER = {
    "office_proposal_decide": {"approver"},
}
# Fields without which a form is refused before anybody asks who sends it.
FIELDS = {
    "office_proposal_decide": {"decision": "refuse", "note": "演示"},
    "office_alarm_end": {"note": "演示"},
}
# Forms that name a thing in a field: with none, there is nothing, for everybody.
NAMES_A_THING = {"office_passkey_remove", "office_request_key_remove"}
# Forms that end the other sessions of whoever sends them.
ENDS_OTHERS = {"office_sessions_end", "sessions_end", "office_password_post", "password_change",
               "office_authenticator_post"}
# Forms after which this session is over.
ENDS_SESSION = {"office_logout", "logout"}
STALE = 60 * 60  # seconds; more than a form may be sent after the second factor

A, B, EVERYWHERE = "A", "B", ""
STAFF = {  # user name -> authority
    "clerk1": A, "approver1": A, "correspondent1": A, "clerk2": B, "approver2": B,
    "editor1": EVERYWHERE, "chief1": EVERYWHERE, "statistics1": EVERYWHERE,
    "sysadmin1": EVERYWHERE, "secadmin1": EVERYWHERE, "auditadmin1": EVERYWHERE,
}
ROLE_OF = {
    "clerk1": "clerk", "clerk2": "clerk", "approver1": "approver", "approver2": "approver",
    "chief1": "approver", "correspondent1": "correspondent", "editor1": "editor",
    "statistics1": "statistics_reader", "sysadmin1": "system_administrator",
    "secadmin1": "security_administrator", "auditadmin1": "audit_administrator",
}


@dataclass
class Thing:
    """What stands for a parameter: a value, whose it is, and who of the office knows its kind."""
    value: str | Callable  # what makes a new one for each request
    owner: str = ""  # "A", "holder", or nobody's: the same for all
    roles: frozenset = frozenset(ALL)


@dataclass
class Visitor:
    name: str
    kind: str  # nobody, holder, other, verifier, half, staff
    browser: Browser
    authority: str = ""
    role: str = ""


# One line for each parameter, by the pattern up to it.
def objects(world):
    nobody = Thing("nobody-has-this")
    nobody_yet = Thing("4711")
    of_changes = frozenset({"clerk", "approver"})
    return {
        "/announcements/{id}": nobody,
        "/d/{token}": nobody,
        "/v/{token}": nobody,
        "/verify/results/{token}": nobody,
        "/static/{hash}": nobody,
        "/static/{hash}/{path...}": nobody,
        "/certificates/{id}": Thing(world.certificate, "holder"),
        "/endorsements/{id}": Thing(world.endorsement, "holder"),
        "/copies/{id}": Thing(world.copy, "holder"),
        "/api/v1/webhook/deliveries/{id}": nobody,
        "/office/staff/{staff}": Thing(world.colleague),
        "/office/proposals/{proposal}": Thing(world.proposal, A, of_changes),
        "/office/alarms/{alarm}": Thing(world.new_alarm, A, of_changes),
        "/office/service/jobs/{job}": nobody_yet,
        "/office/batches/{batch}": Thing(world.some(
            "SELECT batch_id FROM batch WHERE issuer_id = 'demo_exam_centre' ORDER BY batch_id"), A),
        "/office/certificates/{certificate}": Thing(world.line, A),
        "/office/paper/{line}": Thing(world.line, A),
        "/office/texts/articles/{article}": Thing(world.some(
            "SELECT article_id FROM article WHERE kind = 'announcement' ORDER BY article_id")),
        "/office/rules/policies/{policy}": Thing("standard"),
        "/office/rules/qualifications/{item}": Thing("constructor_1"),
    }


class World:
    """A demonstration in which there is one of everything that a path can name."""

    def __init__(self, service):
        self.service = service
        self.sessions = Sessions(service)
        self.alarms = 4711
        self.visitors = []
        self.enter()
        self.find_objects()

    def enter(self):
        self.visitors = [
            Visitor("nobody", "nobody", Browser(self.service)),
            Visitor("holder", "holder", self.account("demo02")),
            Visitor("other", "other", self.account("demo03")),
        ]
        for name, authority in STAFF.items():
            self.visitors.append(Visitor(name, "staff", log_in(self.service, name), authority,
                                         ROLE_OF[name]))
        self.visitors.append(Visitor("half", "half", self.half()))
        self.visitors.append(Visitor("verifier", "verifier", self.verifier()))

    def account(self, login_name):
        browser = Browser(self.service)
        answer = browser.post("/login", {"login_name": login_name,
                                         "password": f"yanshi-2026-{login_name}"})
        assert answer.status == 303, f"{login_name}: {answer.status} {answer.words()}"
        self.agree(browser)
        return browser

    def half(self):
        """Somebody of the office who has shown only the password."""
        browser = Browser(self.service)
        browser.post("/office/login", {"login_name": "secadmin2",
                                       "password": "yanshi-2026-secadmin2", "next": "/office"})
        return browser

    def agree(self, browser):
        notice = browser.get("/notice")
        version = re.search(r'name="version" value="(\d+)"', notice.body)
        if version:
            browser.post("/notice", {"version": version[1]})

    def verifier(self):
        """Somebody with an account and no certificates of his own."""
        return self.account("demo09")

    def by_name(self, name):
        return next(each for each in self.visitors if each.name == name)

    def find_objects(self):
        holder = self.by_name("holder").browser
        deadline = time.monotonic() + 60
        while True:  # copies of the demonstration are pressed behind its start
            pages = [holder.get("/certificates").body]
            for line in sorted(set(re.findall(r'href="/certificates/([^/"]+)', pages[0]))):
                page = holder.get(f"/certificates/{line}/endorse").body
                copy = re.search(r'href="/copies/([^/"]+)/', page)
                if copy:
                    self.certificate, self.copy = line, copy[1]
                    break
            else:
                assert time.monotonic() < deadline, "demo02 has no copy"
                time.sleep(0.2)
                continue
            break
        self.endorsement = str(self.rows("SELECT endorsement_id FROM copy WHERE copy_id = ?",
                                         int(self.copy))[0][0])
        colleagues = self.sessions.copy(self.by_name("secadmin1").browser).get("/office/staff").body
        self.colleague = re.search(
            r'href="/office/staff/(\d+)">correspondent1<', colleagues)[1]
        self.proposal = self.propose()

    def new_alarm(self):
        """Whoever ends an alarm ends it for everybody."""
        self.alarms += 1
        self.sessions.run(
            "INSERT INTO alarm (alarm_id, kind, object, issuer_id, detail, raised_at, last_at)"
            " VALUES (?, 'proposal_failed', ?, 'demo_exam_centre', 'conflict', ?, ?)",
            (self.alarms, f"proposal:{self.alarms}", int(time.time()), int(time.time())))
        return str(self.alarms)

    def propose(self):
        """A change of a certificate of A, prepared by its clerk, with an attachment."""
        service = self.service
        key = f"{service.scratch}/matrix.pem"
        pem = subprocess.run([service.program, "office", "key", key, "--no-pass-phrase"], check=True,
                             capture_output=True, text=True).stdout
        clerk = self.sessions.copy(self.by_name("clerk1").browser)
        answer = clerk.post("/office/account/keys", {"label": "matrix", "pem": pem})
        assert answer.status == 303, f"key: {answer.status} {answer.words()}"
        reason = Path(service.scratch, "reason")
        reason.write_text("演示", encoding="utf-8")
        paper = Path(service.scratch, "decision.pdf")
        paper.write_bytes(b"%PDF-1.7\n%demonstration\n")
        for line in self.lines():
            done = subprocess.run(
                [service.program, "office", "propose", "suspend", line, "--reason-file", str(reason),
                 "--attachment", str(paper), "--key", key, "--as", "clerk1", "--url",
                 service.origin, "--apply"], capture_output=True, text=True)
            if done.returncode == 0:
                self.line = line.removeprefix("line:")
                return json.loads(done.stdout)["proposal"]
        raise RuntimeError(f"no proposal could be made: {done.stderr}")

    def lines(self):
        rows = self.rows("SELECT holder_id, line_id FROM certificate_line ORDER BY holder_id, line_id")
        return [f"line:{holder}-{line}" for holder, line in rows]

    def some(self, question):
        """The first thing there is of a kind."""
        rows = self.rows(question)
        return str(rows[0][0]) if rows else "4711"

    def rows(self, question, *arguments):
        """What the register holds; only read."""
        database = sqlite3.connect(f"file:{self.service.data}/yinxin.sqlite?mode=ro", uri=True)
        try:
            return database.execute(question, arguments).fetchall()
        finally:
            database.close()


def filled(pattern, things):
    """The path with an object for each parameter, and those objects."""
    used, path, rest = [], "", pattern
    while "{" in rest:
        head, _, tail = rest.partition("}")
        key = pattern[:len(pattern) - len(tail)]
        if key not in things:
            raise LookupError(f"{pattern}: nothing stands for {key[key.rindex('{'):]}; add a line "
                              f"for \"{key}\" to objects() in tests/http/matrix.py")
        used.append(things[key])
        value = things[key].value
        path += head[:head.index("{")] + (value if isinstance(value, str) else value())
        rest = tail
    return path + rest, used


def may_pass(route, visitor):
    if route["act"] not in ROLES:
        raise LookupError(f"{route['pattern']}: the act {route['act']} has no roles; add it to ROLES "
                          "in tests/http/matrix.py")
    return visitor.role in ROLES[route["act"]]


def expected(route, visitor, used):
    """What must be true of the answer to a form or page that is in order: (name, predicate)."""
    access = route["access"]
    if access in ("anyone", "office_door", "machine"):
        return "let in", lambda a: access == "machine" or a.status != 403
    if access in ("account", "consented"):
        if visitor.kind not in ("holder", "other", "verifier"):
            return "303 to /login", lambda a: a.status == 303 and a.location.startswith("/login")
        strange = any(thing.owner == "holder" for thing in used) and visitor.kind != "holder"
        if strange:
            return "404: another person's", lambda a: a.status == 404
        return "allowed", lambda a: a.status not in (403, 404) and not to_login(a)
    if visitor.kind == "half":
        return "303 to the code", lambda a: (a.status == 303 and
                                             a.location.startswith("/office/login/code"))
    if visitor.kind != "staff":
        return "303 to /office/login", lambda a: (a.status == 303 and
                                                  a.location.startswith("/office/login"))
    if not may_pass(route, visitor):
        return "403: not for this role", lambda a: a.status == 403
    for thing in used:
        unseen = visitor.role not in thing.roles or (
            thing.owner in (A, B) and visitor.authority not in (EVERYWHERE, thing.owner))
        if unseen:
            return "404: another authority's, or not of this role's kinds", lambda a: a.status == 404
    if visitor.role not in FEWER.get(route["name"], ALL):
        return "403: not for this role", lambda a: a.status == 403
    if route["name"] in NAMES_A_THING:
        return "404: no such thing", lambda a: a.status == 404
    return "allowed", lambda a: a.status not in (403, 404) and not to_login(a)


def to_login(answer):
    return answer.status == 303 and re.match(r"/(office/)?login(\?|$)", answer.location) is not None


class Matrix:
    def __init__(self, world, routes):
        self.world = world
        self.routes = routes
        self.things = objects(world)
        self.faults = []
        self.asked = Counter()
        self.tokens = {}

    def fault(self, route, visitor, words, answer):
        self.faults.append(f"{route['method']} {route['pattern']} by {visitor.name}: {words}; it was "
                           f"{answer.status} {answer.location} {answer.words()[:160]}")

    def judge(self, route, visitor, answer, name, holds):
        self.asked[name.split(":")[0]] += 1
        if answer.status >= 500:
            self.fault(route, visitor, "a fault of ours", answer)
        elif not holds(answer):
            self.fault(route, visitor, f"must be {name}", answer)

    def session(self, visitor, stale=0):
        """People of the office ask each thing in a session of its own."""
        if visitor.kind != "staff":
            return visitor.browser
        return self.world.sessions.copy(visitor.browser, stale)

    def token(self, route, visitor, browser):
        if route["access"] not in ("office_door", "staff"):
            return browser.csrf("/verify")
        page = {"staff": "/office/account", "half": "/office/login/code"}
        return browser.csrf(page.get(visitor.kind, "/office/login"))

    def ask(self, route, visitor):
        path, used = filled(route["pattern"], self.things)
        name, holds = expected(route, visitor, used)
        if route["method"] == "GET":
            answer = self.session(visitor).get(path)
            self.judge(route, visitor, answer, name, holds)
            return
        if route["access"] == "machine":
            answer = self.session(visitor).ask(route["method"], path, {"nothing": "here"})
            self.judge(route, visitor, answer, name,
                       lambda a: holds(a) and 400 <= a.status < 500)
            return
        browser = self.session(visitor)
        bare = browser.ask(route["method"], path, {})
        if bare.status not in (303, 403) or (bare.status == 303 and name == "allowed"):
            self.fault(route, visitor, "a form without CSRF token must be refused", bare)
        if visitor.kind == "nobody" and route["access"] in ("account", "consented", "staff"):
            answer = browser.ask(route["method"], path, {})
        else:
            answer = browser.ask(route["method"], path, {
                "csrf": self.token(route, visitor, browser), **FIELDS.get(route["name"], {})})
        self.judge(route, visitor, answer, name, holds)
        self.settle(route, visitor, browser)

    def settle(self, route, visitor, browser):
        """Who has lost his session by what he sent comes in again."""
        if route["name"] in ENDS_OTHERS and visitor.kind == "staff":
            visitor.browser = browser
        if route["name"] in ENDS_SESSION and visitor.kind in ("holder", "other", "verifier"):
            login = {"holder": "demo02", "other": "demo03", "verifier": "demo09"}[visitor.kind]
            visitor.browser = self.world.account(login)
        if route["name"] in ENDS_SESSION | {"office_login_post"} and visitor.kind == "half":
            visitor.browser = self.world.half()

    def ask_stale(self, route, visitor):
        """Something dangerous, long after the second factor."""
        path, used = filled(route["pattern"], self.things)
        if not may_pass(route, visitor):
            return
        browser = self.session(visitor, STALE)
        if route["method"] == "GET":
            answer = browser.get(path)
            self.judge(route, visitor, answer, "303 to /office/confirm",
                       lambda a: a.status == 303 and a.location.startswith("/office/confirm"))
            return
        answer = browser.ask(route["method"], path, {"csrf": self.token(route, visitor, browser)})
        self.judge(route, visitor, answer, "403 that leads to /office/confirm",
                   lambda a: a.status == 403 and 'action="/office/confirm"' in a.body)

    def run(self):
        last = [route for route in self.routes if route["name"] in ENDS_OTHERS | ENDS_SESSION]
        first = [route for route in self.routes if route not in last]
        for route in first + last:
            try:
                for visitor in self.world.visitors:
                    self.ask(route, visitor)
                    if route["confirms"] and visitor.kind == "staff":
                        self.ask_stale(route, visitor)
            except LookupError as unknown:
                self.faults.append(str(unknown))


def main(program):
    table = subprocess.run([program, "routes"], check=True, capture_output=True, text=True).stdout
    routes = [json.loads(line) for line in table.splitlines()]
    service = Service(program)
    # Everybody comes from one address here.
    settings = Path(service.data, "yinxin.toml")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^logins_per_minute = \d+", "logins_per_minute = 10000", text),
                        encoding="utf-8")
    with service:
        try:
            matrix = Matrix(World(service), routes)
            matrix.run()
        except Exception as error:  # noqa: BLE001 the log belongs to whatever went wrong
            print(service.output())
            raise error
    for fault in matrix.faults:
        print(f"FAILED: {fault}")
    print(f"{len(routes)} routes, {sum(matrix.asked.values())} answers: {dict(matrix.asked)}")
    print(f"{len(matrix.faults)} failed")
    return 1 if matrix.faults else 0


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve())))
