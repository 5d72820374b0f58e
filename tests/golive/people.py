# SPDX-License-Identifier: Apache-2.0
"""Who works at the office and who holds a certificate: each with a browser that trusts one CA."""

import csv
import http.client
import io
import re
import secrets
import socket
import ssl
import time
import zipfile
from pathlib import Path

from office import Browser, filled_in, totp

HOST = "certificates.example"
PORTRAIT = Path(__file__).resolve().parents[1] / "unit/documents/data/portrait.jpg"
STEP = 30  # seconds, RFC 6238
DONE_WITHIN = 60
SECRET = re.compile(r'<figcaption>.*?<span class="code">([A-Z2-7 ]+)</span>', re.S)
CODE = re.compile(r'<p class="big-code code">([^<]+)</p>')


class Connection(http.client.HTTPSConnection):
    """To the machine before us, under the name that people type."""

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout,
                                         (self.from_address, 0))
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


class Place:
    """Where the service is, and behind it its database."""

    def __init__(self, port, root, data, database):
        self.port, self.root, self.data, self.database = port, root, data, database


class Visitor(Browser):
    address = "127.0.0.3"

    def connect(self):
        trust = ssl.create_default_context(cafile=self.service.root)
        connection = Connection(HOST, self.service.port, timeout=60, context=trust)
        connection.from_address = self.address
        return connection

    def done(self, path, fields=None, page=None, files=None):
        """Sends a form that must be taken. @return where it led."""
        answer = self.post(path, fields, page, files)
        if answer.status != 303:
            raise RuntimeError(f"{path}: {answer.status} {answer.words()}")
        return answer.location

    def wait_for(self, path, condition):
        """Asks for a page until it fulfils the condition."""
        deadline = time.monotonic() + DONE_WITHIN
        while not condition(answer := self.get(path)):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{path} stays as it is: {answer.status} {answer.words()}")
            time.sleep(0.2)  # the pace of asking
        return answer


class Worker(Visitor):
    """Somebody of the office, with an authenticator. The whole office comes from one address."""

    address = "127.0.0.2"

    def __init__(self, service, login_name):
        super().__init__(service)
        self.login_name = login_name
        self.password = secrets.token_hex(16)
        self.secret, self.step = None, 0

    def code(self):
        """One that was not used yet; three are good at any moment."""
        while True:
            now = int(time.time()) // STEP
            step = max(now - 1, self.step + 1)
            if step <= now + 1:
                self.step = step
                return totp(self.secret, step)
            time.sleep(0.2)  # until the clock has gone on

    def show_invitation(self, invitation):
        return self.post("/office/enrol", {"invitation": invitation})

    def come(self, invitation):
        """Redeems an invitation, and logs in with both factors."""
        answer = self.show_invitation(invitation)
        if answer.status != 303:
            raise RuntimeError(f"{self.login_name}: {answer.status} {answer.words()}")
        self.secret = SECRET.search(self.get("/office/enrol/accept").body)[1].replace(" ", "")
        answer = self.post("/office/enrol/accept", {"totp": self.code(), "password": self.password})
        codes = re.findall(r'<li class="code">', answer.body)
        if answer.status != 200 or len(codes) != 10:
            raise RuntimeError(f"{self.login_name}: {answer.status} {answer.words()}")
        self.cookies.clear()
        self.done("/office/login", {"login_name": self.login_name, "password": self.password,
                                    "next": "/office"})
        self.done("/office/login/code", {"code": self.code(), "next": "/office"})
        return self

    def invite(self, login_name, issuer, role):
        answer = self.post("/office/staff/invite", {"login_name": login_name, "name": "演示同事",
                                                    "issuer": issuer, f"role_{role}": "yes"})
        if answer.status != 200:
            raise RuntimeError(f"{login_name}: {answer.status} {answer.words()}")
        return CODE.search(answer.body)[1].strip()

    def propose(self, path, fields, page=None, files=None):
        """@return the address of the proposal."""
        led = self.done(path, fields, page, files)
        if not re.match(r"/office/proposals/\d+", led):
            raise RuntimeError(f"{path} led to {led}")
        return led

    def decide(self, proposal):
        return self.post(f"{proposal}/decide", {"decision": "approve", "note": ""}, page="/office")

    def approve(self, proposal):
        if (page := self.get(proposal)).status != 200:
            raise RuntimeError(f"{proposal}: {page.status} {page.words()}")
        self.done(f"{proposal}/decide", {"decision": "approve", "note": ""}, page=proposal)
        # A worker of the service gives effect to what is decided.
        self.wait_for(proposal, lambda page: "已生效" in page.body)

    def import_results(self, rows, photos):
        """From the files to the submission. @return its proposal."""
        table = io.StringIO()
        csv.writer(table).writerows([["姓名", "证件号码", "管理号", "专业", "批准日期", "手机号码"], *rows])
        led = self.done("/office/imports", {}, files={
            "sheet": ("results.csv", table.getvalue().encode()), "photos": ("photos.zip", photos)})
        self.import_url = led.partition("?")[0]
        page = self.wait_for(f"{self.import_url}/columns", lambda page: page.status == 200)
        fields = filled_in(page.body) | {"qualification_id": "constructor_1"}
        self.done(f"{self.import_url}/columns", fields)
        page = self.wait_for(self.import_url, lambda page: f"{self.import_url}/submit" in page.body)
        if self.get(f"{self.import_url}/specimens").status != 200:
            raise RuntimeError("no specimens are shown")
        version = filled_in(self.get(f"{self.import_url}/submit").body)["version"]
        self.done(f"{self.import_url}/submit",
                  {"version": version, "when": "at_once", "release_at": "", "reason": "合格人员名单",
                   "decision_no": "演示〔2026〕2号"})
        page = self.get(self.import_url)
        return re.search(r'href="(/office/proposals/\d+)"', page.body)[1]

    def wait_for_release(self):
        batch = re.search(r'href="(/office/batches/\d+)"', self.get("/office/batches").body)[1]
        self.wait_for(batch, lambda page: "is-released" in page.body)


