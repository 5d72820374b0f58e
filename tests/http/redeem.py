#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A program of an organisation fetches a copy with a holder's code. usage: redeem.py PROGRAM

The holder allows it on his pages; a client of the organisation redeems the code through the API, waits
while the copy is pressed, asks again without using up anything, and fetches a file that the API calls
VALID. Shown as well: another client, another organisation's, one without the scope and a second key
get nothing; a code that was withdrawn opens nothing and ends the downloads; no code stands in an
address; both sides read on their pages that it was a program.
"""

import hashlib
import html
import http.client
import json
import re
import subprocess
import time
import urllib.parse

from expectations import expect, show_served
from office import Browser, multipart

WAIT = 60
PURPOSE = "演示：投标资格审查"
NAME = "演示招标中心（演示）"
HOLDERS = ("demo02", "demo01", "demo06")


class Program:
    """A client of the API."""

    def __init__(self, service, key):
        self.service, self.key = service, key

    def ask(self, method, path, body=None, key=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=60)
        sent = {"Authorization": f"Bearer {self.key}",
                "Yinxin-Purpose": urllib.parse.quote("资格审查"), **(headers or {})}
        if key:
            sent["Idempotency-Key"] = key
        if isinstance(body, dict):
            sent["Content-Type"], body = "application/json", json.dumps(body)
        connection.request(method, "/api/v1" + path, body, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    def redeem(self, code, key):
        """@return status, headers and what the JSON says."""
        status, headers, content = self.ask("POST", "/authorised-uses/redeem", {"code": code}, key)
        return status, headers, json.loads(content)

    def file_at(self, link):
        """What a link of an answer leads to."""
        return self.ask("GET", link.partition("/api/v1")[2])


def add_client(service, *options):
    said = subprocess.run(
        [service.program, "api-client", "add", "--data", service.data, "--name", "招标系统", "--live",
         *options, "--apply"], check=True, capture_output=True, text=True).stdout
    return Program(service, re.search(r"key     (yx_\w+)", said)[1])


def log_in(service, login_name):
    browser = Browser(service)
    answer = browser.post("/login", {"login_name": login_name,
                                     "password": f"yanshi-2026-{login_name}"})
    if answer.status != 303:
        raise RuntimeError(f"{login_name}: {answer.status} {answer.words()}")
    shown = dict(re.findall(r'name="(version|privacy)" value="(\d+)"', browser.get("/notice").body))
    if shown:
        browser.post("/notice", shown)
    return browser


def found(pattern, answer):
    match = re.search(pattern, answer.body)
    if not match:
        raise RuntimeError(f"{pattern}: not in {answer.status} {answer.words()}")
    return match[1]


def register(service, browser, name, uscc):
    """An organisation, as its owner states it."""
    made = browser.post("/organisations/new", {
        "name": name, "uscc": uscc, "contact_name": "演示联系人", "contact_phone": "010-00000000"})
    if made.status != 303:
        raise RuntimeError(f"/organisations/new: {made.status} {made.words()}")
    return re.search(r"/organisations/(\d+)", made.location)[1]


def authorise(holder, line, days):
    """@return the page of the use and its code; none: this certificate cannot be authorised."""
    page = f"/certificates/{line}"
    checked = re.search(r'name="version" value="(\d+)"', holder.get(f"{page}/endorse").body)
    if checked:
        holder.post(f"{page}/checked", {"version": checked[1], "checked": "yes"},
                    page=f"{page}/endorse")
    if holder.get(f"{page}/authorise").status != 200:
        return None
    given = holder.post(f"{page}/authorise", {
        "step": "give", "uscc": "99000000MA00000011", "purpose": PURPOSE, "days": str(days)})
    code = re.search(r'big-code">([0-9A-Z-]+)<', given.body)
    return (found(r'href="(/certificates/\d+/uses/\d+)"', given), code[1]) if code else None


def authorise_some(service, days):
    """Somebody whose certificate has an application left, the page of the use, and its code."""
    for login_name in HOLDERS:
        holder = log_in(service, login_name)
        page = holder.get("/certificates").body
        for line in sorted(set(re.findall(r'href="/certificates/(\d+)', page))):
            given = authorise(holder, line, days)
            if given:
                return holder, *given
    raise RuntimeError(f"none of {HOLDERS} can authorise anybody")


def redeem_when_pressed(program, code, key):
    deadline = time.monotonic() + WAIT
    while True:
        status, headers, answer = program.redeem(code, key)
        if status != 202 or time.monotonic() > deadline:
            return status, headers, answer
        expect(answer["state"] == "pressing" and int(headers["Retry-After"]) == answer["retry_after"],
               "while the copy is pressed the answer says when to ask again")
        time.sleep(0.3)  # the pace of asking; the condition is the answer


def show_way(service, owner, organisation, program):
    """From the holder's word to a file that verifies."""
    holder, use, code = authorise_some(service, 30)
    status, _, answer = redeem_when_pressed(program, code.lower().replace("-", " "), "order-1")
    expect(status == 200 and answer["state"] == "fetched" and answer["closed"] is None,
           f"the program has the copy: {status} {answer}")
    expect(answer["purpose"] == PURPOSE and answer["copy_no"] and answer["code"],
           "it reads the purpose and the copy's number and code")
    expect(program.redeem(code.lower().replace("-", " "), "order-1")[2] == answer,
           "the same request is answered the same")
    status, _, another = program.redeem(code, "order-2")
    expect((status, another["code"]) == (409, "authorised_use.over"), "another key gets nothing")

    formats = {each["format"] for each in answer["files"]}
    expect("pdf" in formats, f"files: {formats}")
    for each in answer["files"]:
        status, headers, content = program.file_at(each["link"])
        expect(status == 200 and hashlib.sha256(content).hexdigest() == each["sha256"]
               and len(content) == each["size"], f"the {each['format']} is the one that was announced")
        expect(headers["Content-Disposition"].startswith("attachment;"), "it comes as a file")
        media, body = multipart({}, {"file": (f"copy.{each['format']}", content)})
        status, _, verified = program.ask("POST", "/verifications/file", body,
                                          headers={"Content-Type": media})
        verified = json.loads(verified)
        expect(status == 200 and verified["verdict"] == "VALID"
               and verified["copy_no"] == answer["copy_no"], f"the {each['format']} verifies")

    sister = add_client(service, "--organisation", organisation, "--scopes", "redeem")
    expect(sister.redeem(code, "order-1")[2]["code"] == "authorised_use.over",
           "another client of the organisation gets nothing")
    expect(sister.ask("GET", f"/authorised-uses/{answer['id']}")[0] == 404
           and sister.file_at(answer["files"][0]["link"])[0] == 404, "nor what the first has fetched")

    page = html.unescape(holder.get(use).body)
    expect("已取用" in page and f"由{NAME}的程序取用" in page, "the holder reads that it was a program")
    expect("有 2 次没有取到" in page, "and of the tries in vain")
    copies = html.unescape(owner.get(f"/organisations/{organisation}/copies").body)
    expect("由程序取用：招标系统" in copies, "the organisation's people read which program it was")

    done = holder.post(f"{use}/withdraw", {"copy": "end"}, page=use)
    expect(done.status == 303, "the holder takes it back with the copy")
    status, _, problem = program.file_at(answer["files"][0]["link"])
    expect((status, json.loads(problem)["code"]) == (409, "authorised_use.over"),
           "the program downloads no more")
    status, _, now = program.ask("GET", f"/authorised-uses/{answer['id']}")
    now = json.loads(now)
    expect((status, now["state"], now["files"]) == (200, "withdrawn", []), "and reads why")


