#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Signed requests of the office through the real command. usage: signed_requests.py PROGRAM

A clerk registers a key on the page and proposes with `yinxin office`; an approver decides. Shown: a
dry run changes nothing; nobody decides on his own; a request works once, is refused when it is old,
signed by another key, for another person or after the key was removed; no secret is an argument. A
table and its photos go the whole way to issued certificates.
"""

import datetime

import http.client
import json
import os
import re
import subprocess
import time
import uuid
import zipfile
from pathlib import Path

from expectations import expect, show_served
from office import log_in
from register import Register

PORTRAIT = Path(__file__).resolve().parents[1] / "unit/documents/data/portrait.jpg"
AT_WORK = ("reading", "staging", "checking")
DONE_WITHIN = 120
MORE_THAN_A_PDF = 12 << 20  # bytes; files given for verification are smaller


class Desk:
    """The command line of one person."""

    def __init__(self, service, login_name, key):
        self.service, self.login_name, self.key = service, login_name, key

    def run(self, verb, *arguments, clock=None, key=None, login_name=None):
        environment = {**os.environ, "LC_ALL": "en_US.UTF-8"}
        if clock:
            environment |= {"LD_PRELOAD": "/usr/$LIB/faketime/libfaketimeMT.so.1", "FAKETIME": clock}
        return subprocess.run(
            [self.service.program, "office", verb, *arguments, "--key", key or self.key, "--as",
             login_name or self.login_name, "--url", self.service.origin],
            capture_output=True, text=True, env=environment, timeout=60,
            start_new_session=True)  # no terminal to ask at

    def answer(self, verb, *arguments):
        done = self.run(verb, *arguments)
        if done.returncode != 0:
            raise RuntimeError(f"{verb}: {done.stderr}")
        return json.loads(done.stdout)


def make_key(service, name, *options):
    path = f"{service.scratch}/{name}.pem"
    done = subprocess.run([service.program, "office", "key", path, *options],
                          capture_output=True, text=True, check=True)
    return path, done.stdout


def register(browser, label, pem):
    answer = browser.post("/office/account/keys", {"label": label, "pem": pem})
    if answer.status != 303:
        raise RuntimeError(f"the key was not taken: {answer.status} {answer.words()}")


def send(service, jws):
    boundary = uuid.uuid4().hex
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="request"\r\n\r\n{jws}\r\n'
            f"--{boundary}--\r\n")
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    connection.request("POST", "/office/api", body,
                       {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, json.loads(text)


def find_line(service):
    """A certificate of the clerk's authority, as its own holder sees it."""
    rows = Register(service).rows("SELECT holder_id, line_id FROM certificate_line ORDER BY holder_id")
    return [f"line:{holder}-{line}" for holder, line in rows]


def resident_number(order):
    """A number that nobody has, with its check character (GB 11643)."""
    body = f"11999919900101{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def write_results(service, year, approved_on):
    """A table of three results, the last with a fault, one whose columns nobody knows, and photos."""
    rows = [["王演示", resident_number(901 + i), f"{year}009998999999{i:04}", "建筑工程",
             approved_on, "19900000001"] for i in range(3)]
    rows[2][5] = "138"
    header = ["姓名", "证件号码", "管理号", "专业", "批准日期", "手机号码"]
    table, unknown, photos = (Path(service.scratch, name)
                              for name in ("results.csv", "unknown.csv", "photos.zip"))
    lines = [",".join(row) for row in rows]
    table.write_text("\r\n".join([",".join(header), *lines]), encoding="utf-8")
    header[2] = "某列"
    unknown.write_text("\r\n".join([",".join(header), *lines]), encoding="utf-8")
    with zipfile.ZipFile(photos, "w") as archive:
        for row in rows:
            archive.writestr(f"{row[1]}.jpg", PORTRAIT.read_bytes())
        archive.writestr("x.bin", os.urandom(MORE_THAN_A_PDF))
    return str(table), str(unknown), str(photos)


def wait_for(question, is_answer):
    """Asks until the answer is the right one, or for so long that it will not be."""
    deadline = time.monotonic() + DONE_WITHIN
    while True:
        answer = question()
        if is_answer(answer) or time.monotonic() > deadline:
            return answer
        time.sleep(1)  # the pace of asking; an address has 120 requests a minute


def checked(clerk, number):
    return wait_for(lambda: clerk.answer("imports", number),
                    lambda answer: answer["state"] not in AT_WORK)


