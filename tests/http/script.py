# SPDX-License-Identifier: Apache-2.0
"""HTTP behaviour as readable scripts. A script is requests, each followed by what must be true:

    GET /login                      a request: method and path
    with Accept-Language: en        a request header
    field name = value              a form field; the body is then urlencoded
    file name = path                a file of the form; the body is then multipart
    status == 200
    header Cache-Control == no-store
    header Location matches ^/certificates
    no header Set-Cookie
    body contains words
    body lacks words
    in time body contains words     the same request again until it does, for twenty seconds
    same body as before             equal to the answer before this one, but for tokens
    save id = /certificates/(\d+)   what the group finds in headers ("Name: value") and body
    at operations                   this request goes to the operators' port
    as somebody                     from here on with that person's cookies

`${name}` stands for what was saved; `csrf` is saved by itself from every page that has one, and
`sources` is the folder of the project's sources.
Lines that begin with # are comments.
"""

import http.client
import re
import sys
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from pathlib import Path

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
TOKENS = re.compile(r'value="[A-Za-z0-9_.-]{20,}"|/[A-Za-z0-9_-]{20,}|[0-9a-f]{16}')


class Failure(Exception):
    """A line that is not true."""


@dataclass
class Answer:
    status: int
    headers: list
    body: str

    def header(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None


@dataclass
class Request:
    method: str
    path: str
    headers: dict = field(default_factory=dict)
    fields: list = field(default_factory=list)
    files: list = field(default_factory=list)
    operations: bool = False

    def body(self):
        """The body's type and bytes."""
        if self.files:
            boundary = uuid.uuid4().hex
            parts = [(f'name="{name}"', value.encode()) for name, value in self.fields]
            parts += [(f'name="{name}"; filename="{Path(path).name}"', Path(path).read_bytes())
                      for name, path in self.files]
            body = b"".join(
                f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
                + value + b"\r\n" for head, value in parts)
            return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
        if self.fields:
            return "application/x-www-form-urlencoded", urllib.parse.urlencode(self.fields).encode()
        return None, b""


class Script:
    def __init__(self, path, service):
        self.path = path
        self.service = service
        self.saved = {"sources": str(Path(__file__).resolve().parents[2])}
        self.jars = {}
        self.person = "somebody"
        self.request = None
        self.answer = None
        self.before = None
        self.sent = None

    def run(self):
        """Raises Failure with the script's line."""
        for number, text in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            line = text.strip()
            if not line or line.startswith("#"):
                continue
            try:
                self.obey(self.filled(line))
            except Failure as failure:
                raise Failure(f"{self.path.name}:{number}: {line}\n    {failure}") from None
        self.send()

    def filled(self, line):
        def value(match):
            if match[1] not in self.saved:
                raise Failure(f"nothing was saved as {match[1]}")
            return self.saved[match[1]]
        return re.sub(r"\$\{(\w+)\}", value, line)

    def obey(self, line):
        word, _, rest = line.partition(" ")
        if word in METHODS:
            self.send()
            self.request = Request(word, rest)
        elif word == "as":
            self.send()
            self.person = rest
        elif word in ("with", "field", "file", "at"):
            self.prepare(word, rest)
        else:
            self.send()
            self.check(line)

    def prepare(self, word, rest):
        if self.request is None:
            raise Failure("stands before no request")
        if word == "at":
            self.request.operations = True
            return
        name, _, value = rest.partition(":" if word == "with" else " =")
        if word == "with":
            self.request.headers[name] = value.strip()
        else:
            (self.request.fields if word == "field" else self.request.files).append(
                (name, value.strip()))

    def send(self):
        if self.request is None:
            return
        request, self.request = self.request, None
        self.sent = request
        jar = self.jars.setdefault(self.person, {})
        kind, body = request.body()
        headers = dict(request.headers)
        if kind:
            headers["Content-Type"] = kind
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        port = self.service.operations_port if request.operations else self.service.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(request.method, request.path, body, headers)
        response = connection.getresponse()
        self.before = self.answer
        self.answer = Answer(response.status, response.getheaders(),
                             response.read().decode("utf-8", "replace"))
        connection.close()
        self.keep_cookies(jar)
        if found := CSRF.search(self.answer.body):
            self.saved["csrf"] = found[1]

    def keep_cookies(self, jar):
        for name, value in self.answer.headers:
            if name.lower() != "set-cookie":
                continue
            cookie, _, attributes = value.partition(";")
            key, _, content = cookie.partition("=")
            if "Max-Age=0" in attributes:
                jar.pop(key, None)
            else:
                jar[key] = content

    def check_in_time(self, line):
        """Of what the service does by itself some moments after it began."""
        end = time.monotonic() + 20
        while True:
            try:
                self.check(line)
                return
            except Failure:
                if time.monotonic() >= end:
                    raise
            time.sleep(0.2)  # the pace of asking; the line is the condition
            self.request = self.sent
            self.send()

    def check(self, line):
        answer = self.answer
        if answer is None:
            raise Failure("no request was made")
        if line.startswith("in time "):
            self.check_in_time(line.removeprefix("in time "))
            return
        if match := re.fullmatch(r"status == (\d+)", line):
            expect(answer.status == int(match[1]), f"status is {answer.status}")
        elif match := re.fullmatch(r"header ([\w-]+) (==|contains|matches) (.+)", line):
            value = answer.header(match[1])
            expect(value is not None and holds(value, match[2], match[3]), f"it is {value!r}")
        elif match := re.fullmatch(r"no header ([\w-]+)", line):
            expect(answer.header(match[1]) is None, f"it is {answer.header(match[1])!r}")
        elif match := re.fullmatch(r"body (==|contains|matches) (.+)", line):
            expect(holds(answer.body.strip(), match[1], match[2]), excerpt(answer.body))
        elif match := re.fullmatch(r"body lacks (.+)", line):
            expect(match[1] not in answer.body, "it is there")
        elif line == "body is empty":
            expect(answer.body == "", excerpt(answer.body))
        elif line == "same body as before":
            one, other = (TOKENS.sub("", each.body) for each in (self.before, answer))
            expect(one == other, "the two differ")
        elif match := re.fullmatch(r"save (\w+) = (.+)", line):
            head = "".join(f"{name}: {value}\n" for name, value in answer.headers)
            found = re.search(match[2], head + answer.body)
            expect(found is not None, f"nothing like it; {excerpt(answer.body)}")
            self.saved[match[1]] = found[1]
        else:
            raise Failure("is no line of a script")


def expect(is_true, words):
    if not is_true:
        raise Failure(words)


def judge(main):
    """Runs a test with the arguments of the command line and ends the process as its outcome."""
    try:
        sys.exit(main(*sys.argv[1:]))
    except Failure as failure:
        sys.exit(f"FAILED\n{failure}")


def holds(value, relation, wanted):
    if relation == "==":
        return value == wanted
    return wanted in value if relation == "contains" else re.search(wanted, value) is not None


def excerpt(body):
    """What a reader needs of a page: its words."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).strip()
    return f"the page says: {words[:600]}"
