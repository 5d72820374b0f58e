#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""More people than can be served. usage: peak.py PROGRAM

Shown, with a door made small: who has to wait gets a page in his language that says when to come
again and keeps his place; an older place goes before a newer one; a form that was not admitted is
offered again with what was typed, but for the password; programs get a problem; a storm of logins
keeps nobody from verifying; what operators ask is answered meanwhile; and the numbers say so.
"""

import contextlib
import http.client
import re
import signal
import sys
import threading
import time
from urllib.parse import urlencode

from expectations import end, expect
from service import Service, change_settings

WAITING = {"zh-CN": "现在来的人很多，请稍等", "en": "Many people are here now, please wait"}
NOTHING_DONE = {"zh-CN": "什么都没有改变", "en": "nothing has changed"}
SETTINGS = {"": {"threads": "1"},
            # Longer than ten checks on a machine that has much else to do.
            "admission": {"waiting": "2", "patience": '"200s"', "deadline": '"200s"'},
            # One check takes about a second, and one runs at a time.
            "password": {"at_once": "1", "passes": "20", "memory": '"128MiB"'},
            "limits": {"logins_per_minute": "100000", "queries_per_minute": "1000000"}}
LOGINS_AT_THE_DOOR = 3  # one that is checked and two around it
PATIENCE = 250
REFUSED = 422  # what a wrong name and password get


class Person:
    """A browser at an address of its own."""

    def __init__(self, service, number, language="zh-CN"):
        self.line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE,
                                               source_address=(f"127.0.1.{number}", 0))
        self.cookies, self.language, self.csrf = {}, language, ""
        self.name = f"nobody{number}"
        self.status = self.headers = self.body = None

    def ask(self, method, path, form=None, **headers):
        self.send(method, path, form, **headers)
        return self.take()

    def send(self, method, path, form=None, **headers):
        headers = {"Accept": "text/html", "Accept-Language": self.language,
                   "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.status = None
        self.line.request(method, path, body, headers)

    def take(self):
        """What comes back for what was sent."""
        answer = self.line.getresponse()
        self.status, self.headers = answer.status, answer.headers
        self.body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return self

    def open_login(self):
        self.ask("GET", "/login")
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.body)[1]
        return self

    def log_in(self):
        self.send_login()
        return self.take()

    def send_login(self):
        self.send("POST", "/login", {"csrf": self.csrf, "login_name": self.name,
                                     "password": "geheim-4711-secret", "next": ""})


def together(works):
    """Runs all of them at once and waits for none."""
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def wait_for(threads):
    for thread in threads:
        thread.join(PATIENCE)


def metric(service, line):
    """The number behind a name and its labels."""
    operations = http.client.HTTPConnection("127.0.0.1", service.operations_port, timeout=5)
    operations.request("GET", "/metrics")
    found = re.search(rf"^{re.escape(line)} (\S+)$", operations.getresponse().read().decode(), re.M)
    operations.close()
    return float(found[1]) if found else 0.0


def until(condition, words):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(words)
        time.sleep(0.01)  # the pace of asking; the condition is the answer


@contextlib.contextmanager
def stopped(service):
    """What is sent meanwhile arrives before anything of it is answered."""
    service.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        service.process.send_signal(signal.SIGCONT)


def fill_the_door(service, people):
    """Logins until every slot and every place of the queue is taken. The slots first: who comes
    before anybody was let in finds only the queue."""
    def is_there(kind, count):
        return metric(service, f'yinxin_admission_{kind}{{kind="password"}}') == count
    for person in people[:LOGINS_AT_THE_DOOR]:
        person.send_login()
    until(lambda: is_there("in_flight", LOGINS_AT_THE_DOOR), "taken slots")
    for person in people[LOGINS_AT_THE_DOOR:]:
        person.send_login()
    until(lambda: is_there("queued", 2) and is_there("in_flight", LOGINS_AT_THE_DOOR),
          "a full door")
    return together([person.take for person in people])


def test_logins(service):
    crowd = [Person(service, n).open_login() for n in range(1, LOGINS_AT_THE_DOOR + 3)]
    older = Person(service, 50).open_login()
    newer = Person(service, 51, "en").open_login()
    stranger = Person(service, 52)
    threads = fill_the_door(service, crowd)

    older.log_in()
    newer.log_in()
    for person in (older, newer):
        language = person.language
        expect(person.status == 503, f"a login beyond the queue is asked to wait ({language})")
        expect(WAITING[language] in person.body and NOTHING_DONE[language] in person.body,
               f"the page says so and that nothing was done ({language})")
        expect(person.headers["Content-Language"] == language, f"in the language asked ({language})")
        expect(4 <= int(person.headers["Retry-After"]) <= 30, "Retry-After says when")
        expect(person.headers["Refresh"] is None, "a form is never sent again by itself")
        expect("no-store" in person.headers["Cache-Control"], "nobody keeps the page")
        expect(f'name="login_name" value="{person.name}"' in person.body, "what was typed is kept")
        expect("geheim-4711-secret" not in person.body, "the password is not")
        expect('type="password"' in person.body, "it is asked for again")
        expect(len(person.cookies.get("place", "")) == 34, "the place is in a cookie")

    answers = {stranger.ask("GET", "/verify").status for _ in range(20)}
    waiting = sum(person.status is None for person in crowd)
    expect(answers == {200} and waiting > 0,
           f"twenty look at the page of verification while {waiting} logins wait")
    operations = http.client.HTTPConnection("127.0.0.1", service.operations_port, timeout=2)
    operations.request("GET", "/healthz")
    expect(operations.getresponse().status == 200, "operators are answered")
    expect(service.is_ready() == 200, "and told that it is ready")
    static = re.search(r'href="(/static/[^"]+\.css)"', stranger.body)[1]
    expect(Person(service, 53).ask("GET", static).status == 200, "files are served")

    wait_for(threads)
    expect(all(person.status == REFUSED for person in crowd), "who waited was served")
    test_places(service, older, newer)


def test_places(service, older, newer):
    """Both were asked to wait; the newer comes back first."""
    crowd = [Person(service, n).open_login() for n in range(1, LOGINS_AT_THE_DOOR + 3)]
    threads = fill_the_door(service, crowd)
    order = []
    for person in (newer, older):
        def come_back(person=person):
            person.log_in()
            order.append(person)
        displaced = 'yinxin_admission_shed_total{kind="password",reason="displaced"}'
        before = metric(service, displaced)
        threads += together([come_back])
        until(lambda: metric(service, displaced) > before, "the place of somebody newer")
    wait_for(threads)
    expect(order == [older, newer], "the older place goes before the newer")
    for person in (older, newer):
        expect(person.status == REFUSED, f"and both get in ({person.status})")
        expect(person.cookies.get("place") == "", "the ticket is used up")
    expect(sum(person.status == 503 for person in crowd) == 2, "two without a place gave way")


def burst(service, people, method, path, form=None, **headers):
    """Everybody asks before anybody is answered."""
    for person in people:
        person.ask("GET", "/static/none")  # connects
    with stopped(service):
        for person in people:
            person.send(method, path, form, **headers)
    for person in people:
        person.take()


def test_checking(service):
    """A code of one's own is not kept: back to the page on which it was typed."""
    people = [Person(service, n) for n in range(60, 160)]
    csrf = re.search(r'name="csrf" value="([^"]+)"', people[0].ask("GET", "/verify").body)
    form = {"code": "0000-0000-0000", **({"csrf": csrf[1]} if csrf else {})}
    refused = []
    for _ in range(20):
        burst(service, people, "POST", "/verify/code", form)
        refused = [person for person in people if person.status == 503]
        if refused:
            break
    expect(bool(refused), "a burst of forms meets a full queue")
    for person in refused[:1]:
        expect('href="/verify"' in person.body.split("<main")[1].split("</main>")[0],
               "the way back leads to the page of the form")
        expect("0000-0000-0000" not in person.body, "a code is not sent back")


