#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An identity service before the office, as docs/accounts.md says. usage: identity_service.py PROGRAM

The test plays the service: it checks who asks; it says that it knows nobody, hangs, signs with a
wrong key, says no, says somebody else, and says yes. Nothing but the last binds; a browser of another
session gains nothing by an address; a service that fails is left alone."""

import json
import re
import secrets
import threading
import time
import tomllib
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from message_gateway import signature
from office import Browser
from register import Register
from script import expect, judge
from service import Service, change_settings

LEAVE = re.compile(r"^0;url=(.*)$")
AWAY = "现在没有响应"
DEADLINE = 1
WITHIN = 20


class IdentityService:
    """`mood`: yes, nobody (of this name and number), refuse, hang, forge, elsewhere, no, other."""

    def __init__(self):
        self.key, self.mood = secrets.token_hex(32), "yes"
        self.faults, self.asked, self.person, self.tickets = [], [], None, set()
        self.let_go = threading.Event()
        there = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                moment, nonce = self.headers["Yinxin-Timestamp"], self.headers["Yinxin-Nonce"]
                if self.headers["Yinxin-Signature"] != signature(there.key, moment, nonce, body):
                    there.faults.append("signature")
                if abs(time.time() - int(moment)) > 300:
                    there.faults.append("time")
                status, told = there.answer(json.loads(body))
                text = json.dumps(told).encode()
                key = "another key" if there.mood == "forge" else there.key
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.send_header("Yinxin-Signature",
                                     signature(key, moment, f"{nonce}.answer", text))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    pass  # who asked has not waited

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, question):
        self.asked.append(question)
        if self.mood == "refuse":
            return 403, {}
        if self.mood == "hang":
            self.let_go.wait(WITHIN)
            return 503, {}
        if question["ask"] == "begin":
            self.person = {name: question[name] for name in
                           ("name", "document_type", "document_number")}
            self.back = question["back"]
            if self.mood == "nobody":
                return 200, {"known": False}
            place = "https://elsewhere.example" if self.mood == "elsewhere" else self.origin
            return 200, {"known": True, "go": f"{place}/face"}
        is_fresh = question["ticket"] not in self.tickets
        self.tickets.add(question["ticket"])
        if self.mood == "no" or not is_fresh:
            return 200, {"person": None}
        if self.mood == "other":
            return 200, {"person": {**self.person, "name": "别演示"}}
        return 200, {"person": self.person}


def come_in(service, login_name):
    accounts = tomllib.loads(Path(service.data, "demo-accounts.toml").read_text("utf-8"))
    people = [one for group in accounts.values() if isinstance(group, list) for one in group]
    password = next(one["password"] for one in people if one["login_name"] == login_name)
    browser = Browser(service)
    answer = browser.post("/login", {"login_name": login_name, "password": password, "next": ""})
    expect(answer.status == 303, f"{login_name} does not come in: {answer.status}")
    return browser


def set_out(browser):
    return browser.post("/bind/identity", {})


def address_in(answer):
    found = LEAVE.match(answer.header("Refresh") or "")
    expect(found, f"the page does not lead on: {answer.status} {answer.words()}")
    return found[1]


def path_back(there, ticket=None):
    parts = urllib.parse.urlsplit(there.back)
    return f"{parts.path}?{parts.query}" + (f"&ticket={ticket}" if ticket else "")


def show_trouble(there, browser, forgive):
    for mood in ("refuse", "forge", "elsewhere"):
        there.mood = mood
        answer = set_out(browser)
        expect(answer.status == 503 and AWAY in answer.body, f"{mood}: {answer.status}")
        expect('href="/bind/office"' in answer.body, f"{mood}: no other way is named")
        forgive()
    there.mood = "hang"
    began = time.monotonic()
    answer = set_out(browser)
    expect(answer.status == 503 and AWAY in answer.body, f"hang: {answer.status}")
    expect(time.monotonic() - began < DEADLINE + 5, "somebody waited longer than the deadline")
    forgive()


def show_refusals(there, browser):
    there.mood = "nobody"
    answer = set_out(browser)
    expect(answer.status == 303 and answer.location == "/bind/office", f"nobody: {answer.status}")
    for mood in ("no", "other"):
        there.mood = mood
        expect(address_in(set_out(browser)) == f"{there.origin}/face", "leads to the service")
        answer = browser.get(path_back(there, f"ticket-{mood}"))
        expect(answer.status == 303 and answer.location == "/bind/office", f"{mood}: {answer.status}")
        expect("身份认证服务没能确认" in browser.get("/bind/office").body, f"{mood}: nothing is said")


def show_binding(there, service, browser):
    there.mood = "yes"
    address_in(set_out(browser))
    stranger = come_in(service, "demo03")
    answer = stranger.get(path_back(there, "good"))
    expect(answer.status == 410 and "good" not in there.tickets,
           f"another session was asked for: {answer.status}")
    answer = browser.get(path_back(there))
    expect(answer.status == 303 and answer.location == "/bind/identity", "broken off leads nowhere")
    answer = browser.get(path_back(there, "good"))
    expect(answer.status == 303 and answer.location == "/certificates", f"yes: {answer.status}")
    expect("/certificates/" in browser.get("/certificates").body, "the certificates are not there")
    expect("good" not in service.output(), "the ticket is in the log")


def main(program):
    there = IdentityService()
    service = Service(program)
    key = Path(service.data, "identity.key")
    key.write_text(there.key + "\n", encoding="utf-8")
    key.chmod(0o600)
    change_settings(service.data, {
        "limits": {"logins_per_minute": "1000"},
        "identity_proof": {"url": f'"{there.origin}/ask"', "name": '"演示认证"',
                           "key_file": '"identity.key"', "deadline": f'"{DEADLINE}s"'}})
    try:
        with service:
            register = Register(service)
            for login_name in ("demo02", "demo03"):
                register.change("DELETE FROM account_holder WHERE account_id ="
                                " (SELECT account_id FROM account WHERE login_name = ?)", login_name)
            browser = come_in(service, "demo02")
            expect('href="/bind/identity"' in browser.get("/bind").body, "the way is not offered")
            page = browser.get("/bind/identity")
            expect(page.status == 200 and "演示认证" in page.body, f"the page: {page.status}")
            expect(not there.asked, "something was sent before anybody agreed")

            def forgive():
                """A good answer ends the count of failures; its allowance is given back."""
                there.mood = "yes"
                address_in(set_out(browser))
                register.change("DELETE FROM throttle")

            show_trouble(there, browser, forgive)
            show_refusals(there, browser)
            register.change("DELETE FROM throttle")
            show_binding(there, service, browser)
            expect(not there.faults, f"the service was asked properly: {there.faults}")
    finally:
        there.close()
    print("identity_service: good")
    return 0


if __name__ == "__main__":
    judge(main)