class Holder(Visitor):
    """Somebody invented who passed an exam."""

    name, mobile = "王演示", "19900000001"

    def __init__(self, service, carrier):
        super().__init__(service)
        self.carrier = carrier
        self.id_number = resident_number(901)

    def row(self, today):
        approved = today.replace(month=1, day=5)
        self.management_no = f"{approved.year}0099989999990001"
        return [self.name, self.id_number, self.management_no, "建筑工程", approved.isoformat(),
                self.mobile]

    def photos(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{self.id_number}.jpg", PORTRAIT.read_bytes())
        return packed.getvalue()

    def newest_code(self):
        return self.carrier.next_code()

    def register(self):
        self.done("/register", {"id_type": "resident_identity_card", "id_number": self.id_number,
                                "name": self.name, "mobile": self.mobile, "login_name": "holder01",
                                "password": secrets.token_hex(16)})
        self.done("/register/confirm", {"code": self.newest_code()})
        notice = filled_in(self.get("/notice").body)
        shown = {name: notice[name] for name in ("version", "privacy") if name in notice}
        self.done("/notice", {**shown, "next": ""})

    def bind(self):
        self.done("/bind", {"management_number": self.management_no, "exam_year": ""})
        led = self.done("/bind/confirm", {"code": self.newest_code()})
        if led != "/certificates":
            raise RuntimeError(f"bound, and led to {led}")

    def fetch_copy(self, within):
        """@return the sealed PDF."""
        one = re.search(r'href="(/certificates/\d+)/endorse"', self.get("/certificates").body)[1]
        version = filled_in(self.get(f"{one}/endorse").body)["version"]
        self.done(f"{one}/checked", {"version": version, "checked": "yes"}, page=f"{one}/endorse")
        scenario = re.search(r'name="scenario" id="[^"]+" value="([^"]+)"', self.get(f"{one}/apply").body)[1]
        self.done(f"{one}/apply", {"step": "submit", "scenario": scenario, "days": "30",
                                   "recipient": "演示接收单位"})
        deadline = time.monotonic() + within
        while not (found := re.search(r'href="(/copies/\d+/file)', self.get(f"{one}/endorse").body)):
            if time.monotonic() > deadline:
                raise RuntimeError("no copy came")
            time.sleep(0.2)  # the pace of asking
        return self.get(found[1]).content


def resident_number(order):
    """A number that nobody has, with its check character (GB 11643)."""
    body = f"11999919900101{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]
