#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One id leads from the click to the signature: in the answer, the logs, the job and the audit.

usage: traces.py PROGRAM
Twice: with the seals' keys in the serving process, and with `yinxin signer` beside it.
"""

import json
import subprocess
from pathlib import Path

from disk_full import LOGIN, SUBMIT, play, until_ready
from register import Register
from script import Script, expect, judge
from service import Service, change_settings

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
BROKEN = ("", "00-xyz", PARENT.upper(), PARENT.replace(TRACE, "0" * 32), PARENT + "-more",
          "ff" + PARENT[2:])


def lines_of(log):
    """The log's records about the trace, by event."""
    log.flush()
    text = Path(log.name).read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        if line.startswith("{") and TRACE in line:
            record = json.loads(line)
            found.setdefault(record["event"], []).append(record)
    return found


def check_made_and_continued(service, script):
    """A trace that is not one is replaced; a good one is answered with; error pages name the request."""
    made = set()
    for header in BROKEN:
        play(service, script, f"GET /faq\nwith traceparent: {header}\nstatus == 200\n"
             r"header Traceresponse matches ^00-[0-9a-f]{32}-[0-9a-f]{16}-01$" + "\n")
        made.add(script.answer.header("Traceresponse").split("-")[1])
    expect(len(made) == len(BROKEN) and TRACE not in made, f"traces made: {made}")
    play(service, script, f"GET /nowhere\nwith traceparent: {PARENT}\nstatus == 404\n"
         f"header Traceresponse matches ^00-{TRACE}-[0-9a-f]{{16}}-01$\n")
    request = script.answer.header("Traceresponse").split("-")[2]
    refused = [each for each in lines_of(service.log).get("http.request", []) if each["id"] == request]
    expect(len(refused) == 1 and refused[0]["status"] == 404, f"the line of {request}: {refused}")


def check_followed(service, script, signing_log):
    play(service, script, SUBMIT + f"with traceparent: {PARENT}\nstatus == 303\n"
         f"header Traceresponse contains {TRACE}\n")
    until_ready(service, script)
    here = lines_of(service.log)
    click = [each for each in here["http.request"] if each["status"] == 303]
    expect(len(click) == 1 and click[0]["route"] == "/certificates/{id}/apply", f"the click: {click}")
    expect(len(here["copy.released"]) == 1, f"the release: {here}")
    used = lines_of(signing_log).get("seal.used", [])
    expect(sorted(each["format"] for each in used) == ["ofd", "pdf"], f"the seal's uses: {used}")
    register = Register(service)
    job = [int(number) for number, in register.rows("SELECT job_id FROM job WHERE trace = ?", TRACE)]
    audit = register.rows("SELECT object FROM audit_event WHERE kind = 'seal.used' AND facts LIKE ?",
                          f"%{TRACE}%")
    intents = {int(number) for number, in
               register.rows("SELECT intent_id FROM seal_intent WHERE trace = ?", TRACE)}
    expect(job == [here["copy.released"][0]["job"]], f"the job: {job}")
    expect({f"intent:{number}" for number in intents} == {name for name, in audit} and
           intents == {each["intent"] for each in used},
           f"intents {intents}, audit {audit}, log {used}")


def main(program):
    with Service(program) as service:
        script = Script(None, service)
        check_made_and_continued(service, script)
        play(service, script, LOGIN)
        check_followed(service, script, service.log)
    service = Service(program)
    change_settings(service.data, {"signing": {"socket": f'"{service.scratch}/door/socket"'}})
    with open(f"{service.scratch}/signer.log", "w", encoding="utf-8") as log:
        signer = subprocess.Popen([service.program, "signer", "--data", service.data],
                                  stdout=log, stderr=log)
        try:
            with service:
                script = Script(None, service)
                play(service, script, LOGIN)
                check_followed(service, script, log)
                expect("seal.used" not in lines_of(service.log), "the service used a seal itself")
        finally:
            signer.terminate()
            signer.wait(30)
    print("traces: good")
    return 0


if __name__ == "__main__":
    judge(main)
