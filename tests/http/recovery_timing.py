#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nobody learns from the time an answer takes whether there is an account. usage: recovery_timing.py
PROGRAM

Asks for recovery with mobiles and user names of accounts and with such of nobody, in turn, and
compares the two samples of times with the test of Mann and Whitney. It fails where they differ for
sure and by so much that somebody could use it; a difference of microseconds on one machine, which
drowns in any network, is printed only. It fails too where it has compared nothing: where the samples
are small, or where those who are known did not get the messages that make the difference."""

import http.client
import math
import re
import statistics
import time
import urllib.parse

from register import Register
from script import expect, judge
from service import Service, change_settings

CERTAIN = 0.001  # the chance of such samples from one distribution
USABLE = 0.002  # seconds between the medians
ROUNDS = 4  # of five that one mobile and one name have in an hour
LEAST_SAMPLE = 40  # answers of each kind
CHECKERS = 10  # accounts that state no person: their name alone brings a code
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


def mann_whitney(a, b):
    """The two-sided probability, by the normal approximation with a correction for ties."""
    ranked = sorted([(value, 0) for value in a] + [(value, 1) for value in b])
    ranks, ties, at = [0.0] * len(ranked), 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        for each in range(at, end):
            ranks[each] = (at + end + 1) / 2
        ties += (end - at) ** 3 - (end - at)
        at = end
    first = sum(rank for rank, (_, which) in zip(ranks, ranked) if which == 0)
    n, m = len(a), len(b)
    u = first - n * (n + 1) / 2
    spread = math.sqrt(n * m / 12 * ((n + m + 1) - ties / ((n + m) * (n + m - 1))))
    if spread == 0:
        return 1.0
    return math.erfc(abs(u - n * m / 2) / spread / math.sqrt(2))


class Visitor:
    """Asks from an address of its own each time: nobody may ask often from one."""

    def __init__(self, service):
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        self.asked = 0

    def page(self, path, body=None, cookie=""):
        self.asked += 1
        headers = {"X-Forwarded-For": f"198.51.{self.asked // 250}.{self.asked % 250 + 1}",
                   "Cookie": cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - began
        cookies = "; ".join(value.split(";")[0] for name, value in answer.getheaders()
                            if name.lower() == "set-cookie")
        return answer.status, text, cookies, took

    def ask(self, path, field, value):
        """How long the form takes, its page not counted."""
        _, text, cookie, _ = self.page(path)
        body = urllib.parse.urlencode({"csrf": CSRF.search(text)[1], field: value})
        status, text, _, took = self.page(path, body, cookie)
        if status != 303:
            raise RuntimeError(f"{path} with {field} answered {status}: {text[:200]}")
        return took


class Messages:
    """How many of one kind were written since it was made."""

    def __init__(self, service, name):
        self.register, self.name = Register(service), name
        self.before = self.count()

    def count(self):
        return int(self.register.rows("SELECT COUNT(*) FROM message WHERE name = ?", self.name)[0][0])

    def new(self):
        return self.count() - self.before


def make_checkers(visitor):
    """Registers accounts for checking. @return their user names."""
    names = []
    for i in range(CHECKERS):
        names.append(f"timed.{i:02d}")
        _, text, cookie, _ = visitor.page("/register/verifier")
        status, text, ticket, _ = visitor.page("/register/verifier", urllib.parse.urlencode(
            {"csrf": CSRF.search(text)[1], "mobile": f"199000071{i:02d}", "login_name": names[-1],
             "password": "seven quiet herons on the ice"}), cookie)
        expect(status == 303, f"{names[-1]} cannot register: {status}")
        cookie = "; ".join(part for part in (cookie, ticket) if part)
        code = re.search(r"验证码 (\d{6})", visitor.page("/demo/messages")[1])[1]
        _, text, _, _ = visitor.page("/register/confirm", cookie=cookie)
        status, text, _, _ = visitor.page("/register/confirm", urllib.parse.urlencode(
            {"csrf": CSRF.search(text)[1], "code": code}), cookie)
        expect(status == 303, f"{names[-1]} cannot confirm the mobile: {status}")
    return names


def compare(visitor, path, field, known, unknown, messages, messages_each):
    """@param messages_each  how many each known one gets with an answer."""
    expect(len(known) == len(unknown), f"{path}: {len(known)} known, {len(unknown)} unknown")
    expect(not set(known) & set(unknown), f"{path}: somebody is known and unknown")
    times = {True: [], False: []}
    for turn in range(ROUNDS):
        for pair in zip(known, unknown):
            # Which of the two comes first changes from round to round.
            for which in ((True, False) if turn % 2 == 0 else (False, True)):
                times[which].append(visitor.ask(path, field, pair[0 if which else 1]))
    for which in (True, False):
        expect(len(times[which]) >= LEAST_SAMPLE, f"{path}: only {len(times[which])} answers")
    wanted = messages_each * len(times[True])
    expect(messages.new() == wanted, f"{path}: {messages.new()} messages instead of {wanted}")
    chance = mann_whitney(times[True], times[False])
    gap = statistics.median(times[True]) - statistics.median(times[False])
    print(f"{path}: {len(times[True])} and {len(times[False])} answers, medians differ by "
          f"{gap * 1e6:.0f} us, p = {chance:.4f}")
    return not (chance < CERTAIN and abs(gap) > USABLE)


def main(program):
    # The comparison itself must be able to fail.
    assert mann_whitney([1.0 + i / 100 for i in range(40)], [2.0 + i / 100 for i in range(40)]) < CERTAIN
    assert mann_whitney([i % 7 for i in range(40)], [i % 7 for i in range(40)]) > 0.5
    with Service(program) as service:
        service.stop()
        change_settings(service.data, {"proxies": {"trusted": '["127.0.0.1"]'},
                                       "pressure": {"recover": 0, "register": 0}})
        service.start()
        visitor = Visitor(service)
        _, page, _, _ = visitor.page("/demo")
        # One of the people there has a mobile and no account.
        accounts = re.findall(r"(?s)<tr[^>]*>(?:(?!</tr>).)*?>(demo\d{2})<(?:(?!</tr>).)*?>(1\d{10})<",
                              page)
        names, mobiles = sorted({name for name, _ in accounts}), sorted({each for _, each in accounts})
        nobody = [f"199000{i:05d}" for i in range(60000, 60000 + len(mobiles))]
        good = compare(visitor, "/recover/name", "mobile", mobiles, nobody,
                       Messages(service, "recover_name"), 1)
        # The name of an account that has stated its person is not enough.
        none = [f"none{i:02d}" for i in range(len(names))]
        good &= compare(visitor, "/recover/password", "login_name", names, none,
                        Messages(service, "recover_password"), 0)
        checkers = make_checkers(visitor)
        none = [f"nobody.{i:02d}" for i in range(len(checkers))]
        good &= compare(visitor, "/recover/password", "login_name", checkers, none,
                        Messages(service, "recover_password"), 1)
    expect(good, "the time of an answer tells whether there is an account")
    print("good")
    return 0


if __name__ == "__main__":
    judge(main)
