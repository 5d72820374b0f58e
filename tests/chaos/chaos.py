#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nodes are killed, frozen and cut off at random, and the database restarted, while a release day goes
on; then nothing that was acknowledged may be missing. usage: chaos.py PROGRAM [--seconds N] [--seed N]

Two nodes that visitors are sent to and two that only work share one PostgreSQL and one directory of
files; as root each is in a network namespace of its own, else cutting off is left out. Meanwhile an
approver stops certificates at one node, and every node that can be reached must say so within a
second. At the end `yinxin fsck --invariants` judges the register with the clients' journal.
"""

import argparse
import contextlib
import dataclasses
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/http"))

import office  # noqa: E402  (after the path to it)
import register  # noqa: E402
from service import change_settings, free_ports  # noqa: E402

CLUSTER = ROOT / "tests/postgres/cluster.sh"
NETWORK = "10.203.77"
VERDICT = re.compile(r'<section class="verdict is-([a-z-]+)" aria-labelledby="verdict"')
GENUINE = "compare"  # what is said of a good copy: compare it with this paper
SEEN_WITHIN = 1.0
READY_WITHIN = 60
QUIET_WITHIN = 180


def run(*command, check=True):
    return subprocess.run(list(map(str, command)), check=check, capture_output=True, text=True)


def until(what, seconds, test):
    """The first true answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = test()
            if answer:
                return answer
        time.sleep(0.1)  # the pace of asking; the condition is the answer
    raise TimeoutError(what)


@dataclasses.dataclass
class Namespaces:
    """A bridge with the database on it, and a namespace for each node; none without root."""
    is_there: bool
    made: list = dataclasses.field(default_factory=list)

    def __enter__(self):
        if self.is_there:
            self.remove()
            run("ip", "link", "add", "yxchaos", "type", "bridge")
            run("ip", "address", "add", f"{NETWORK}.1/24", "dev", "yxchaos")
            run("ip", "link", "set", "yxchaos", "up")
        return self

    def __exit__(self, *_):
        if self.is_there:
            self.remove()

    def remove(self):
        for name in run("ip", "netns", "list").stdout.split():
            if name.startswith("yxchaos-"):
                run("ip", "netns", "delete", name, check=False)
        run("ip", "link", "delete", "yxchaos", check=False)

    def add(self, number):
        """@return the address and what a command is begun with."""
        if not self.is_there:
            return "127.0.0.1", []
        name, outer, inner = f"yxchaos-{number}", f"yxc{number}", f"yxi{number}"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name)
        run("ip", "link", "set", outer, "master", "yxchaos", "up")
        within = ["ip", "netns", "exec", name]
        run(*within, "ip", "link", "set", "lo", "up")
        run(*within, "ip", "address", "add", f"{NETWORK}.1{number}/24", "dev", inner)
        run(*within, "ip", "link", "set", inner, "up")
        return f"{NETWORK}.1{number}", within

    def set_link(self, number, state):
        run("ip", "link", "set", f"yxc{number}", state)


