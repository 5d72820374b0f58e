# SPDX-License-Identifier: Apache-2.0
"""The program under test, started as a person starts it: a demonstration, then `serve`."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import register

READY_WITHIN = 60


def free_ports(count):
    """Ports nobody listens on at this moment, each another one."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def with_settings(text, sections):
    """The text of a settings file with other values (as TOML writes them): section -> name -> value;
    "" is what stands before the first section. Each is there already, with its default."""
    left = {(section, name): value for section, values in sections.items()
            for name, value in values.items()}
    lines, section = [], ""
    for line in text.split("\n"):
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
        name = line.split(" = ")[0]
        value = left.pop((section, name), None)
        lines.append(line if value is None else f"{name} = {value}")
    if left:
        raise RuntimeError(f"no such settings: {list(left)}")
    return "\n".join(lines)


def change_settings(data, sections):
    """The same in the file of a data directory, as an operator edits it."""
    path = Path(data, "yinxin.toml")
    path.write_text(with_settings(path.read_text(encoding="utf-8"), sections), encoding="utf-8")


class Service:
    """A small demonstration, served on ports of its own; ends and is removed on leaving."""

    def __init__(self, program, options=()):
        self.program = str(Path(program).resolve())
        self.scratch = tempfile.mkdtemp(prefix="yinxin-http-")
        self.data = f"{self.scratch}/demo"
        self.port, self.operations_port = free_ports(2)
        self.log = open(f"{self.scratch}/log", "w+", encoding="utf-8")
        self.database = register.make_database()
        place = ["--database", self.database] if self.database else []
        suite = ["--gm"] if os.environ.get("YX_TEST_SUITE") == "national" else []
        subprocess.run([self.program, "demo", "--small", "--data", self.data, *suite,
                        *place],
                       check=True, stdout=self.log, stderr=self.log)
        self.process = None
        self.options = list(options)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        if self.database:
            register.drop_database(self.database)
        shutil.rmtree(self.scratch)

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Serves, and comes back when /readyz says 200."""
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}",
             "--metrics", f"127.0.0.1:{self.operations_port}", "--public-url", self.origin,
             *self.options],
            stdout=self.log, stderr=self.log,
            # A limit on the size of files stands for a full disk, which sends no signal.
            preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN))
        deadline = time.monotonic() + READY_WITHIN
        while self.is_ready() != 200:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the service did not become ready\n{self.output()}")
            time.sleep(0.05)  # the pace of asking; the condition is the answer

    def is_ready(self):
        """The status of /readyz; None while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.operations_port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def stop(self):
        """Asks politely and expects a clean end."""
        self.process.terminate()
        code = self.process.wait(timeout=30)
        if code != 0:
            raise RuntimeError(f"the service ended with {code}\n{self.output()}")

    def output(self):
        """The end of what the program has printed, for the message of a failed test."""
        self.log.seek(0)
        return self.log.read()[-4000:]
