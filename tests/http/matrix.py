#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every route, asked by every kind of visitor. usage: matrix.py PROGRAM

The table of routes comes from the program itself (`yinxin routes`), what each role may do from ROLES
in matrix_rules.py, written down a second time on purpose. Each route is asked with objects of
authority A and of one holder by: nobody, that holder, another holder, a verifier without a person, somebody of the office
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

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from matrix_rules import ENDS_OTHERS, ENDS_SESSION, ENDS_THING, FIELDS, QUERY, SENDS_CODES
from matrix_rules import expected, filled, may_pass, objects, parameters
from matrix_world import World
from service import Service

STALE = 60 * 60  # seconds; more than a form may be sent after the second factor


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
        if route["name"] in SENDS_CODES:
            self.world.forget_limits()
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
