#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The package in a clean Debian, with systemd: installed, started, used, upgraded, removed.

usage: clean_root.py PACKAGE
Makes a minimal root with debootstrap from this machine's own mirror, boots it with systemd-nspawn in a
network of its own, and does there what an operator does. Needs root; about two minutes.
"""

import ctypes
import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "http"))

from disk_full import LOGIN, SUBMIT  # noqa: E402
from script import Failure, Script  # noqa: E402

CODENAME = "bookworm"
DATA = "/var/lib/yinxin"
SIGNER = "/var/lib/yinxin-signer"
WAIT = 60
CONTAINER_FILE = Path(__file__).resolve().parents[2] / "packaging/container/Containerfile"


def step(words):
    print(f"clean root: {words}", flush=True)


def expect(is_true, words):
    if not is_true:
        raise Failure(words)


def until(condition, words):
    """The pace of asking is a tenth of a second; the condition is the answer."""
    deadline = time.monotonic() + WAIT
    while not (found := condition()):
        expect(time.monotonic() < deadline, f"not within {WAIT} s: {words}")
        time.sleep(0.1)
    return found


def mirrors():
    """One line of sources.list for each part of Debian this machine itself uses."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE) $(COMPONENT) $(ORIGIN) $(CODENAME)",
         "Created-By: Packages"], check=True, text=True, stdout=subprocess.PIPE).stdout
    lines = {}
    for line in told.splitlines():
        site, release, component, origin, codename = line.split(" ")[:5]
        if origin == "Debian" and codename.startswith(CODENAME) and component == "main":
            lines[release] = f"deb {site} {release} main"
    expect(CODENAME in lines, f"this machine has no source of Debian {CODENAME}")
    return lines