def show_import(service, clerk, approver, with_phrase):
    """From a table to issued certificates, as a night job goes."""
    approved_on = datetime.date.today() - datetime.timedelta(days=30)
    year = approved_on.year
    table, unknown, photos = write_results(service, year, approved_on.isoformat())
    wish = ("--qualification", "constructor_1", "--year", str(year))

    known = len(clerk.answer("imports")["imports"])
    dry = clerk.answer("import", table, *wish)
    expect(dry["rows"] == 3 and dry["missing"] == [] and dry["would_be"] == "staging",
           "a table is looked through")
    expect({"column": "B", "header": "证件号码", "field": "id_number"} in dry["columns"],
           "its columns are recognised")
    expect(clerk.answer("import", unknown, *wish)["missing"] == ["management_no"],
           "a column that is missing is named")
    refused = clerk.run("import", unknown, *wish, "--apply")
    expect(refused.returncode == 1 and "import.mapping_incomplete" in refused.stderr and
           "(field: management_no)" in refused.stderr, "and is an error: " + refused.stderr.strip())
    expect(len(clerk.answer("imports")["imports"]) == known and
           os.listdir(f"{service.data}/uploads") == [], "nothing was kept so far")
    not_a_clerk = approver.run("import", table, *wish, *with_phrase)
    expect("forbidden" in not_a_clerk.stderr, "an approver imports nothing")

    number = clerk.answer("import", table, *wish, "--apply")["import"]
    one = checked(clerk, number)
    expect(one["state"] == "checked" and (one["good"], one["faulty"]) == (2, 1),
           "the rows are taken over and checked")
    expect(one["faulty_rows"] == [
        {"row": 4, "problems": [{"field": "mobile", "problem": "mobile_invalid"}]}],
        "a faulty row is told by its number")
    judged = clerk.answer("photos", number, photos)
    expect(judged["good"] == 3 and judged["refused"] == {"no_number": 1}, "photos are judged")
    clerk.answer("photos", number, photos, "--apply")
    one = checked(clerk, number)
    expect(one["photos"]["used"] == 3 and one["without_photo"] == 0, "photos are added")

    stopped = clerk.run("submit", number)
    expect("import.has_faults" in stopped.stderr, "faulty rows stop a submission")
    dry = clerk.answer("submit", number, "--leave-faulty")
    expect(dry["would_be"] == "submitted" and (dry["rows"], dry["left_out"]) == (2, 1) and
           clerk.answer("imports", number)["state"] == "checked", "a submission can be tried")
    made = clerk.answer("submit", number, "--leave-faulty", "--decision-no", "演示〔2026〕2号",
                        "--apply")
    own = clerk.run("decide", made["proposal"], "--approve", "--apply")
    expect("staff.same_person" in own.stderr, "nobody approves what he submitted")
    expect("import.not_open" in clerk.run("discard", number, "--apply").stderr,
           "what was submitted is not given up")
    before = len(find_line(service))
    approver.answer("decide", made["proposal"], "--approve", "--apply", *with_phrase)
    issued = wait_for(
        lambda: Register(service).rows("SELECT state FROM batch WHERE batch_id = ?", int(made["batch"])),
        lambda rows: rows == [("released",)])
    expect(issued == [("released",)] and len(find_line(service)) == before + 2,
           f"two certificates are issued {issued}")

    second = clerk.answer("import", table, *wish, "--apply")["import"]
    again = checked(clerk, second)
    expect(again["good"] == 0 and {"problem": "person_registered", "rows": 2} in again["problems"],
           f"who has a certificate does not get it twice: {again['problems']}")
    clerk.answer("discard", second, "--apply")
    expect(clerk.answer("imports", second)["state"] == "discarded", "an import can be given up")


