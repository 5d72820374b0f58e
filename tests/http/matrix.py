#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every route, asked by every kind of visitor. usage: matrix.py PROGRAM

The table of routes comes from the program itself (`yinxin routes`), what each role may do from ROLES
below, written down a second time on purpose. Each route is asked with objects of authority A and of
one holder by: nobody, that holder, another holder, a verifier without a person, somebody of the office
who has shown only the password, and people of the office of every role, of A, of B and of all. What
must be true is in `expected`; nothing may ever answer with a fault of ours (5xx). Who may do a
thing asks last, and forms that end a thing come last of all: a refusal proves nothing about what is
gone.

When this fails because it does not know something:
- a new act: add its roles to ROLES;
- a new parameter in a path: add one line to `objects`;
- a page whose use case lets in fewer people than its act: add a line to `FEWER`;
- a form or page that says nothing without its fields: add a line to FIELDS or QUERY;
- a form that ends the thing it is about: add it to ENDS_THING.
"""

import hashlib
import io
import json
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from office import Browser, Sessions, filled_in, log_in
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
    "see_doubts": {"clerk", "approver", "correspondent"},
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
# Fields without which a form is refused before anybody asks who sends it. Version 1 of an import is
# an old one: the form is answered and changes nothing.
FIELDS = {
    "acting_choose": {"purpose": "演示"},
    "bulk_start": {"purpose": "演示"},
    "doubt_add": {"text": "演示：见附件里的身份证。"},
    "member_change": {"change": "remove"},  # its only owner cannot leave
    "purpose_add": {"purpose": "演示二"},
    "purpose_rename": {"purpose": "演示三"},
    "office_proposal_decide": {"decision": "refuse", "note": "演示"},
    "office_alarm_end": {"note": "演示"},
    "office_import_columns_post": {"version": "1"},
    "office_import_row_post": {"version": "1"},
    "office_import_leave_out": {"version": "1"},
    "office_import_take_back": {"version": "1"},
    "office_import_submit_post": {"version": "1"},
    "office_import_reopen": {"version": "1"},
    "office_import_discard": {"version": "1"},
}
# The same for pages that are nothing without a question.
QUERY = {"office_import_download": "?rows=faulty"}
# Forms that name a thing in a field: with none, there is nothing, for everybody.
NAMES_A_THING = {"office_passkey_remove", "office_request_key_remove"}
# Forms that ask for a code once more: it is looked for by who asks, so a stranger has none, and who
# has one has to wait.
RESENDS = {"bulk_resend"}
# Forms that end the other sessions of whoever sends them.
ENDS_OTHERS = {"office_sessions_end", "sessions_end", "office_password_post", "password_change",
               "office_authenticator_post"}
# Forms that end the thing they are about, in the order in which they are asked, after all others.
ENDS_THING = ("bulk_forget", "doubt_withdraw", "purpose_retire", "invitation_end",
              "organisation_close", "office_import_discard")
# Forms after which this session is over.
ENDS_SESSION = {"office_logout", "logout"}
# Of nobody in the register.
SOMEBODY = {"name": "王演示", "id_number": "11010519491231002X",
            "management_number": "20230099990100000018"}
RESULT_COLUMNS = "姓名,性别,证件类型,证件号码,资格名称,专业,批准日期,管理号"
RESULT = ("王演示,女,居民身份证,{id_number},一级建造师,建筑工程,2024-06-01,"
          "2024009998{number:010}")
PORTRAIT = Path(__file__).resolve().parents[1] / "unit/documents/data/portrait.jpg"
MOST_DIGEST = bytes([0, 2])  # begins with 15 zero bits; service::human_work_bits
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
    owner: str = ""  # "A", "holder", a user name of the office, or nobody's: the same for all
    roles: frozenset = frozenset(ALL)
    instead: str = ""  # where those are led for whom there is none; else they get 404


@dataclass
class Visitor:
    name: str
    kind: str  # nobody, holder, other, verifier, half, staff
    browser: Browser
    authority: str = ""
    role: str = ""


# One line for each parameter, by the pattern up to it; all of a route by its name, where it needs
# others than the rest.
def objects(world):
    nobody = Thing("nobody-has-this")
    nobody_yet = Thing("4711")
    of_changes = frozenset({"clerk", "approver"})
    bulk_draft = [Thing(world.bulk_draft, "holder")]
    return {
        "bulk_columns": bulk_draft,
        "bulk_start": bulk_draft,
        "bulk_code": bulk_draft,
        "bulk_confirm": bulk_draft,
        "bulk_resend": bulk_draft,
        "office_batch_sample": [Thing(world.batch, A), Thing("1", A)],
        "/acting/{id}": Thing(world.organisation, "holder"),
        "/announcements/{id}": nobody,
        "/bulk/{id}": Thing(world.bulk_check, "holder"),
        "/d/{token}": nobody,
        "/v/{token}": nobody,
        "/verify/results/{token}": nobody,
        "/static/{hash}": nobody,
        "/static/{hash}/{path...}": nobody,
        "/certificates/{id}": Thing(world.certificate, "holder"),
        "/certificates/{id}/doubts/{doubt}": Thing(world.doubt, "holder"),
        "/certificates/{id}/doubts/{doubt}/files/{file}": Thing(world.doubt_file, "holder"),
        "/endorsements/{id}": Thing(world.endorsement, "holder"),
        "/copies/{id}": Thing(world.copy, "holder"),
        "/organisations/join/{code}": Thing(world.invitation_code),  # of whoever has it
        "/organisations/{id}": Thing(world.organisation, "holder"),
        "/organisations/{id}/members/{account}": Thing(world.member, "holder"),
        "/organisations/{id}/invitations/{invitation}": Thing(world.invitation, "holder"),
        "/organisations/{id}/purposes/{purpose}": Thing(world.purpose, "holder"),
        "/organisations/{id}/clients/{client}": Thing(world.client, "holder"),
        "/query/results/{token}": Thing(world.answer, "holder"),
        "/api/v1/bulk/{id}": Thing(world.bulk_check, "holder"),
        "/api/v1/webhook/deliveries/{id}": nobody,
        "/office/staff/{staff}": Thing(world.colleague),
        "/office/proposals/{proposal}": Thing(world.proposal, A, of_changes),
        "/office/alarms/{alarm}": Thing(world.new_alarm, A, of_changes),
        "/office/service/jobs/{job}": nobody_yet,
        "/office/batches/{batch}": Thing(world.some(
            "SELECT batch_id FROM batch WHERE issuer_id = 'demo_exam_centre' ORDER BY batch_id"), A),
        "/office/certificates/{certificate}": Thing(world.line, A),
        "/office/certificates/{certificate}/{change}": Thing("suspend", A),
        "/office/counter/{look}": Thing(world.look, "clerk1", instead="/office/counter"),
        "/office/doubts/{doubt}": Thing(world.doubt, A),
        "/office/doubts/{doubt}/files/{file}": Thing(world.doubt_file, A),
        "/office/imports/demo/{series}": Thing("7"),
        "/office/imports/{import}": Thing(world.results, A),
        "/office/imports/{import}/rows/{row}": Thing(world.faulty_row, A),
        "/office/paper/{line}": Thing(world.line, A),
        "/office/seals/{seal}": Thing(world.some(
            "SELECT seal_id FROM seal WHERE issuer_id = 'demo_exam_centre'"), A),
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
        self.last_code = ""
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
        self.line, self.proposal = self.correct()
        self.look = self.open_counter()
        self.results = self.upload_results(
            RESULT.format(id_number="11010519491231002X", number=1),
            RESULT.format(id_number="110105194912310020", number=2))  # a slip in the last digit
        self.faulty_row = str(self.rows("SELECT row_no FROM import_row WHERE import_id = ?"
                                        " AND state = 'faulty'", int(self.results))[0][0])
        self.batch = self.submit(self.upload_results(
            RESULT.format(id_number="11010519491231002X", number=3)), "11010519491231002X")
        self.doubt, self.doubt_file = self.report_doubt()
        self.answer = self.query()
        self.bulk_check, self.bulk_draft = self.check_in_bulk(), self.hand_in()
        self.organise()

    def new_alarm(self):
        """Whoever ends an alarm ends it for everybody."""
        self.alarms += 1
        self.sessions.run(
            "INSERT INTO alarm (alarm_id, kind, object, issuer_id, detail, raised_at, last_at)"
            " VALUES (?, 'proposal_failed', ?, 'demo_exam_centre', 'conflict', ?, ?)",
            (self.alarms, f"proposal:{self.alarms}", int(time.time()), int(time.time())))
        return str(self.alarms)

    def clerk(self):
        return self.sessions.copy(self.by_name("clerk1").browser)

    def correct(self):
        """A certificate of A, and its correction, prepared by A's clerk, with an attachment."""
        clerk = self.clerk()
        for line in self.lines():
            page = f"/office/certificates/{line}"
            form = clerk.get(f"{page}/correct")
            if form.status != 200:  # of another authority, or its status allows none
                continue
            typed = filled_in(form.body)
            sent = {**typed, "name": f"{typed['name']}演示", "reason": "演示", "when": "now"}
            done(clerk.ask("POST", f"{page}/correct", sent, files={
                "attachment": ("decision.pdf", b"%PDF-1.7\n%demonstration\n")}))
            return line, found(r"/office/proposals/(\d+)", clerk.get(page))
        raise RuntimeError("no certificate can be corrected")

    def open_counter(self):
        """What A's clerk sees of one person for half an hour, and nobody else."""
        holder, line = self.line.split("-")
        number = self.rows("SELECT management_no FROM certificate WHERE holder_id = ?"
                           " AND line_id = ?", int(holder), int(line))[0][0]
        return last_of(done(self.clerk().post("/office/counter",
                                              {"number": number, "reason": "演示"})))

    def upload_results(self, *rows):
        """An import of A's clerk that waits for what he does about it."""
        clerk = self.clerk()
        sheet = "\n".join([RESULT_COLUMNS, *rows, ""])
        page = done(clerk.post("/office/imports", files={
            "sheet": ("results.csv", sheet.encode())})).location.partition("?")[0]
        done(clerk.ask("POST", f"{page}/columns", filled_in(clerk.get(f"{page}/columns").body)))
        number = page.rpartition("/")[2]
        self.wait_for("checked", "SELECT state FROM import WHERE import_id = ?", number)
        return number

    def submit(self, number, photo_of):
        """The batch of an import, which waits for a second person."""
        clerk, page = self.clerk(), f"/office/imports/{number}"
        photos = io.BytesIO()
        with zipfile.ZipFile(photos, "w") as archive:
            archive.write(PORTRAIT, f"{photo_of}.jpg")
        done(clerk.post(f"{page}/photos", files={"photos": ("photos.zip", photos.getvalue())}))
        self.wait_for("checked", "SELECT state FROM import WHERE import_id = ?", number)
        form = filled_in(clerk.get(f"{page}/submit").body)
        done(clerk.ask("POST", f"{page}/submit", {**form, "when": "at_once", "reason": "演示"}))
        return str(self.rows("SELECT batch_id FROM import WHERE import_id = ?", int(number))[0][0])

    def report_doubt(self):
        """What the holder reported about his certificate, with a file."""
        holder = self.by_name("holder").browser
        story = done(holder.post(
            f"/certificates/{self.certificate}/doubt",
            {"field_name": "yes", "text": "演示：姓名第二个字印错了。"},
            files={"file1": ("paper.pdf", b"%PDF-1.7\n%demonstration\n")})).location
        return story.rpartition("/")[2], found(r"/files/(\d+)", holder.get(story))

    def query(self):
        """What the holder was told about somebody else's certificate, with its receipt."""
        holder = self.by_name("holder").browser
        form = filled_in(holder.get("/query").body)
        done(holder.ask("POST", "/query", {
            **form, **SOMEBODY, "purpose": "演示", "work": work_for(form["challenge"])}))
        answer = done(holder.post("/query/confirm", {"code": self.code()})).location
        done(holder.post(f"{answer}/receipt", page=answer))
        return answer.rpartition("/")[2]

    def hand_in(self):
        """A bulk check of the holder that waits for the code that was sent to him."""
        holder = self.by_name("holder").browser
        sheet = "姓名,证件号码,管理号\n" + ",".join(SOMEBODY.values()) + "\n"
        check = done(holder.post("/bulk", files={"file": ("people.csv", sheet.encode())})).location
        done(holder.post(f"{check}/start", {"purpose": "演示"}, page=check))
        return check.rpartition("/")[2]

    def check_in_bulk(self):
        """A finished one."""
        number = self.hand_in()
        done(self.by_name("holder").browser.post(f"/bulk/{number}/confirm", {"code": self.code()}))
        self.wait_for("finished", "SELECT state FROM bulk_check WHERE bulk_id = ?", number)
        return number

    def organise(self):
        """An organisation of the holder alone, and one into which somebody is invited."""
        holder = self.by_name("holder").browser
        self.organisation, inviting = self.register(holder), self.register(holder)
        own = f"/organisations/{self.organisation}"
        done(holder.post(f"{own}/purposes", {"purpose": "演示"}))
        self.purpose = found(r"/purposes/(\d+)", holder.get(f"{own}/purposes"))
        done(holder.post(f"{own}/invitations", page=f"{own}/members"))
        members = holder.get(f"{own}/members")
        self.member = found(r"/members/(\d+)", members)
        self.invitation = found(r"/invitations/(\d+)", members)
        page = f"/organisations/{inviting}/members"
        done(holder.post(f"/organisations/{inviting}/invitations", page=page))
        self.invitation_code = found(r"/organisations/join/([0-9A-Z-]+)", holder.get(page))
        client = subprocess.run(
            [self.service.program, "api-client", "add", "--data", self.service.data, "--name",
             "演示", "--organisation", self.organisation, "--apply"],
            check=True, capture_output=True, text=True).stdout
        self.client = re.search(r"client  (\d+)", client)[1]

    def register(self, browser):
        return last_of(done(browser.post("/organisations/new", {
            "name": "演示招标中心（演示）", "uscc": "99000000MA00000011",
            "contact_name": "演示联系人", "contact_phone": "010-00000000"})))

    def code(self):
        """The next one that is sent to somebody's mobile: a little after the page that asks for it."""
        deadline = time.monotonic() + 60
        while True:
            codes = re.findall(r"验证码 (\d{6})", Browser(self.service).get("/demo/messages").body)
            if codes and codes[0] != self.last_code:
                self.last_code = codes[0]
                return codes[0]
            assert time.monotonic() < deadline, "no code was sent"
            time.sleep(0.1)  # the pace of asking; the condition is the message

    def wait_for(self, state, question, number):
        deadline = time.monotonic() + 60
        while self.rows(question, int(number))[0][0] != state:
            assert time.monotonic() < deadline, f"{question}: never {state}"
            time.sleep(0.1)  # the pace of asking; the condition is the state

    def lines(self):
        rows = self.rows("SELECT holder_id, line_id FROM certificate_line ORDER BY holder_id, line_id")
        return [f"{holder}-{line}" for holder, line in rows]

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