class Node:
    def __init__(self, world, number):
        self.world, self.number = world, number
        self.host, self.within = world.network.add(number)
        self.port, self.operations_port = free_ports(2)
        self.data = world.data
        self.log = open(f"{world.scratch}/node-{number}.log", "a", encoding="utf-8")
        self.process = None
        self.is_reachable = True

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    def start(self):
        # A frozen or killed `ip netns exec` is the program itself: it replaces itself by it.
        self.process = subprocess.Popen(
            [*self.within, self.world.program, "serve", "--data", self.data,
             "--listen", f"{self.host}:{self.port}",
             "--metrics", f"{self.host}:{self.operations_port}",
             "--public-url", self.world.public_url], stdout=self.log, stderr=self.log)

    def wait_ready(self):
        until(f"node {self.number} is ready", READY_WITHIN, lambda: self.status("/readyz") == 200)

    def status(self, path):
        connection = http.client.HTTPConnection(self.host, self.operations_port, timeout=3)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return connection.getresponse().status

    def verdict(self, token, timeout=SEEN_WITHIN):
        """What the page of a copy says here; none if nobody answers."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", f"/v/{token}")
            answer = connection.getresponse()
            found = VERDICT.search(answer.read().decode("utf-8", "replace"))
            if answer.status == 200 and found:
                return found[1]
        return None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)


class World:
    def __init__(self, program, network, scratch, seed):
        self.program, self.network, self.scratch = program, network, scratch
        self.chance = random.Random(seed)
        self.data = f"{scratch}/demo"
        self.place = f"/tmp/yinxin-chaos-{os.getpid()}"
        self.faults = {}
        self.nodes = []

    def begin(self, users):
        self.make_database()
        self.make_demonstration(users)
        self.nodes = [Node(self, number) for number in range(1, 5)]
        self.public_url = self.nodes[0].url

    def end(self):
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.process.send_signal(signal.SIGCONT)
                node.kill()
        run(CLUSTER, "stop", self.place, check=False)

    def make_database(self):
        environment = {**os.environ, "YX_CLUSTER_LISTEN": f"{NETWORK}.1" if self.network.is_there else ""}
        subprocess.run([CLUSTER, "start", self.place], check=True, env=environment)
        host = f"{NETWORK}.1" if self.network.is_there else ""
        tail = "" if host else f"?host={self.place}"
        register.SERVER = f"postgresql://yinxin@{host}/postgres{tail}"
        self.database = register.make_database()

    def make_demonstration(self, users):
        with open(f"{self.scratch}/demo.log", "w", encoding="utf-8") as log:
            subprocess.run([self.program, "demo", "--data", self.data, "--database",
                            self.database], check=True, stdout=log, stderr=log)
            change_settings(self.data, {"press": {"lease": '"5s"'},
                                        "limits": {"logins_per_minute": 100000,
                                                   "queries_per_minute": 100000}})
            self.accounts = f"{self.scratch}/accounts"
            subprocess.run([self.program, "bench", "accounts", "--data", self.data, "--users",
                            str(users), "--accounts", self.accounts], check=True, stdout=log,
                           stderr=log)

    def rows(self, question):
        return register.ask_server(self.database, question)

    # Faults. Each leaves everything as it was.
    def kill_node(self):
        node = self.chance.choice(self.nodes)
        node.is_reachable = False
        node.kill()
        time.sleep(self.chance.uniform(0, 3))
        node.start()
        node.wait_ready()
        node.is_reachable = True

    def freeze_node(self):
        # Longer than a lease: what the node holds is taken by another, and it comes back late.
        node = self.chance.choice(self.nodes)
        node.is_reachable = False
        node.process.send_signal(signal.SIGSTOP)
        time.sleep(self.chance.uniform(1, 9))
        node.process.send_signal(signal.SIGCONT)
        node.wait_ready()
        node.is_reachable = True

    def cut_node_off(self):
        node = self.chance.choice(self.nodes)
        node.is_reachable = False
        self.network.set_link(node.number, "down")
        time.sleep(self.chance.uniform(1, 8))
        self.network.set_link(node.number, "up")
        node.wait_ready()
        node.is_reachable = True

    def restart_database(self):
        for node in self.nodes:
            node.is_reachable = False
        run(CLUSTER, "crash", self.place)
        time.sleep(self.chance.uniform(0, 2))
        run(CLUSTER, "again", self.place)
        for node in self.nodes:
            node.wait_ready()
            node.is_reachable = True

    def end_connections(self):
        self.rows("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
                  "WHERE datname = current_database() AND pid <> pg_backend_pid()")

    def trouble(self, until_moment):
        kinds = [self.kill_node, self.freeze_node, self.restart_database, self.end_connections]
        if self.network.is_there:
            kinds.append(self.cut_node_off)
        while time.monotonic() < until_moment:
            fault = self.chance.choice(kinds)
            fault()
            self.faults[fault.__name__] = self.faults.get(fault.__name__, 0) + 1
            time.sleep(self.chance.uniform(0.5, 3))


class Stops(threading.Thread):
    """An approver stops certificates at one node; all nodes must say so within a second (I7)."""

    def __init__(self, world, ending):
        super().__init__(daemon=True)
        self.world, self.ending = world, ending
        self.acknowledged, self.asked, self.wrong = 0, 0, []

    def run(self):
        browser = None
        done = set()
        while not self.ending.is_set():
            node = self.world.nodes[self.acknowledged % 2]
            try:
                if browser is None:
                    browser = office.log_in(node, "approver1")
                browser.service = node
                self.stop_one(browser, node, done)
            except (OSError, RuntimeError, http.client.HTTPException):
                browser = None  # the node is down, or the session has to be confirmed again
            self.ending.wait(2)

    def stop_one(self, browser, node, done):
        ready = self.world.rows(
            "SELECT c.holder_id, c.line_id, c.token FROM copy c JOIN endorsement e ON e.holder_id = "
            "c.holder_id AND e.copy_id = c.copy_id WHERE c.state = 'released' AND e.state = 'ready' "
            f"AND e.valid_until > {int(time.time())} ORDER BY c.copy_id DESC LIMIT 50")
        for holder, line, token in ready:
            if (holder, line) in done or node.verdict(token) != GENUINE:
                continue
            page = f"/office/certificates/{holder}-{line}"
            if browser.get(f"{page}/stop").status != 200:
                done.add((holder, line))  # another authority's
                continue
            answer = browser.post(f"{page}/stop", {"reason": "演示：混沌试验"})
            done.add((holder, line))
            if answer.status == 303:
                self.acknowledged += 1
                self.watch(token, time.monotonic())
            return

    def watch(self, token, acknowledged_at):
        """A second after, nobody may say valid; nobody answers is no wrong answer."""
        time.sleep(max(0.0, acknowledged_at + SEEN_WITHIN - time.monotonic()))
        for node in self.world.nodes:
            said = node.verdict(token, timeout=3)
            self.asked += said is not None
            if said == GENUINE:
                self.wrong.append(f"node {node.number} speaks well of a stopped certificate")


def load(world, seconds, users, journal):
    """The visitors: `yinxin bench storm` at the two nodes of the front."""
    urls = ",".join(node.url for node in world.nodes[:2])
    return subprocess.Popen(
        [world.program, "bench", "storm", "--url", urls, "--accounts", world.accounts, "--users",
         str(users), "--duration", str(seconds), "--think", "300", "--journal", journal, "--json"],
        stdout=open(f"{world.scratch}/storm.json", "w", encoding="utf-8"),
        stderr=open(f"{world.scratch}/storm.log", "w", encoding="utf-8"))


def judge(world, journal):
    """@return what is wrong."""
    said = run(world.program, "fsck", "--invariants", "--data", world.data, "--journal", journal,
               "--json", check=False)
    found = [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]
    broken = [f"{each['code']}: {each['violations']} {each.get('findings', [])[:3]}"
              for each in found if each.get("violations")]
    if said.returncode != 0 and not broken:
        broken.append(f"fsck ended with {said.returncode}: {said.stderr[-800:]}")
    if len(found) < 20:
        broken.append(f"fsck looked at {len(found)} invariants only")
    return broken


def count(journal, operation):
    with open(journal, encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return sum(each["op"] == operation and each["outcome"] == "acknowledged" for each in entries)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--seconds", type=int, default=40)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--rate", type=float, default=2.0, help="holders a second")
    options.add_argument("--keep", action="store_true", help="leave the scratch directory")
    chosen = options.parse_args()
    users = max(10, int(chosen.seconds * chosen.rate))
    print(f"chaos: seed {chosen.seed}, {chosen.seconds} s, {users} holders", flush=True)
    scratch = tempfile.mkdtemp(prefix="yinxin-chaos-")
    program = str(Path(chosen.program).resolve())
    has_root = os.geteuid() == 0 and run("ip", "netns", "list", check=False).returncode == 0
    wrong = []
    with Namespaces(has_root) as network:
        if not has_root:
            print("chaos: no root, so no namespaces: nodes are not cut off", flush=True)
        world = World(program, network, scratch, chosen.seed)
        try:
            world.begin(users)
            wrong = play(world, chosen.seconds, users)
        finally:
            world.end()
    if wrong or chosen.keep:
        print(f"chaos: logs in {scratch}", flush=True)
    else:
        shutil.rmtree(scratch)
    print("\n".join(wrong) or "chaos: every invariant held", flush=True)
    return 1 if wrong else 0


def play(world, seconds, users):
    for node in world.nodes:
        node.start()
    for node in world.nodes:
        node.wait_ready()
    journal = f"{world.scratch}/journal"
    ending = threading.Event()
    stops = Stops(world, ending)
    storm = load(world, seconds, users, journal)
    stops.start()
    try:
        world.trouble(time.monotonic() + seconds)
        storm.wait(timeout=600)
    finally:
        storm.kill()
        ending.set()
    stops.join(timeout=60)
    until("every job has ended", QUIET_WITHIN, lambda: world.rows(
        "SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'leased')") == [("0",)])
    wrong = [f"node {node.number} ended with {code}"
             for node in world.nodes for code in [node.stop()] if code != 0]
    wrong += stops.wrong + judge(world, journal)
    applied, fetched = count(journal, "apply"), count(journal, "download")
    print(f"chaos: {world.faults}; {applied} applications and {fetched} downloads acknowledged, "
          f"{stops.acknowledged} certificates stopped, {stops.asked} answers looked at", flush=True)
    if applied < users / 3:
        wrong.append(f"only {applied} of {users} holders could apply: too little to show anything")
    if not stops.asked:
        wrong.append("no node was asked about a stopped certificate: nothing is shown of them")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