def test_looking(service):
    people = [Person(service, n, "en" if n % 2 else "zh-CN") for n in range(60, 160)]
    refused = []
    for _ in range(20):
        burst(service, people, "GET", "/verify")
        refused = [person for person in people if person.status == 503]
        if {person.language for person in refused} == set(WAITING):
            break
    expect({person.language for person in refused} == set(WAITING), "a burst meets a full queue")
    expect(any(person.status == 200 for person in people), "and others are served meanwhile")
    for person in refused:
        if (WAITING[person.language] not in person.body or "place" not in person.cookies or
                person.headers["Refresh"] != person.headers["Retry-After"]):
            expect(False, f"a page that keeps the place: {dict(person.headers)}")
            break
    else:
        expect(True, "each has a page in his language, a place, and comes again by itself")
    person = refused[0]
    until(lambda: person.ask("GET", "/verify").status == 200, "to get in")
    expect(person.cookies.get("place") == "", "who gets in gives his ticket back")


def test_programs(service):
    people = [Person(service, n) for n in range(160, 250)]
    refused = []
    for _ in range(20):
        burst(service, people, "GET", "/api/v1/calls", Accept="application/json")
        refused = [person for person in people if person.status == 503]
        if refused:
            break
    expect(bool(refused), "a burst of programs meets a full queue")
    for person in refused[:1]:
        expect(person.headers["Content-Type"].startswith("application/problem+json"), "a problem")
        expect('"code":"unavailable"' in person.body, "with a stable code")
        expect(int(person.headers["Retry-After"]) >= 4, "and Retry-After")
        expect("place" not in person.cookies, "and no ticket")


def main(program):
    service = Service(program)
    change_settings(service.data, SETTINGS)
    with service:
        test_logins(service)
        test_looking(service)
        test_checking(service)
        test_programs(service)
        shed = metric(service, 'yinxin_admission_shed_total{kind="public",reason="full"}')
        expect(shed > 0, "the numbers say who was turned away")
        expect(metric(service, 'yinxin_admission_in_flight{kind="public"}') == 0, "nobody is left")
    end()


if __name__ == "__main__":
    main(sys.argv[1])
