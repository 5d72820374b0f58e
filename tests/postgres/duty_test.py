#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two nodes on one PostgreSQL, one that serves people and one that works: copies are pressed as soon
as somebody works and by nobody else, and only one of the two answers visitors.
usage: duty_test.py PROGRAM"""

import http.client
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "http"))

from register import Register  # noqa: E402
from script import expect, judge  # noqa: E402
from service import Service, free_ports  # noqa: E402

WITHIN = 120
# Rounds of the office's decisions, with a rest of 200 ms between two: a worker looks for copies as it
# starts and then after two seconds at the latest.
ROUNDS = 30


def ask(port, path):
    """Status and text; None and "": nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return None, ""
    finally:
        connection.close()


def status(port, path):
    return ask(port, path)[0]


def metric(operations, line):
    """The number behind a name and its labels; None: this node has no such thing."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", ask(operations, "/metrics")[1], re.M)
    return float(found[1]) if found else None


def wait_for(condition, words):
    began = time.monotonic()
    while not condition():
        expect(time.monotonic() - began < WITHIN, words)
        time.sleep(0.1)  # the pace of asking; the condition is the answer


def main(program):
    service = Service(program, ["--duty", "web"])
    expect(service.database, "YX_TEST_DATABASE names no server")
    register = Register(service)

    def open_jobs():
        """All that a worker writes into a job that it takes."""
        return register.rows("SELECT job_id, state, attempts, fence, lease_until FROM job "
                             "WHERE ended_at IS NULL ORDER BY job_id")

    # Before anybody serves: what is waiting, and has never been touched.
    waiting = open_jobs()
    expect(waiting, "the demonstration left no copies to be pressed")
    expect(all(attempts == "0" for _, _, attempts, _, _ in waiting), "somebody has begun already")
    with service:
        expect(status(service.port, "/") == 200, "the node that serves answers nobody")
        rounds = 'yinxin_round_seconds_count{worker="proposals"}'
        expect(metric(service.operations_port, rounds) is not None, "the node that serves does nothing")
        wait_for(lambda: metric(service.operations_port, rounds) >= ROUNDS,
                 "the node that serves does not go on with what is its own")
        expect(open_jobs() == waiting, "the node that serves has taken copies")
        expect(metric(service.operations_port, "yinxin_press_released_total") is None,
               "the node that serves has a press")
        door, operations = free_ports(2)
        worker = subprocess.Popen(
            [service.program, "serve", "--data", service.data, "--duty", "work", "--listen",
             f"127.0.0.1:{door}", "--metrics", f"127.0.0.1:{operations}", "--public-url",
             service.origin], stdout=service.log, stderr=service.log)
        try:
            wait_for(lambda: status(operations, "/readyz") == 200, "the worker is not ready")
            expect(status(door, "/") is None, "the node that works answers visitors")
            wait_for(lambda: not open_jobs(), "nobody works")
            # Counted after the commit, each by the node that did it.
            wait_for(lambda: sum(metric(operations, f"yinxin_press_{ended}_total")
                                 for ended in ("released", "buried")) == len(waiting),
                     "somebody else than the worker pressed")
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
