#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A disk that fills up while people work. usage: disk_full.py PROGRAM

A limit on the size of files stands for the full disk: every write that would grow a file fails, and
what is there can still be read. Shown: pages go on, an application is refused in words and not half
made, and as soon as there is room again everything works, without a restart.
"""

import resource
import subprocess
import time
from pathlib import Path

from script import Failure, Script, judge
from service import Service

ONE_BYTE = 1
WAIT = 20


def set_limit(service, limit):
    _, hard = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (limit, hard))


def play(service, script, text):
    """One more piece of the script: cookies and what was saved go on."""
    path = Path(service.scratch) / "piece.txt"
    path.write_text(text, encoding="utf-8")
    script.path = path
    script.run()


LOGIN = """
GET /login
POST /login
field csrf = ${csrf}
field login_name = demo01
field password = yanshi-2026-demo01
status == 303
GET /notice
save version = name="version" value="(\\d+)"
save privacy = name="privacy" value="(\\d+)"
POST /notice
field csrf = ${csrf}
field version = ${version}
field privacy = ${privacy}
status == 303
GET /certificates
save id = href="/certificates/(\\d+)/endorse"
GET /certificates/${id}/endorse
save checked = name="version" value="([^"]+)"
POST /certificates/${id}/checked
field csrf = ${csrf}
field version = ${checked}
field checked = yes
status == 303
GET /certificates/${id}/apply
status == 200
save scenario = name="scenario" id="[^"]+" value="([^"]+)"
"""

SUBMIT = """
POST /certificates/${id}/apply
field csrf = ${csrf}
field step = submit
field scenario = ${scenario}
field days = 30
field recipient =
"""

REFUSED = SUBMIT + """
status == 503
header Retry-After matches ^[1-9]
body contains demo01
GET /certificates
status == 200
GET /endorsements
status == 200
body lacks /endorsements/
GET /faq
status == 200
"""

# A program is told the same in its own language, and that it may ask again.
PROGRAM = """
POST /api/v1/verifications/file
with Authorization: Bearer ${key}
with Yinxin-Purpose: disk
file file = /etc/hostname
"""

PROGRAM_REFUSED = PROGRAM + """
status == 503
header Content-Type contains application/problem+json
header Retry-After matches ^[1-9]
body contains "status":503
"""

PROGRAM_ANSWERED = PROGRAM + """
status == 200
"""

ACCEPTED = SUBMIT + """
status == 303
header Location matches ^/endorsements/
"""


def until_ready(service, script):
    """The copy is there and can be fetched."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return play(service, script, """
GET /certificates/${id}/endorse
status == 200
save file = href="(/copies/\\d+/file)"
GET ${file}
status == 200
header Content-Type == application/pdf
""")
        except Failure:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)  # the pace of asking; the condition is the answer


def main(program):
    with Service(program) as service:
        script = Script(None, service)
        play(service, script, LOGIN)
        set_limit(service, ONE_BYTE)
        script.saved["key"] = Path(service.data, "demo-api-key").read_text(encoding="utf-8").strip()
        play(service, script, REFUSED)
        play(service, script, PROGRAM_REFUSED)
        set_limit(service, resource.RLIM_INFINITY)
        play(service, script, PROGRAM_ANSWERED)
        play(service, script, ACCEPTED)
        until_ready(service, script)
        service.stop()
        subprocess.run([service.program, "fsck", "--data", service.data], check=True,
                       stdout=service.log, stderr=service.log)
        service.start()
    print("disk full: good")
    return 0


if __name__ == "__main__":
    judge(main)