class Root:
    """A clean root and, once booted, its machine."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="yinxin-root-"))
        self.path.chmod(0o755)  # it becomes "/", which everybody enters
        self.machine = None
        self.leader = None
        self.port, self.operations_port = 8080, 9464  # Script's own words

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.machine and self.machine.poll() is None:
            self.machine.terminate()
            try:
                self.machine.wait(30)
            except subprocess.TimeoutExpired:
                self.machine.kill()
                self.machine.wait()
        shutil.rmtree(self.path)

    def make(self):
        lines = mirrors()
        site = lines[CODENAME].split(" ")[1]
        subprocess.run(["debootstrap", "--variant=minbase", CODENAME, self.path, site], check=True,
                       stdout=subprocess.DEVNULL)
        (self.path / "etc/apt/sources.list").write_text("\n".join(lines.values()) + "\n",
                                                        encoding="utf-8")

    def install(self, package):
        """With apt, as an operator does it; only here the root needs the network."""
        shutil.copy(package, self.path / "root/yinxin.deb")
        subprocess.run(
            ["chroot", self.path, "sh", "-ec",
             "mount -t proc proc /proc; trap 'umount /proc' EXIT; apt-get -qq update;"
             "apt-get -qq install -y --no-install-recommends /root/yinxin.deb"],
            check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def boot(self):
        self.machine = subprocess.Popen(
            ["systemd-nspawn", "--quiet", f"--directory={self.path}", "--machine=yinxin-clean-root",
             "--boot", "--register=no", "--keep-unit", "--private-network", "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        children = Path(f"/proc/{self.machine.pid}/task/{self.machine.pid}/children")

        def leader():
            expect(self.machine.poll() is None, "systemd-nspawn ended; can this machine run it?")
            found = children.read_text(encoding="ascii").split()
            return found[0] if found else None
        self.leader = until(leader, "the machine's first process")
        until(lambda: "running" in self.run("systemctl is-system-running || true"), "the machine up")
        # From here on this process speaks in the machine's network, where nobody else is.
        with open(f"/proc/{self.leader}/ns/net", "rb") as network:
            entered = ctypes.CDLL(None, use_errno=True).setns(network.fileno(), 0)
        expect(entered == 0, "the machine's network cannot be entered")

    def run(self, command, user=None):
        """Standard output of a command of the shell, in the machine."""
        as_user = ["runuser", "-u", user, "--"] if user else []
        ended = subprocess.run(
            ["nsenter", f"--target={self.leader}", "--all", *as_user, "sh", "-ec", command],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env={
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
                "LC_ALL": "C.UTF-8"})
        if ended.returncode != 0:
            journal = "" if "journalctl" in command else self.run(
                "journalctl --no-pager -n 40 -u yinxin -u yinxin-signer || true")
            raise Failure(f"{command}\n{ended.stdout}\n{journal}")
        return ended.stdout

    def refused(self, command, user=None):
        """What a command says that must not succeed."""
        try:
            self.run(command, user)
        except Failure as said:
            return str(said)
        raise Failure(f"succeeded: {command}")

    def get(self, path, port=None, cookies=()):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        connection.request("GET", path, headers={"Cookie": "; ".join(cookies)} if cookies else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body


def check_container(made):
    """What the container file's last stage does, in a root without systemd, as its user."""
    step("the steps of packaging/container/Containerfile, health check included")
    text = CONTAINER_FILE.read_text(encoding="utf-8").split("\nFROM ")[2].replace("\\\n", " ")
    install = re.search(r"^RUN (.*)$", text, re.M)[1]
    health = json.loads(re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", text, re.M)[1])
    user = re.search(r"^USER (\w+)$", text, re.M)[1]
    with Root() as root:
        subprocess.run(["cp", "-a", f"{made.path}/.", root.path], check=True)
        shutil.copy(made.path / "root/yinxin.deb", root.path / "tmp/yinxin.deb")
        in_root = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc=" + str(root.path / "proc"),
                   "--net", "sh", "-ec", 'ip link set lo up; exec chroot "$@"', "sh"]
        subprocess.run(["chroot", root.path, "sh", "-ec", "mount -t proc proc /proc; "
                        f"trap 'umount /proc' EXIT; {install}"], check=True,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        expect(not (root.path / "usr/bin/systemctl").exists(), "systemd is not in the image")
        ended = subprocess.run(
            [*in_root, f"--userspec={user}:{user}", root.path, "sh", "-ec",
             f"yinxin demo --small --data {DATA}/demo >/dev/null;"
             f"yinxin serve --data {DATA}/demo >/dev/null 2>{DATA}/log & served=$!;"
             f"for try in $(seq 600); do {shlex.join(health)} 2>/dev/null && break; sleep 0.1; done;"
             f"{shlex.join(health)}; kill $served; wait $served"],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        expect(ended.returncode == 0, f"in the container's root: {ended.stdout}")


class Visitor:
    """Somebody at the service's pages; keeps cookies and what was saved."""

    def __init__(self, root):
        self.root = root
        self.script = Script(None, root)

    def play(self, text):
        self.script.path = self.root.path / "root/piece.txt"
        self.script.path.write_text(text, encoding="utf-8")
        self.script.run()

    def fetch_copy(self, kind):
        """Applies for an endorsement and waits for its sealed copy."""
        self.play(SUBMIT + "status == 303\nheader Location matches ^/endorsements/\n")

        def ready():
            try:
                self.play('GET /certificates/${id}/endorse\nstatus == 200\n'
                          'save file = href="(/copies/\\d+/file)"\n')
                return True
            except Failure:
                return False
        until(ready, "a sealed copy")
        cookies = [f"{name}={value}" for name, value in self.script.jars["somebody"].items()]
        status, body = self.root.get(self.script.saved["file"] + kind, cookies=cookies)
        expect(status == 200, f"the copy's file: {status}")
        return body


def check_package(root):
    step("accounts, directories and units are there, and nothing of the builder's")
    for place, owner in ((DATA, "yinxin"), (SIGNER, "yinxin-signer"),
                         ("/etc/yinxin/signer", "yinxin-signer")):
        told = root.run(f"stat -c '%U %a' {place}").strip()
        expect(told == f"{owner} 700", f"{place}: {told}")
    root.refused("command -v clang++ || command -v g++ || command -v cmake")
    expect("inactive" in root.run("systemctl is-active yinxin || true"),
           "nothing is served before `yinxin init`")
    expect("ConditionPathExists" in root.run("systemctl status yinxin || true"), "and it says why")


def check_init(root):
    step("an empty installation by `yinxin init`; not served while it is unfit")
    made = root.run(f"yinxin init --data {DATA}/empty", user="yinxin")
    expect(made.count("until ") == 3, made)
    said = root.refused(f"yinxin serve --data {DATA}/empty", user="yinxin")
    expect("not fit for production" in said, said)
    root.run(f"find {DATA} -mindepth 1 -delete")


def check_serving(root):
    step("a demonstration, served by the unit as it is installed")
    root.run(f"yinxin demo --small --data {DATA}/demo >/dev/null", user="yinxin")
    root.run(f"find {DATA}/demo -mindepth 1 -maxdepth 1 -exec mv -t {DATA} {{}} + && rmdir {DATA}/demo")
    root.run("systemctl start yinxin")
    expect(root.get("/healthz", root.operations_port) == (200, b"ok\n"), "/healthz at once")
    expect(root.get("/")[0] == 200, "the first page")
    said = root.run("ps -o user= -C yinxin 2>/dev/null || stat -c %U /proc/$(systemctl show -P MainPID yinxin)")
    expect(set(said.split()) == {"yinxin"}, said)


def check_copy(root):
    step("a holder's way to a sealed copy, and its verification by page and by command")
    visitor = Visitor(root)
    visitor.play(LOGIN)
    copy = visitor.fetch_copy("")
    expect(copy.startswith(b"%PDF-"), "a PDF")
    place = root.path / "root/copy.pdf"
    place.write_bytes(copy)
    # The page's reading process is confined within the unit's confinement.
    visitor.play(f"""
GET /verify
POST /verify/file
field csrf = ${{csrf}}
file file = {place}
status == 303
save result = (/verify/results/[A-Za-z0-9_-]{{43}})
GET ${{result}}
status == 200
body contains <span class="phrase">真实有效
""")
    told = root.run(f"install -m 644 /root/copy.pdf {DATA}/copy.pdf && runuser -u yinxin -- "
                    f"yinxin verify --json --data {DATA} {DATA}/copy.pdf")
    expect('"verdict":"VALID"' in told.replace(" ", ""), told)
    return visitor


def check_signer(root, visitor):
    step("the signer as a user of its own: its keys are closed to the service")
    root.run(f"mv {DATA}/keys/*_seal*.key {SIGNER}/keys/ && "
             f"chown yinxin-signer: {SIGNER}/keys/*.key && "
             f"cp -a {DATA}/keys/*timestamp.* {SIGNER}/keys/ && chown yinxin-signer: {SIGNER}/keys/*")
    root.run(f"sed -i 's|^socket = \"\"|socket = \"/run/yinxin-signer/socket\"|' {DATA}/yinxin.toml")
    root.run("systemctl enable --now yinxin-signer && systemctl restart yinxin")
    told = root.run("stat -c '%U %G %a' /run/yinxin-signer").strip()
    expect(told == "yinxin-signer yinxin 750", told)
    root.refused(f"cat {SIGNER}/keys/*_seal.key", user="yinxin")
    expect(visitor.fetch_copy("").startswith(b"%PDF-"), "a copy sealed by the signer")
    root.run("systemctl stop yinxin-signer && systemctl restart yinxin-signer")
    return visitor


def check_upgrade(root):
    step("an upgrade over itself while serving; removal and a new installation; the data stay")
    before = root.run("systemctl show -P MainPID yinxin").strip()
    root.run("apt-get -qq install -y --no-install-recommends --reinstall /root/yinxin.deb >/dev/null")
    expect(root.run("systemctl show -P MainPID yinxin").strip() not in ("0", before),
           "the new version serves")
    expect(root.get("/healthz", root.operations_port)[0] == 200, "/healthz after the upgrade")
    root.run("apt-get -qq remove -y yinxin >/dev/null")
    expect(not root.run("pgrep -x yinxin || true 2>/dev/null").strip().isdigit(), "nothing runs")
    root.run(f"test -e {DATA}/yinxin.sqlite -a -e {DATA}/keys/data.key")
    root.run("apt-get -qq install -y --no-install-recommends /root/yinxin.deb >/dev/null")
    root.run("systemctl start yinxin")
    told = root.run(f"yinxin fsck --data {DATA}", user="yinxin")
    expect(re.search(r" 0 problem\(s\)", told), told)
    step("a purge leaves the register and says so")
    said = root.run("apt-get -qq purge -y yinxin 2>&1")
    expect(f"{DATA} stays" in said, said)
    root.run(f"test -e {DATA}/yinxin.sqlite && test ! -e /etc/yinxin/example.toml && "
             "test ! -e /etc/systemd/system/multi-user.target.wants/yinxin.service")


def main(package):
    started = time.monotonic()
    with Root() as root:
        step("a minimal Debian")
        root.make()
        step(f"the package, installed with apt ({time.monotonic() - started:.0f} s)")
        root.install(package)
        check_container(root)
        step(f"booted with systemd ({time.monotonic() - started:.0f} s)")
        root.boot()
        check_package(root)
        check_init(root)
        check_serving(root)
        visitor = check_copy(root)
        check_signer(root, visitor)
        check_upgrade(root)
    print(f"clean root: good, {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("clean_root: needs root, for debootstrap and systemd-nspawn")
    try:
        sys.exit(main(Path(sys.argv[1]).resolve()))
    except Failure as failure:
        sys.exit(f"clean root: FAILED\n{failure}")