def done(answer):
    """The answer to a form that was taken."""
    if answer.status != 303:
        raise RuntimeError(f"was not done: {answer.status} {answer.words()}")
    return answer


def found(pattern, answer):
    match = re.search(pattern, answer.body)
    if not match:
        raise RuntimeError(f"no {pattern}: {answer.status} {answer.words()}")
    return match[1]


def last_of(answer):
    """The id of what a form has made."""
    return answer.location.rpartition("/")[2]


def work_for(challenge):
    """What a browser finds to show that somebody waited (query.js)."""
    number = 0
    while hashlib.sha256(f"{challenge}:{number}".encode()).digest() >= MOST_DIGEST:
        number += 1
    return str(number)


def parameters(route, things):
    """What stands for each parameter of a route's path."""
    if route["name"] in things:
        return things[route["name"]]
    used, head = [], ""
    for part in re.findall(r"[^}]+\}", route["pattern"]):
        head += part
        if head not in things:
            raise LookupError(f"{route['pattern']}: nothing stands for {part[part.rindex('{'):]}; "
                              f"add a line for \"{head}\" to objects() in tests/http/matrix.py")
        used.append(things[head])
    return used


def filled(pattern, used):
    """The path with an object for each parameter."""
    for thing in used:
        value = thing.value if isinstance(thing.value, str) else thing.value()
        pattern = re.sub(r"\{[^}]*\}", lambda _, value=value: value, pattern, count=1)
    return pattern


