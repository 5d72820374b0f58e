#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A door under pressure, over real connections (docs/abuse.md). usage: abuse.py PROGRAM

Strangers fail to log in until the form asks for the human check. Somebody whose page is older is sent
back with what he typed, and comes in by the work of a script or by the question in words; a challenge
serves one browser, once. The security administrator sees it in numbers, and the alarm."""

import hashlib
import html
import re
import time
import tomllib
from pathlib import Path

from office import Browser, log_in
from script import expect, judge
from service import Service, change_settings

CHALLENGE = re.compile(r'name="challenge" value="([^"]+)"')
BITS = re.compile(r'data-work-bits="(\d+)"')
QUESTION = re.compile(r'<label for="answer">(.)加(.)等于几')
DEVICE = "device"
WITHIN = 10
ACCOUNT = {"login_name": "demo01", "password": "yanshi-2026-demo01"}
NUMBERS = {words: int(number) for number, words in tomllib.loads(
    Path(__file__).resolve().parents[2].joinpath("web/messages/zh-CN/query.toml")
    .read_text("utf-8"))["query_number"].items()}


def attempt(browser, name, password, token=None, **more):
    token = token or browser.csrf("/login")
    return browser.ask("POST", "/login",
                       {"csrf": token, "next": "", "login_name": name, "password": password, **more})


def is_in(answer):
    return answer.status == 303 and answer.location.endswith("/certificates")


def until(condition, words):
    deadline = time.monotonic() + WITHIN
    while not (found := condition()):
        expect(time.monotonic() < deadline, words)
        time.sleep(0.1)  # the pace of asking; the condition is the answer
    return found


def work_for(challenge, bits):
    number = 0
    while True:
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) == 0:
            return str(number)
        number += 1


def asked(browser):
    """Challenge, bits and the sum of the first form of the page; None at a quiet door."""
    body = browser.get("/login").body
    found = CHALLENGE.search(body)
    if not found:
        return None
    words = QUESTION.search(html.unescape(body))
    return found[1], int(BITS.search(body)[1]), str(NUMBERS[words[1]] + NUMBERS[words[2]])


def press(service):
    person = Browser(service)
    quiet = person.get("/login")
    expect("challenge" not in quiet.body, "a quiet door asks for nothing")
    stranger = Browser(service)
    for i in range(8):
        answer = attempt(stranger, f"stranger-{i}", "wrong horse battery")
        expect(answer.status == 422, f"a wrong password: {answer.status} {answer.words()}")
    until(lambda: asked(stranger), "the door does not ask after eight failures")


def show_old_page(account, person, token):
    """The form was opened before the pressure, and nothing but the right things are in it."""
    answer = attempt(person, account["login_name"], account["password"], token)
    expect(answer.status == 422, f"without an answer: {answer.status} {answer.words()}")
    expect("session" not in person.cookies, "a session was begun")
    expect(f'value="{account["login_name"]}"' in answer.body, "the user name is not kept")
    expect(account["password"] not in answer.body, "the password is in the page")
    expect("请先完成人机校验" in answer.body, f"it does not say what to do: {answer.words()}")
    expect('id="answer-error"' in answer.body and 'href="#answer"' in answer.body,
           "the reason is not beside the question")
    expect("entry.js" in answer.body, "no script does the work")


def come_in(service, account, person):
    challenge, bits, _ = until(lambda: asked(person), "nothing is asked")
    work = work_for(challenge, bits)
    name, password = account["login_name"], account["password"]
    other = Browser(service)
    answer = attempt(other, name, password, challenge=challenge, work=work, answer="")
    expect(answer.status == 422, f"another browser's challenge: {answer.status}")
    answer = attempt(person, name, password, challenge=challenge, work=work, answer="")
    expect(is_in(answer), f"with the work done: {answer.status} {answer.words()}")
    expect(DEVICE in person.cookies, "the browser is not known from now on")

    plain = Browser(service)
    challenge, _, total = asked(plain)
    wrong = attempt(plain, name, password, challenge=challenge, work="", answer="1")
    expect(wrong.status == 422, f"a wrong sum: {wrong.status}")
    challenge, _, total = asked(plain)
    answer = attempt(plain, name, password, challenge=challenge, work="", answer=total)
    expect(is_in(answer), f"with the question in words: {answer.status} {answer.words()}")
    again = Browser(service)
    again.cookies = {key: value for key, value in plain.cookies.items() if key == "visit"}
    answer = attempt(again, name, password, challenge=challenge, work="", answer=total)
    expect(answer.status == 422, f"a challenge used before: {answer.status}")


def show_other_doors(service):
    """Each door for itself: registration is quiet."""
    body = Browser(service).get("/register").body
    expect("challenge" not in body, "registration asks though nobody presses there")


def show_office(service):
    security = log_in(service, "secadmin1")
    page = security.get("/office/doors?door=login&hours=24")
    expect(page.status == 200, f"the page: {page.status} {page.words()}")
    expect("密码登录" in page.body and "<b>第" in page.body, f"no pressure shown: {page.words()}")
    expect("127.0.0.1" not in page.body.split("<main", 1)[1].split("</main>", 1)[0],
           "an address is in the page")
    expect("stranger-" not in page.body, "a name is in the page")
    overview = security.get("/office")
    expect("door:login" in overview.body and 'href="/office/doors"' in overview.body,
           "the alarm does not stand on the first page")
    expect(security.get("/office/doors?lang=en").status == 200, "in English")
    clerk = log_in(service, "clerk1")
    expect(clerk.get("/office/doors").status == 403, "a clerk sees it")


def main(program):
    service = Service(program)
    change_settings(service.data, {"limits": {"logins_per_minute": "100000"},
                                   "pressure": {"login": "5"}})
    with service:
        person = Browser(service)
        token = person.csrf("/login")
        press(service)
        show_old_page(ACCOUNT, person, token)
        come_in(service, ACCOUNT, person)
        show_other_doors(service)
        show_office(service)
    print("abuse: good")
    return 0


if __name__ == "__main__":
    judge(main)
