#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A service manager is told when the service answers and when it begins to stop. usage: readiness.py PROGRAM

The protocol is that of sd_notify(3); the units of packaging/systemd wait for it (Type=notify).
"""

import http.client
import os
import socket

from script import expect, judge
from service import Service


def heard(manager):
    manager.settimeout(30)
    return manager.recv(4096).decode("ascii")


def main(program):
    service = Service(program)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"{service.scratch}/notify")
        os.environ["NOTIFY_SOCKET"] = manager.getsockname()
        with service:
            expect(heard(manager) == "READY=1", "the first word is not READY=1")
            page = http.client.HTTPConnection("127.0.0.1", service.port, timeout=5)
            page.request("GET", "/")
            expect(page.getresponse().status == 200, "told before it answers")
            page.close()
        expect(heard(manager) == "STOPPING=1", "the last word is not STOPPING=1")
    # What leads to no socket is passed over.
    os.environ["NOTIFY_SOCKET"] = "/nowhere/at/all"
    with Service(program):
        pass
    print("readiness: good")
    return 0


if __name__ == "__main__":
    judge(main)