def may_pass(route, visitor):
    if route["act"] not in ROLES:
        raise LookupError(f"{route['pattern']}: the act {route['act']} has no roles; add it to ROLES "
                          "in tests/http/matrix.py")
    return visitor.role in ROLES[route["act"]]


def expected(route, visitor, used):
    """What must be true of the answer to a form or page that is in order: (name, predicate)."""
    access = route["access"]
    if route["pattern"].startswith("/api/v1/") and access == "machine":
        if route["name"] != "api.document":
            return "401: no key", lambda a: a.status == 401
    if access in ("anyone", "office_door", "machine"):
        return "let in", lambda a: access == "machine" or a.status != 403
    if access in ("account", "consented"):
        if visitor.kind not in ("holder", "other", "verifier"):
            return "303 to /login", lambda a: a.status == 303 and a.location.startswith("/login")
        strange = any(thing.owner == "holder" for thing in used) and visitor.kind != "holder"
        if route["name"] in RESENDS:
            if strange:
                return "422: no code of theirs", lambda a: a.status == 422
            return "allowed: 429, one was sent just now", lambda a: a.status == 429
        if strange:
            return "404: another person's", lambda a: a.status == 404
        return "allowed", is_allowed
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
            thing.owner in (A, B) and visitor.authority not in (EVERYWHERE, thing.owner)) or (
            thing.owner in STAFF and visitor.name != thing.owner)
        if unseen and thing.instead:
            return f"303 to {thing.instead}", lambda a: (a.status == 303 and
                                                         a.location == thing.instead)
        if unseen:
            return "404: another authority's, or not of this role's kinds", lambda a: a.status == 404
    if visitor.role not in FEWER.get(route["name"], ALL):
        return "403: not for this role", lambda a: a.status == 403
    if route["name"] in NAMES_A_THING:
        return "404: no such thing", lambda a: a.status == 404
    return "allowed", is_allowed


def is_allowed(answer):
    """Neither refused nor put off: who was only too fast has not been let in."""
    to_login = answer.status == 303 and re.match(r"/(office/)?login(\?|$)", answer.location)
    return answer.status not in (403, 404, 429) and not to_login


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
        used = parameters(route, self.things)
        path = filled(route["pattern"], used) + QUERY.get(route["name"], "")
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
        if bare.status not in (303, 403) or (bare.status == 303 and name.startswith("allowed")):
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
        if not may_pass(route, visitor):
            return
        path = filled(route["pattern"], parameters(route, self.things))
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
        ends = sorted((route for route in self.routes if route["name"] in ENDS_THING),
                      key=lambda route: ENDS_THING.index(route["name"]))
        first = [route for route in self.routes if route not in last and route not in ends]
        for route in first + ends + last:
            try:
                used = parameters(route, self.things)
                for visitor in sorted(self.world.visitors, key=lambda each: expected(
                        route, each, used)[0].startswith("allowed")):
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
    settings.write_text(re.sub(r"(?m)^(\w+_per_minute) = \d+", r"\1 = 10000", text),
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
