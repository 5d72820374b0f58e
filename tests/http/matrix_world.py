# SPDX-License-Identifier: Apache-2.0
"""The demonstration in which the matrix asks: people of every kind, and a real thing, made over HTTP,
for everything that a path can name."""

import hashlib
import io
import re
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from office import Browser, Sessions, filled_in, log_in
from register import Register

# Of nobody in the register.
SOMEBODY = {"name": "王演示", "id_number": "11010519491231002X",
            "management_number": "20230099990100000018"}
RESULT_COLUMNS = "姓名,性别,证件类型,证件号码,资格名称,专业,批准日期,管理号"
RESULT = ("王演示,女,居民身份证,{id_number},一级建造师,建筑工程,2024-06-01,"
          "2024009998{number:010}")
PORTRAIT = Path(__file__).resolve().parents[1] / "unit/documents/data/portrait.jpg"
MOST_DIGEST = bytes([0, 2])  # begins with 15 zero bits; service::human_work_bits

A, B, EVERYWHERE = "A", "B", ""
STAFF = {  # user name -> authority
    "clerk1": A, "approver1": A, "correspondent1": A, "clerk2": B, "approver2": B,
    "correspondent2": B,
    "editor1": EVERYWHERE, "chief1": EVERYWHERE, "statistics1": EVERYWHERE,
    "sysadmin1": EVERYWHERE, "secadmin1": EVERYWHERE, "auditadmin1": EVERYWHERE,
}
ROLE_OF = {
    "clerk1": "clerk", "clerk2": "clerk", "approver1": "approver", "approver2": "approver",
    "chief1": "approver", "correspondent1": "correspondent", "correspondent2": "correspondent",
    "editor1": "editor",
    "statistics1": "statistics_reader", "sysadmin1": "system_administrator",
    "secadmin1": "security_administrator", "auditadmin1": "audit_administrator",
}


@dataclass
class Visitor:
    name: str
    kind: str  # nobody, holder, other, verifier, half, staff
    browser: Browser
    authority: str = ""
    role: str = ""


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
        shown = dict(re.findall(r'name="(version|privacy)" value="(\d+)"', notice.body))
        if shown:
            browser.post("/notice", shown)

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
        self.identity, self.evidence = self.ask_office()
        self.answer = self.query()
        self.bulk_check, self.bulk_draft = self.check_in_bulk(), self.hand_in()
        self.organise()

    def new_alarm(self):
        """Whoever ends an alarm ends it for everybody."""
        self.alarms += 1
        self.sessions.register.change(
            "INSERT INTO alarm (alarm_id, kind, object, issuer_id, detail, raised_at, last_at)"
            " VALUES (?, 'proposal_failed', ?, 'demo_exam_centre', 'conflict', ?, ?)",
            self.alarms, f"proposal:{self.alarms}", int(time.time()), int(time.time()))
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

    def ask_office(self):
        """What somebody without certificates asked A to confirm, with a file."""
        applicant = self.by_name("verifier").browser
        done(applicant.post(
            "/bind/office",
            {"issuer": "demo_exam_centre", "text": "演示：报名时的手机已经停用，见身份证。"},
            files={"file1": ("card.pdf", b"%PDF-1.7\n%demonstration\n")}))
        number = str(self.rows("SELECT case_id FROM identity_case")[0][0])
        return number, found(r"/bind/office/files/(\d+)", applicant.get("/bind/office"))

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
        self.use = self.authorise(holder)
        client = subprocess.run(
            [self.service.program, "api-client", "add", "--data", self.service.data, "--name",
             "演示", "--organisation", self.organisation, "--apply"],
            check=True, capture_output=True, text=True).stdout
        self.client = re.search(r"client  (\d+)", client)[1]

    def authorise(self, holder):
        """A copy of the holder's certificate that his organisation has fetched with his code."""
        subprocess.run(
            [self.service.program, "organisation", "confirm", self.organisation, "--data",
             self.service.data, "--apply"], check=True, capture_output=True, text=True)
        page = f"/certificates/{self.certificate}"
        checked = re.search(r'name="version" value="(\d+)"', holder.get(f"{page}/endorse").body)
        if checked:
            done(holder.post(f"{page}/checked", {"version": checked[1], "checked": "yes"},
                             page=f"{page}/endorse"))
        given = holder.post(f"{page}/authorise", {
            "step": "give", "uscc": "99000000MA00000011", "purpose": "演示", "days": "30"})
        code = found(r'big-code">([0-9A-Z-]+)<', given)
        use = found(r"/uses/(\d+)", given)
        self.wait_for("ready", "SELECT state FROM endorsement WHERE endorsement_id = (SELECT"
                      " endorsement_id FROM authorised_use WHERE use_id = ?)", use)
        done(holder.post(f"/organisations/{self.organisation}/copies", {"code": code}))
        return use

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

    def forget_limits(self):
        """As if the hour in which codes are counted were over."""
        Register(self.service).change("DELETE FROM throttle")

    def rows(self, question, *arguments):
        """What the register holds; only read."""
        return Register(self.service).rows(question, *arguments)


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