def show(service):
    clerk_browser = log_in(service, "clerk1")
    approver_browser = log_in(service, "approver1")
    # One person with both roles: two are needed all the same.
    security = log_in(service, "secadmin1")
    page = security.get("/office/staff").body
    number = re.search(r'href="/office/staff/(\d+)">clerk1<', page)[1]
    changed = security.post(f"/office/staff/{number}/roles", {"role_clerk": "yes",
                                                              "role_approver": "yes"},
                            page=f"/office/staff/{number}")
    expect(changed.status == 303, "roles are granted")
    clerk_key, clerk_pem = make_key(service, "clerk", "--no-pass-phrase")
    expect(os.stat(clerk_key).st_mode & 0o777 == 0o600, "a private key is its owner's alone")
    secret = Path(service.scratch, "phrase")
    secret.write_text("violet kettle hums\n")
    secret.chmod(0o600)
    approver_key, approver_pem = make_key(service, "approver", "--ed25519", "--pass-phrase-file",
                                          str(secret))
    expect("ENCRYPTED" in Path(approver_key).read_text(), "a pass phrase encrypts the key")
    register(clerk_browser, "程序", clerk_pem)
    register(approver_browser, "程序", approver_pem)
    clerk = Desk(service, "clerk1", clerk_key)
    approver = Desk(service, "approver1", approver_key)

    reason = Path(service.scratch, "reason")
    reason.write_text("演示：查实代考\n", encoding="utf-8")
    decision = ("--decision-no", "演示〔2026〕1号")
    mine = None
    for line in find_line(service):
        done = clerk.run("propose", "revoke", line, "--reason-file", str(reason),
                         *decision)
        if done.returncode == 0:
            mine = line
            break
        expect("not_found" in done.stderr, f"another authority's certificate is not there ({line})")
    expect(mine is not None and json.loads(done.stdout)["applied"] is False,
           "without --apply it says what it would do")
    expect(clerk.answer("proposals")["open"] == [], "a dry run left nothing behind")

    made = clerk.answer("propose", "revoke", mine, "--reason-file", str(reason), *decision, "--apply")
    number = made["proposal"]
    expect(made["state"] == "open", "with --apply it waits for a second person")
    again = clerk.run("propose", "revoke", mine, "--reason-file", str(reason), *decision, "--apply")
    expect(again.returncode == 1 and "conflict" in again.stderr, "one waits already")
    own = clerk.run("decide", number, "--approve", "--apply")
    expect(own.returncode == 1 and "staff.same_person" in own.stderr,
           "nobody decides on his own: " + own.stderr.strip())
    with_phrase = ("--pass-phrase-file", str(secret))
    expect(approver.run("decide", number, "--approve").returncode == 1,
           "an encrypted key asks for its pass phrase")
    dry = approver.answer("decide", number, "--approve", *with_phrase)
    expect(dry["applied"] is False and "would_be" in dry, "a decision can be tried")
    wrong_role = approver.run("propose", "revoke", mine, "--reason-file", str(reason), *decision, *with_phrase)
    expect(wrong_role.returncode == 1 and "forbidden" in wrong_role.stderr,
           "an approver proposes nothing")
    stopped = approver.answer("stop", mine, "--reason-file", str(reason), *with_phrase)
    expect(stopped["applied"] is False and stopped["would_be"] == "stopped", "a stop can be tried")
    not_staff_admin = clerk.run("staff")
    expect("forbidden" in not_staff_admin.stderr, "a clerk does not see who works here")

    # Refusals of the request itself.
    signed = clerk.run("proposals", "--print-request").stdout.strip()
    expect(send(service, signed)[0] == 200, "a printed request can be sent by another program")
    status, problem = send(service, signed)
    expect(status == 401 and problem["reason"] == "used", "a request works once")
    for clock, words in (("-10m", "an old request"), ("+10m", "one from the future")):
        late = clerk.run("proposals", "--print-request", clock=clock).stdout.strip()
        status, problem = send(service, late)
        expect(status == 401 and problem["reason"] == "time", f"{words} is refused")
    stranger, _ = make_key(service, "stranger", "--no-pass-phrase")
    expect("(reason: signature)" in clerk.run("proposals", key=stranger).stderr,
           "a key nobody registered is refused")
    expect("(reason: person)" in clerk.run("proposals", login_name="clerk2").stderr,
           "a key does not stand for another person")
    os.chmod(stranger, 0o644)
    expect("0600" in clerk.run("proposals", key=stranger).stderr,
           "a key that others can read is not used")

    show_import(service, clerk, approver, with_phrase)

    decided = approver.answer("decide", number, "--refuse", "--note-file", str(reason), "--apply",
                              *with_phrase)
    expect(decided["state"] == "refused", "a colleague decides")
    late = approver.run("decide", number, "--approve", "--apply", *with_phrase)
    expect("proposal.not_open" in late.stderr, "what was decided stays decided")

    stopped = clerk.answer("stop", mine, "--reason-file", str(reason), "--apply")
    expect(stopped["state"] == "stopped", "one person stops at once")
    own = clerk.run("decide", stopped["proposal"], "--approve", "--apply")
    expect("staff.same_person" in own.stderr, "nobody confirms his own stop")
    confirmed = approver.answer("decide", stopped["proposal"], "--approve", "--apply", *with_phrase)
    expect(confirmed["state"] == "applied", "a colleague confirms it")

    key_id = clerk_browser.get("/office/account/keys").body.split('name="key" value="')[1].split('"')[0]
    removed = clerk_browser.post("/office/account/keys/remove", {"key": key_id},
                                 page="/office/account/keys")
    expect(removed.status == 303, "a key can be removed")
    expect("(reason: signature)" in clerk.run("proposals").stderr, "and opens nothing any more")


if __name__ == "__main__":
    show_served(show)
