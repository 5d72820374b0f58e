# SPDX-License-Identifier: Apache-2.0
"""docs/go-live.md as something that is done: its blocks by name, and a machine to do them on.

A block's info string says what becomes of it: `sh run NAME` is executed, `… file PATH` is written
there, `toml settings` changes yinxin.toml, `toml gateway` is added to it. Other blocks are for people alone."""

import os
import pty
import re
import stat
import subprocess
from pathlib import Path

FENCE = re.compile(r"^```(\w+)((?: [^\n]+)?)\n(.*?)^```$", re.M | re.S)
UNIT = "usr/lib/systemd/system/yinxin.service"
DROP_IN = "etc/systemd/system/yinxin.service.d"

# Does what the service manager does with the unit as it is installed: ExecStart, the environment of
# its drop-ins, and a start that comes back when the service says it serves.
SYSTEMCTL = r"""#!/usr/bin/env python3
import os, re, signal, subprocess, sys, time
from pathlib import Path
root, word = Path({root!r}), sys.argv[1]
mark = root / "run/yinxin.pid"
mark.parent.mkdir(exist_ok=True)
def alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{{number}}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
def stop():
    if not mark.exists():
        return
    number = int(mark.read_text())
    mark.unlink()
    if alive(number):
        os.kill(number, signal.SIGTERM)
    while alive(number):
        time.sleep(0.02)
def start():
    unit = (root / {unit!r}).read_text()
    command = re.search(r"^ExecStart=(.*)$", unit, re.M)[1].split()
    command = [str(root / part.lstrip("/")) if part.startswith("/") else part for part in command]
    environment = dict(os.environ)
    for drop_in in sorted((root / {drop_in!r}).glob("*.conf")):
        for line in re.findall(r"^Environment=(.*)$", drop_in.read_text(), re.M):
            name, _, value = line.partition("=")
            environment[name] = value
    log = open(root / "run/yinxin.log", "ab")
    begin = log.tell()
    served = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                              env=environment, start_new_session=True)
    deadline = time.monotonic() + 60
    while b"Yinxin serves at" not in (said := (root / "run/yinxin.log").read_bytes()[begin:]):
        if served.poll() is not None or time.monotonic() > deadline:
            sys.exit("yinxin.service failed: " + said.decode()[-3000:])
        time.sleep(0.05)
    mark.write_text(str(served.pid))
if word in ("stop", "restart"):
    stop()
if word in ("start", "restart", "enable"):
    start()
"""


class Document:
    def __init__(self, path):
        self.blocks, self.files, self.settings, self.gateway = {}, {}, None, None
        for language, info, body in FENCE.findall(path.read_text(encoding="utf-8")):
            words = info.split()
            if words[:1] == ["run"] and language == "sh":
                if words[1] in self.blocks:
                    raise RuntimeError(f"two blocks are called {words[1]}")
                self.blocks[words[1]] = body
            elif words[:1] == ["file"]:
                self.files[words[1]] = body
            elif words == ["settings"]:
                self.settings = body
            elif words == ["gateway"]:
                self.gateway = body
            elif words:
                raise RuntimeError(f"nobody knows what to do with a block {info}")
        self.done = set()


class Machine:
    """A root of its own with the package in it: what the document calls /etc/yinxin is there."""

    def __init__(self, place, document, replaced):
        self.root, self.document = place, document
        self.replaced = {name: str(place / name.lstrip("/"))
                         for name in ("/var/lib/yinxin", "/etc/yinxin", "/etc/systemd",
                                      "/usr/share/yinxin")} | replaced
        programs = place / "shims"
        programs.mkdir()
        systemctl = programs / "systemctl"
        systemctl.write_text(SYSTEMCTL.format(root=str(place), unit=UNIT, drop_in=DROP_IN),
                             encoding="utf-8")
        systemctl.chmod(systemctl.stat().st_mode | stat.S_IXUSR)
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8",
                            "PATH": f"{place}/usr/bin:{programs}:{os.environ['PATH']}"}

    def path(self, name):
        return Path(self.here(name))

    def here(self, text):
        for ours, theirs in self.replaced.items():
            text = text.replace(ours, theirs)
        return text

    def write(self, name, content, mode=0o600):
        place = self.path(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
        place.chmod(mode)

    def write_file(self, name):
        """A file of the document."""
        self.write(name, self.here(self.document.files[name]), 0o644)
        self.document.done.add(name)

    def run(self, name, place=None):
        """Executes a block. @return what it printed."""
        ended = subprocess.run(self.shell(name), text=True, capture_output=True, check=False,
                               env=self.environment, timeout=120, cwd=place or self.root,
                               stdin=subprocess.DEVNULL, start_new_session=True)
        if ended.returncode != 0:
            raise RuntimeError(f"block {name}: {ended.returncode}\n{ended.stdout}\n{ended.stderr}")
        self.document.done.add(name)
        return ended.stdout

    def run_at_terminal(self, name, answers):
        """Executes a block that asks; each question ends with a colon and gets the next answer."""
        ours, theirs = pty.openpty()
        asking = subprocess.Popen(self.shell(name), stdin=theirs, stdout=theirs, stderr=theirs,
                                  env=self.environment, cwd=self.root, start_new_session=True)
        os.close(theirs)
        said, waiting = "", list(answers)
        try:
            while piece := os.read(ours, 4096):
                said += piece.decode()
                if said.endswith(": ") and waiting:
                    os.write(ours, (waiting.pop(0) + "\n").encode())
        except OSError:
            pass  # the other end is closed: it has ended
        finally:
            os.close(ours)
        if asking.wait(30) != 0 or waiting:
            raise RuntimeError(f"block {name}: {asking.returncode}\n{said}")
        self.document.done.add(name)
        return said

    def shell(self, name):
        return ["bash", "-euo", "pipefail", "-c", self.here(self.document.blocks[name])]

    def apply_settings(self, also=()):
        """Puts the document's settings where the file has them. @param also  (section, key, value)
        of this machine alone."""
        place = self.path("/var/lib/yinxin/yinxin.toml")
        wanted = list(read_lines(self.here(self.document.settings))) + list(also)
        lines, section = [], ""
        for line in place.read_text(encoding="utf-8").splitlines():
            if header := re.match(r"\[(.*)\]$", line):
                section = header[1]
            for one in list(wanted):
                if one[0] == section and line.startswith(one[1] + " = "):
                    line = f"{one[1]} = {one[2]}"
                    wanted.remove(one)
            lines.append(line)
        if wanted:
            raise RuntimeError(f"yinxin.toml has no {wanted}")
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def append_gateway(self):
        place = self.path("/var/lib/yinxin/yinxin.toml")
        place.write_text(place.read_text(encoding="utf-8") + self.here(self.document.gateway),
                         encoding="utf-8")

    def log(self):
        place = self.root / "run/yinxin.log"
        return place.read_text(encoding="utf-8", errors="replace") if place.exists() else ""

    def stop(self):
        subprocess.run([self.root / "shims/systemctl", "stop"], check=True)


def read_lines(text):
    section = ""
    for line in text.splitlines():
        if header := re.match(r"\[(.*)\]$", line):
            section = header[1]
        elif line:
            key, _, value = line.partition(" = ")
            yield section, key, value
