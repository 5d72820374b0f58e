# SPDX-License-Identifier: Apache-2.0
"""One person's browser on one connection, without pictures and style sheets."""

import http.client
import re
import time
import urllib.parse
import uuid

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
PATIENCE = 60


class Visitor:
    """Keeps the connection and the cookies; a form's token is taken from the page before it."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.origin = f"http://127.0.0.1:{port}"
        self.cookies = {}
        self.csrf = ""
        self.took = 0.0

    def get(self, path):
        return self.ask("GET", path, b"", {})

    def post(self, path, fields):
        body = urllib.parse.urlencode([("csrf", self.csrf), *fields]).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def hand_in(self, path, fields, name, content):
        """A form with a file."""
        edge = uuid.uuid4().hex
        parts = [(f'name="{key}"', value.encode()) for key, value in [("csrf", self.csrf), *fields]]
        parts.append((f'name="{name}"; filename="yanshi.pdf"', content))
        body = b"".join(f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
                        + value + b"\r\n" for head, value in parts) + f"--{edge}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def ask(self, method, path, body, headers):
        """@return (status, text or bytes, Location); `took` is then the seconds until the last byte."""
        if self.cookies:
            headers = headers | {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers = headers | {"Origin": self.origin}
        began = time.perf_counter()
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.took = time.perf_counter() - began
        for value in answer.headers.get_all("Set-Cookie") or []:
            key, _, rest = value.partition("=")
            self.cookies[key] = rest.partition(";")[0]
        if (answer.headers.get("Content-Type") or "").startswith("text/html"):
            content = content.decode()
            found = CSRF.search(content)
            if found:
                self.csrf = found[1]
        return answer.status, content, answer.headers.get("Location") or ""

    def expect(self, answer, status, what):
        if answer[0] != status:
            raise RuntimeError(f"{what}: {answer[0]} instead of {status}\n{str(answer[1])[:2000]}")
        return answer

    def log_in(self, name, password):
        """As far as the list of certificates, the notice agreed to."""
        self.expect(self.get("/login"), 200, "the form of the login")
        self.expect(self.post("/login", [("login_name", name), ("password", password)]), 303, "login")
        status, page, _ = self.get("/notice")
        shown = re.findall(r'name="(version|privacy)" value="(\d+)"', page) if status == 200 else []
        if shown:
            self.expect(self.post("/notice", shown), 303, "the notice")
        _, page, _ = self.expect(self.get("/certificates"), 200, "the list")
        return re.findall(r'href="/certificates/(\d+)/endorse"', page)

    def check_data(self, line):
        """The tick that the data are right; without it nobody may apply."""
        _, page, _ = self.expect(self.get(f"/certificates/{line}/endorse"), 200, "the data")
        version = re.search(r'name="version" value="([^"]+)"', page)
        if version:
            self.expect(self.post(f"/certificates/{line}/checked",
                                  [("version", version[1]), ("checked", "yes")]), 303, "the tick")

    def apply(self, line, recipient):
        """From the click on the last button until the copy can be fetched.
        @return (seconds of the answer, seconds until it was ready, path of the newest file)"""
        _, page, _ = self.expect(self.get(f"/certificates/{line}/apply"), 200, "the application")
        scenario = re.search(r'name="scenario" id="[^"]+" value="([^"]+)"', page)[1]
        fields = [("scenario", scenario), ("days", "30"), ("recipient", recipient)]
        self.expect(self.post(f"/certificates/{line}/apply", [("step", "review"), *fields]), 200,
                    "the review")
        began = time.perf_counter()
        _, _, place = self.expect(
            self.post(f"/certificates/{line}/apply", [("step", "submit"), *fields]), 303, "applying")
        answered = time.perf_counter() - began
        # The application's page is answered late while the copy is pressed, and leads on once it is
        # there.
        while (said := self.get(place))[0] == 200:
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"no copy within {PATIENCE} s")
        self.expect(said, 303, "the copy's page")
        ready = time.perf_counter() - began
        _, page, _ = self.expect(self.get(said[2]), 200, "the copy's page")
        return answered, ready, re.findall(r'href="(/copies/\d+/file)"', page)[-1]