def show_refusals(service, program):
    unknown = "0000-0000-0000-0000"
    holder, use, code = authorise_some(service, 29)
    stranger = log_in(service, "demo03")
    other = add_client(service, "--organisation",
                       register(service, stranger, "别的单位（演示）", "99000000MA00000024"),
                       "--scopes", "redeem")
    status, _, refused = other.redeem(code, "order-1")
    _, _, never = other.redeem(unknown, "order-2")
    same = ("type", "title", "code", "status")
    expect(status == 409 and [refused[name] for name in same] == [never[name] for name in same],
           f"another organisation's client gets the answer of a code that never was: {refused}")
    expect(program.redeem(unknown[:-1] + "1", "order-3")[2]["code"] == "authorised_use.code_invalid",
           "a slip is told apart")
    status, _, problem = program.ask("POST", "/authorised-uses/redeem", {"code": code})
    expect((status, json.loads(problem)["member"]) == (422, "Idempotency-Key"),
           "without a key for repetitions nothing is used up")
    expect(program.ask("POST", f"/authorised-uses/redeem?code={unknown}", {}, "order-4")[0] == 422,
           "a code in the address is none")
    plain = add_client(service, "--scopes", "status,verify,changes,bulk")
    status, _, problem = plain.redeem(code, "order-5")
    expect((status, problem["code"]) == (403, "api.scope_missing"), "it takes the scope")
    nobodys = add_client(service, "--scopes", "redeem")
    status, _, problem = nobodys.redeem(code, "order-6")
    expect((status, problem["code"]) == (403, "api.no_organisation"), "and an organisation")
    expect(holder.post(f"{use}/withdraw", {}, page=use).status == 303, "the holder takes it back")
    status, _, problem = program.redeem(code, "order-7")
    expect((status, problem["code"]) == (409, "authorised_use.over"), "withdrawn it opens nothing")
    for turn in range(20):
        status, headers, _ = other.redeem(unknown, f"guess-{turn}")
        if status == 429:
            break
    expect(status == 429 and int(headers["Retry-After"]) > 0, "who guesses is stopped")
    expect(program.redeem(unknown, "order-8")[0] == 409, "and nobody else")


def show(service):
    owner = log_in(service, "demo09")
    organisation = register(service, owner, NAME, "99000000MA00000011")
    subprocess.run([service.program, "organisation", "confirm", organisation, "--data", service.data,
                    "--apply"], check=True, capture_output=True)
    program = add_client(service, "--organisation", organisation, "--scopes", "redeem,verify")
    page = html.unescape(owner.get(f"/organisations/{organisation}/clients").body)
    expect("凭用证码取用加注件" in page, "the organisation reads what its program may do")
    show_way(service, owner, organisation, program)
    show_refusals(service, program)


if __name__ == "__main__":
    show_served(show)
