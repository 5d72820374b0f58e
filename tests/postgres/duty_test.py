#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two nodes on one PostgreSQL, one that serves people and one that works: copies are pressed as soon
as somebody works, and only one of the two answers visitors. usage: duty_test.py PROGRAM"""

import http.client
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "http"))

from register import Register  # noqa: E402
from script import expect, judge  # noqa: E402
from service import Service, free_ports  # noqa: E402

WITHIN = 120


def status(port, path):
    """What is answered; None: nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def wait_for(condition, words):
    began = time.monotonic()
    while not condition():
        expect(time.monotonic() - began < WITHIN, words)
        time.sleep(0.1)  # the pace of asking; the condition is the answer


def main(program):
    service = Service(program, ["--duty", "web"])
    expect(service.database, "YX_TEST_DATABASE names no server")
    with service:
        register = Register(service)

        def open_jobs():
            return int(register.rows("SELECT COUNT(*) FROM job WHERE ended_at IS NULL")[0][0])

        waiting = open_jobs()
        expect(waiting > 0, "the demonstration left no copies to be pressed")
        expect(status(service.port, "/") == 200, "the node that serves answers nobody")
        door, operations = free_ports(2)
        worker = subprocess.Popen(
            [service.program, "serve", "--data", service.data, "--duty", "work", "--listen",
             f"127.0.0.1:{door}", "--metrics", f"127.0.0.1:{operations}", "--public-url",
             service.origin], stdout=service.log, stderr=service.log)
        try:
            wait_for(lambda: status(operations, "/readyz") == 200, "the worker is not ready")
            expect(open_jobs() <= waiting, "jobs came from nowhere")
            expect(status(door, "/") is None, "the node that works answers visitors")
            wait_for(lambda: open_jobs() == 0, "nobody works")
        finally:
            worker.terminate()
            expect(worker.wait(timeout=30) == 0, "the worker did not end cleanly")
    refused = subprocess.run([service.program, "serve", "--data", "/nonexistent", "--duty", "rest"],
                             capture_output=True, text=True, check=False)
    expect(refused.returncode != 0, "any word is a duty")
    print("duty: good")
    return 0


if __name__ == "__main__":
    judge(main)
