# SPDX-License-Identifier: Apache-2.0
"""People of the demonstration's office, for the Python tests of this folder: how they log in, and a
small browser that keeps their cookies."""

import hashlib
import hmac
import html
import http.client
import base64
import re
import struct
import time
import tomllib
import urllib.parse
import uuid
from pathlib import Path

from register import Register

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
CODE_WAIT = 45
USED_STEPS = {}


class Answer:
    def __init__(self, status, headers, content):
        self.status = status
        self.headers = headers
        self.content = content
        self.body = content.decode("utf-8", "replace")

    def header(self, name):
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None

    @property
    def location(self):
        return self.header("Location") or ""

    def words(self):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", self.body)).strip()[:400]


class Browser:
    """One person's cookies; no redirect is followed."""

    def __init__(self, service):
        self.service = service
        self.cookies = {}

    def connect(self):
        return http.client.HTTPConnection(getattr(self.service, "host", "127.0.0.1"),
                                          self.service.port, timeout=60)

    def ask(self, method, path, fields=None, headers=None, files=None):
        connection = self.connect()
        sent = dict(headers or {})
        body = None
        if files:
            sent["Content-Type"], body = multipart(fields or {}, files)
        elif fields is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        connection.close()
        for name, value in answer.headers:
            if name.lower() != "set-cookie":
                continue
            cookie, _, attributes = value.partition(";")
            key, _, content = cookie.partition("=")
            if "Max-Age=0" in attributes:
                self.cookies.pop(key, None)
            else:
                self.cookies[key] = content
        return answer

    def get(self, path, headers=None):
        return self.ask("GET", path, None, headers)

    def csrf(self, path):
        """The token of the forms on a page."""
        answer = self.get(path)
        found = CSRF.search(answer.body)
        if not found:
            raise RuntimeError(f"no csrf on {path}: {answer.status} {answer.words()}")
        return found[1]

    def post(self, path, fields=None, page=None, files=None):
        """Sends a form with the token of `page`, by default of the path itself.
        files: field -> (name of the file, its bytes)."""
        return self.ask("POST", path, {"csrf": self.csrf(page or path), **(fields or {})},
                        files=files)


def multipart(fields, files):
    """Type and bytes of a form with files."""
    boundary = uuid.uuid4().hex
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    parts += [(f'name="{field}"; filename="{name}"', content)
              for field, (name, content) in files.items()]
    body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
                    + value + b"\r\n" for head, value in parts)
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def filled_in(body):
    """What a browser would send back of a page's texts and choices; files and ticks are none."""
    values = dict(re.findall(r'<input [^>]*?name="(\w+)" value="([^"]*)"', body))
    for name, options in re.findall(r'<select [^>]*?name="(\w+)".*?>(.*?)</select>', body, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        if chosen:
            values[name] = chosen[1]
    return {name: html.unescape(value) for name, value in values.items()}


def staff_of(service):
    table = tomllib.loads(Path(service.data, "demo-staff.toml").read_text(encoding="utf-8"))
    return {one["login_name"]: one for one in table["staff"]}


def totp(secret, step):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 1000000:06}"


def log_in(service, login_name):
    """Comes in with both factors. A code works once, so a later one may have to be waited for."""
    one = staff_of(service)[login_name]
    browser = Browser(service)
    answer = browser.post("/office/login",
                          {"login_name": login_name, "password": one["password"], "next": "/office"})
    if answer.status != 303 or not answer.location.startswith("/office/login/code"):
        raise RuntimeError(f"{login_name}: {answer.status} {answer.words()}")
    answer = browser.post("/office/login/code",
                          {"code": fresh_code(service, login_name), "next": "/office"})
    if answer.status != 303:
        raise RuntimeError(f"{login_name}: no code was accepted; {answer.words()}")
    return browser


def fresh_code(service, login_name):
    """A code that was not used yet: of this step, the one before or the one after. Where all three
    were, the next has to be waited for."""
    key = (service.data, login_name)
    deadline = time.monotonic() + CODE_WAIT
    while time.monotonic() < deadline:
        now = int(time.time()) // 30
        step = max(now - 1, USED_STEPS.get(key, 0) + 1)
        if step <= now + 1:
            USED_STEPS[key] = step
            return totp(staff_of(service)[login_name]["totp"], step)
        time.sleep(0.2)  # the pace of asking; the condition is the clock
    raise RuntimeError(f"{login_name}: no fresh code")


class Sessions:
    """More sessions for people who have logged in, made in the database: what a person may do does
    not depend on how often they came in, and each login costs a code."""

    def __init__(self, service):
        self.register = Register(service)
        self.service = service
        self.made = 0

    def copy(self, browser, confirmed_before=0):
        """The same person in a session of its own, whose second factor was shown so many seconds
        earlier."""
        self.made += 1
        token = f"copied-session-{self.made:012}"
        changed = self.register.change(
            "INSERT INTO staff_session (token_hash, staff_id, created_at, seen_at, confirmed_at,"
            " address, device) SELECT ?, staff_id, created_at, seen_at, confirmed_at - ?, address,"
            " device FROM staff_session WHERE token_hash = ?",
            hashlib.sha256(token.encode()).digest(), confirmed_before,
            hashlib.sha256(browser.cookies["staff"].encode()).digest())
        if changed != 1:
            raise RuntimeError("the session to copy is gone")
        copied = Browser(self.service)
        copied.cookies["staff"] = token
        return copied
