#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A login provider that lies, over real connections, and accounts that are imported. usage: provider.py PROGRAM

The provider is this script: it answers on loopback, and signs with a key of its own (the openssl
program) whatever a case tells it to. Each case begins a login as a browser does, comes back with a
code, and looks at what the service made of it. Token rules one by one are in
tests/unit/service/provider_tokens_test.cpp; here they meet curl, cookies and pages.
"""

import base64
import hashlib
import http.server
import json
import re
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

from office import Browser
from script import expect, judge
from service import Service, change_settings, free_ports

SECRET = "secret of a test / with + signs"
LEAVE = re.compile(r"^0;url=(.*)$")


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


class Key:
    """An RSA key in a file."""

    def __init__(self, folder, name):
        self.name = name
        self.path = Path(folder, f"{name}.pem")
        subprocess.run(["openssl", "genrsa", "-out", self.path, "2048"], check=True, capture_output=True)
        text = subprocess.run(["openssl", "rsa", "-in", self.path, "-noout", "-modulus"], check=True,
                              capture_output=True, text=True).stdout
        self.modulus = bytes.fromhex(text.strip().partition("=")[2])

    def jwk(self):
        return {"kty": "RSA", "kid": self.name, "use": "sig", "n": b64(self.modulus), "e": "AQAB"}

    def token(self, payload, header=None, signs=True):
        head = json.dumps(header or {"alg": "RS256", "kid": self.name})
        body = payload if isinstance(payload, str) else json.dumps(payload)
        text = f"{b64(head.encode())}.{b64(body.encode())}"
        if not signs:
            return text + "."
        done = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.path], check=True,
                              input=text.encode(), capture_output=True)
        return f"{text}.{b64(done.stdout)}"


class Provider:
    """Answers on loopback; `token` makes the ID token of the next login from (nonce, now)."""

    def __init__(self, port, key):
        self.issuer = f"http://127.0.0.1:{port}"
        self.key = key
        self.token = None
        self.answers = {}  # path -> (status, headers, body) instead of the usual one
        self.asked = []
        self.nonce = ""
        self.challenge = ""
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                provider.answer(self, "")

            def do_POST(self):
                length = int(self.headers.get("Content-Length", "0"))
                provider.answer(self, self.rfile.read(length).decode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler, body):
        self.asked.append((handler.path, handler.headers.get("Authorization"), body))
        status, headers, text = self.answers.get(handler.path) or self.usual(handler.path, body)
        data = text.encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        try:
            handler.wfile.write(data)
        except OSError:
            pass  # what is too large is not read to its end

    def usual(self, path, body):
        if path == "/.well-known/openid-configuration":
            return 200, {}, json.dumps({
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys"})
        if path == "/keys":
            return 200, {}, json.dumps({"keys": [self.key.jwk()]})
        if path == "/token":
            verifier = urllib.parse.parse_qs(body)["code_verifier"][0]
            fits = b64(hashlib.sha256(verifier.encode()).digest()) == self.challenge
            if not fits:
                return 400, {}, '{"error":"invalid_grant"}'
            return 200, {}, json.dumps({"token_type": "Bearer", "access_token": "at",
                                        "id_token": self.token(self.nonce, int(time.time()))})
        return 404, {}, "{}"

    def payload(self, nonce, now, **other):
        return {"iss": self.issuer, "aud": "yinxin", "sub": "person-1", "nonce": nonce, "iat": now,
                "exp": now + 300, **other}


def begin(service, browser):
    """Presses the button; comes back with the address of the provider, or the page instead of it."""
    token = browser.csrf("/login")
    answer = browser.ask("POST", "/login/exam", {"csrf": token, "next": ""})
    found = LEAVE.match(answer.header("Refresh") or "")
    return found[1] if found else answer


def come_back(provider, browser, address, **other):
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    provider.nonce = query["nonce"][0]
    provider.challenge = query["code_challenge"][0]
    back = {"state": query["state"][0], "code": "a-code", **other}
    return browser.get("/login/exam/callback?" + urllib.parse.urlencode(back))


def log_in(service, provider, make=None, **other):
    provider.token = lambda nonce, now: (make or (lambda p: provider.key.token(p)))(
        provider.payload(nonce, now))
    browser = Browser(service)
    address = begin(service, browser)
    expect(isinstance(address, str), "the button does not lead to the provider")
    return browser, come_back(provider, browser, address, **other)


def is_in(answer):
    return answer.status == 303 and (answer.header("Location") or "").endswith("/certificates")


def refuse_lies(service, provider, stranger):
    key = provider.key
    cases = {
        "another audience": lambda p: key.token({**p, "aud": "another"}),
        "two audiences": lambda p: key.token({**p, "aud": ["yinxin", "another"]}),
        "another issuer": lambda p: key.token({**p, "iss": "http://127.0.0.1:1"}),
        "another nonce": lambda p: key.token({**p, "nonce": "x"}),
        "expired": lambda p: key.token({**p, "exp": p["iat"] - 61}),
        "from tomorrow": lambda p: key.token({**p, "iat": p["iat"] + 86400}),
        "nobody's": lambda p: key.token({**p, "sub": ""}),
        "no signature": lambda p: key.token(p, {"alg": "none"}, signs=False),
        "the name of another algorithm": lambda p: key.token(p, {"alg": "HS256", "kid": key.name}),
        "a stranger's key": lambda p: stranger.token(p, {"alg": "RS256", "kid": key.name}),
        "a key of its own": lambda p: stranger.token(
            p, {"alg": "RS256", "kid": "x", "jwk": stranger.jwk()}),
        "a name twice": lambda p: key.token(json.dumps(p)[:-1] + ', "sub": "person-2"}'),
        "no token at all": lambda p: "a.b.c",
    }
    for name, make in cases.items():
        browser, answer = log_in(service, provider, make)
        expect(answer.status == 403, f"{name}: {answer.status} {answer.words()[:200]}")
        expect("session" not in browser.cookies, f"{name}: a session was begun")


def lead_on(service, provider):
    """What goes wrong on the way ends on a page that leads on."""
    _, answer = log_in(service, provider, error="access_denied")
    expect(answer.status == 403 and 'action="/login/exam"' in answer.body, "access_denied leads nowhere")
    browser, answer = log_in(service, provider)
    expect(is_in(answer), f"a right token is refused: {answer.status} {answer.words()[:200]}")
    stolen = Browser(service)
    address = begin(service, Browser(service))
    answer = come_back(provider, stolen, address)
    expect(answer.status == 410, f"another browser's login: {answer.status}")
    provider.answers["/token"] = (200, {}, "x" * 300_000)
    _, answer = log_in(service, provider)
    expect(answer.status == 503, f"an endless answer: {answer.status}")
    provider.answers["/token"] = (302, {"Location": f"{provider.issuer}/elsewhere"}, "")
    _, answer = log_in(service, provider)
    expect(answer.status == 403, f"a redirect: {answer.status}")
    expect(not any(path == "/elsewhere" for path, _, _ in provider.asked), "a redirect was followed")
    del provider.answers["/token"]
    # RFC 6749, 2.3.1: name and secret are encoded before they are joined.
    sent = [header for path, header, _ in provider.asked if path == "/token"][-1]
    plain = base64.b64decode(sent.removeprefix("Basic ")).decode()
    expect(plain == "yinxin:" + urllib.parse.quote(SECRET, safe=""), "the client's secret travels wrongly")
    return browser


def log_out_there(service, provider, browser):
    expect(browser.get("/account").status == 200, "the session is not open")
    now = int(time.time())
    token = provider.key.token({
        "iss": provider.issuer, "aud": "yinxin", "iat": now, "exp": now + 120, "jti": "t1",
        "sub": "person-1", "events": {"http://schemas.openid.net/event/backchannel-logout": {}}})
    machine = Browser(service)
    path = "/login/exam/backchannel_logout"
    answer = machine.ask("POST", path, {"logout_token": token})
    expect(answer.status == 200, f"a logout token is refused: {answer.status}")
    expect(browser.get("/account").status == 303, "the session is still open")
    expect(machine.ask("POST", path, {"logout_token": token}).status == 400, "a token works twice")
    expect(machine.ask("POST", path, {"logout_token": "x"}).status == 400, "rubbish is no logout token")
    expect(machine.ask("POST", "/login/nobody/backchannel_logout", {"logout_token": token}).status == 404,
           "an unknown provider is there")


def import_accounts(service):
    """A table of one account that is right, two that contradict each other, and one that costs too much."""
    digest = base64.b64encode(hashlib.pbkdf2_hmac("sha256", b"old password", b"salt", 20_000)).decode()
    hashed = f"pbkdf2_sha256$20000$salt${digest}"
    dear = "$argon2id$v=19$m=4194304,t=9,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
    rows = [("yan.shi", hashed, "G10000001"), ("yan.shi.a", hashed, "G10000002"),
            ("yan.shi.b", hashed, "G10000002"), ("yan.shi.c", dear, "G10000003")]
    table = Path(service.scratch, "accounts.csv")
    table.write_text("login_name,password_hash,id_type,id_number,name,mobile\n" + "".join(
        f'{login},"{hash_}",other,{number},演示甲,\n' for login, hash_, number in rows), encoding="utf-8")
    report = Path(service.scratch, "refused.csv")

    def run(*options):
        return subprocess.run([service.program, "accounts", "import", str(table), "--data", service.data,
                               *options], check=True, capture_output=True, text=True).stdout

    def try_login():
        browser = Browser(service)
        return browser.ask("POST", "/login", {"csrf": browser.csrf("/login"), "login_name": "yan.shi",
                                              "password": "old password", "next": ""}).status

    expect("Nothing was changed" in run(), "a rehearsal does not say so")
    expect(try_login() == 422, "a rehearsal has made an account")
    said = run("--report", str(report), "--apply")
    expect("1 made without" in said and "3 refused" in said, f"the import says {said}")
    lines = report.read_text(encoding="utf-8-sig").split()
    expect([line.rpartition(",")[2].strip('"') for line in lines[1:]]
           == ["number_twice", "number_twice", "hash_cost"], f"the report says {lines}")
    expect(try_login() == 303, "the old password does not open the account")
    expect(try_login() == 303, "nor does it a second time")
    expect("1 as before" in run("--apply"), "the second import is not as before")


def main(program):
    service = Service(program)
    (port,) = free_ports(1)
    key, stranger = Key(service.scratch, "one"), Key(service.scratch, "two")
    provider = Provider(port, key)
    secret = Path(service.data, "exam.secret")
    secret.write_text(SECRET + "\n", encoding="utf-8")
    secret.chmod(0o600)
    change_settings(service.data, {"limits": {"logins_per_minute": "1000"},
                                   "login": {"deadline": '"2s"'}})
    with open(Path(service.data, "yinxin.toml"), "a", encoding="utf-8") as settings:
        settings.write(f'''
[[login.provider]]
id = "exam"
name = {{ zh = "演示报名平台", en = "Demonstration exam platform" }}
issuer = "{provider.issuer}"
client_id = "yinxin"
secret_file = "exam.secret"
http_to_loopback = true
''')
    with service:
        refuse_lies(service, provider, stranger)
        browser = lead_on(service, provider)
        log_out_there(service, provider, browser)
        import_accounts(service)
        provider.server.shutdown()
    print("provider: good")
    return 0


if __name__ == "__main__":
    judge(main)
