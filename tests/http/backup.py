#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Backup and restore of a service that is used meanwhile. usage: backup.py PROGRAM

Shown: a backup made while people write is whole and has everything that was acknowledged before it
began; an older database put in place by hand is refused in words; what was restored serves, answers
the codes of old copies, and gives out numbers nobody ever had, though it lacks some that were given
out.
"""

import json
import shutil
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

from disk_full import LOGIN, SUBMIT, play, until_ready
from register import Register
from script import Failure, Script, judge
from service import Service

BACKUPS_WHILE_WRITTEN = 3
ENDS_WITHIN = 120

APPLY = SUBMIT + """
status == 303
save endorsement = Location: /endorsements/(\\d+)
"""

# The same application again on one day is the same copy, unless another is wanted: another length.
APPLY_AGAIN = APPLY.replace("field days = 30", "field days = 60")

# Consent and the checked data are in the backup.
LOGIN_AGAIN = """
GET /login
POST /login
field csrf = ${csrf}
field login_name = demo01
field password = yanshi-2026-demo01
status == 303
GET /certificates/${id}/apply
status == 200
"""

WRONG_LOGIN = """
GET /login
POST /login
field csrf = ${csrf}
field login_name = nobody
field password = not-a-password-of-anybody
"""


class Tool:
    """The program as its operator runs it."""

    def __init__(self, service):
        self.service = service

    def run(self, *arguments, code=0):
        try:
            done = subprocess.run([self.service.program, *map(str, arguments)], capture_output=True,
                                  text=True, check=False, timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            raise Failure(f"{' '.join(map(str, arguments))}: did not end") from None
        if done.returncode != code:
            raise Failure(f"{' '.join(map(str, arguments))}: {done.returncode} instead of {code}\n"
                          f"{done.stdout}{done.stderr}")
        return done.stdout + done.stderr


def says(text, words):
    if words not in text:
        raise Failure(f"not said: {words}\n{text}")


def copies(service, states=("pressing", "released", "failed")):
    """(number, code) of every copy in the register."""
    return {(number, code) for number, code, state
            in Register(service).rows("SELECT copy_no, copy_code, state FROM copy")
            if state in states}


def write_journal(path, entries):
    """What the client was told; `entries` are (operation, id)."""
    lines = [json.dumps({"op": operation, "at": int(time.time() * 1000), "id": name,
                         "outcome": "acknowledged"}) for operation, name in entries]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def back_up_while_used(service, tool, scratch):
    """Somebody logs in wrongly all the time, which is written down each time."""
    over = threading.Event()
    trouble = []

    def write():
        script = Script(None, service)
        script.path = scratch / "writer.txt"
        script.path.write_text(WRONG_LOGIN, encoding="utf-8")
        while not over.is_set():
            try:
                script.run()
            except Exception as failure:  # whatever it is, the test says it
                trouble.append(failure)
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(BACKUPS_WHILE_WRITTEN):
            made = tool.run("backup", "--data", service.data, "--output", scratch / f"b{number}",
                            "--json")
            if json.loads(made)["missing"]:
                raise Failure(f"files are missing: {made}")
    finally:
        over.set()
        writer.join()
    if trouble:
        raise trouble[0]
    return scratch / f"b{BACKUPS_WHILE_WRITTEN - 1}"


def refuse_old_database(service, tool, old, witness):
    """What a copied-back file does; afterwards it is said openly."""
    for end in ("", "-wal", "-shm"):
        Path(f"{service.data}/yinxin.sqlite{end}").unlink(missing_ok=True)
    shutil.copyfile(old, f"{service.data}/yinxin.sqlite")
    refused = tool.run("serve", "--data", service.data, "--witness", witness,
                       "--listen", f"127.0.0.1:{service.port}",
                       "--metrics", f"127.0.0.1:{service.operations_port}", code=1)
    says(refused, "older than what the witness has seen")
    says(refused, "yinxin restore --after-database")
    says(tool.run("fsck", "--invariants", "--data", service.data, "--witness", witness, code=1),
         "audit.rolled_back")
    tool.run("restore", "--after-database", "--data", service.data, "--witness", witness, "--apply")
    tool.run("fsck", "--invariants", "--data", service.data, "--witness", witness)


def serve_restored(service, script, known):
    """The restored directory, with somebody who knows a code and somebody who wants a copy."""
    _, code = known
    script.saved["code"] = code
    play(service, script, """
GET /verify
POST /verify/code
field csrf = ${csrf}
field code = ${code}
status == 303
header Location matches ^/v/
""")
    play(service, script, LOGIN_AGAIN)
    play(service, script, APPLY_AGAIN.replace("60", "45"))
    until_ready(service, script)


def main(program):
    with Service(program) as service:
        tool = Tool(service)
        scratch = Path(service.scratch)
        key, witness, old = scratch / "private.pem", scratch / "witness", scratch / "old.sqlite"
        service.stop()
        tool.run("backup", "key", "--data", service.data, "--private", key, "--apply")
        service.options = ["--witness", str(witness)]
        service.start()

        script = Script(None, service)
        play(service, script, LOGIN)
        play(service, script, APPLY)
        until_ready(service, script)
        before = copies(service)
        released = copies(service, ("released",))
        told = [("apply", script.saved["endorsement"])]
        archive = back_up_while_used(service, tool, scratch)
        says(tool.run("backup", "check", archive, "--key", key), "Whole")
        with sqlite3.connect(f"file:{service.data}/yinxin.sqlite?mode=ro", uri=True) as live, \
                sqlite3.connect(old) as copy:
            live.backup(copy)

        play(service, script, APPLY_AGAIN)
        until_ready(service, script)
        lost = [("apply", script.saved["endorsement"])]
        ever = copies(service)
        service.stop()
        tool.run("fsck", "--invariants", "--data", service.data, "--witness", witness)
        seen = witness.read_text(encoding="utf-8")
        refuse_old_database(service, tool, old, witness)

        witness.write_text(seen, encoding="utf-8")
        restored = scratch / "restored"
        says(tool.run("restore", archive, "--key", key, "--data", restored), "add --apply")
        says(tool.run("restore", archive, "--key", key, "--data", restored, "--witness", witness,
                      "--apply"), "0 problem(s)")
        journal = scratch / "journal"
        write_journal(journal, told)
        tool.run("fsck", "--invariants", "--data", restored, "--witness", witness,
                 "--journal", journal)
        write_journal(journal, told + lost)
        says(tool.run("fsck", "--invariants", "--data", restored, "--journal", journal, code=1),
             f"endorsement:{lost[0][1]}: gone")

        service.data = str(restored)
        service.start()
        if not before <= copies(service):
            raise Failure("a copy of before the backup is not in it")
        visitor = Script(None, service)
        visitor.saved.update({name: script.saved[name] for name in ("id", "scenario")})
        serve_restored(service, visitor, min(released))
        fresh = copies(service) - before
        again = {number for number, _ in fresh} & {number for number, _ in ever}
        if not fresh or again:
            raise Failure(f"{len(fresh)} new copies, given out before: {again}")
        tool.run("audit", "verify", "--data", restored, "--witness", witness)
    print("backup: good")
    return 0


if __name__ == "__main__":
    judge(main)
