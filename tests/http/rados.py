# SPDX-License-Identifier: Apache-2.0
"""A strict S3 server for a test: radosgw of Debian over one monitor and one store in memory, on
loopback, in a directory of its own. Everything ends and goes on leaving, whatever happened."""

import hashlib
import hmac
import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

READY_WITHIN = 120
NEEDED = ("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "monmaptool")
#: Random for nobody: the server lives as long as a test, on loopback.
KEY_ID, SECRET = "YINXINTESTKEY", "yinxin/test+secret=0123456789"
BUCKET = "yinxin-test"
USER = "nobody"

CONFIG = """
[global]
fsid = 4d2b6f0e-6a52-4a8f-9d55-6f3a4f6d0a11
auth cluster required = none
auth service required = none
auth client required = none
auth supported = none
ms mon client mode = crc secure
mon host = [v2:127.0.0.1:{mon2}/0,v1:127.0.0.1:{mon1}/0]
public addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon allow pool delete = true
mon data avail crit = 0
mon data avail warn = 0
osd objectstore = memstore
memstore device bytes = 1G
run dir = {run}
pid file = {run}/$name.pid
admin socket = {run}/$name.asok
log file = {run}/$name.log
crash dir = {run}
mon cluster log file = {run}/cluster.log
rgw dns name =
[mon.a]
mon data = {run}/mon
[osd.0]
osd data = {run}/osd
osd journal = {run}/journal
[client.rgw]
rgw data = {run}/rgw
rgw frontends = beast endpoint=127.0.0.1:{rgw} tcp_nodelay=1
rgw thread pool size = 32
rgw enable usage log = false
rgw run sync thread = false
rgw gc processor period = 600
"""


def missing_programs():
    """What is not installed, to be said in words."""
    return [name for name in NEEDED if shutil.which(name) is None]


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


class Rados:
    """The server; `endpoint` is its address."""

    def __init__(self):
        self.scratch = tempfile.mkdtemp(prefix="yinxin-rados-")
        self.conf = f"{self.scratch}/ceph.conf"
        self.ports = dict(zip(("mon1", "mon2", "rgw"), free_ports(3)))
        self.endpoint = f"http://127.0.0.1:{self.ports['rgw']}"
        self.processes = []
        self.gateway = None
        self.log = open(f"{self.scratch}/log", "w+", encoding="utf-8")
        # The daemons refuse nothing as root, but need nothing of it either.
        self.user = USER if os.geteuid() == 0 else None
        Path(self.conf).write_text(CONFIG.format(run=self.scratch, **self.ports), encoding="utf-8")
        for name in ("mon", "osd", "rgw"):
            os.mkdir(f"{self.scratch}/{name}")
        if self.user:
            person = pwd.getpwnam(self.user)
            for root, _, _ in os.walk(self.scratch):
                os.chown(root, person.pw_uid, person.pw_gid)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.kill()
            process.wait()
        self.log.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def options(self):
        return {"user": self.user, "group": "nogroup", "extra_groups": []} if self.user else {}

    def run(self, *command, within=60):
        done = subprocess.run([*command, "--conf", self.conf], stdout=subprocess.PIPE,
                              stderr=self.log, text=True, timeout=within, cwd=self.scratch,
                              check=False, **self.options())
        if done.returncode != 0:
            raise RuntimeError(f"{command} ended with {done.returncode}\n{self.output()}")
        return done.stdout

    def spawn(self, *command):
        process = subprocess.Popen([*command, "--conf", self.conf, "-f"], stdout=self.log,
                                   stderr=self.log, cwd=self.scratch, **self.options())
        self.processes.append(process)
        return process

    def start(self):
        monmap = f"{self.scratch}/monmap"
        self.run("monmaptool", "--create", "--clobber", "--fsid",
                 "4d2b6f0e-6a52-4a8f-9d55-6f3a4f6d0a11", "--addv", "a",
                 f"[v2:127.0.0.1:{self.ports['mon2']},v1:127.0.0.1:{self.ports['mon1']}]", monmap)
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap)
        self.spawn("ceph-mon", "-i", "a")
        self.run("ceph", "--connect-timeout", "60", "osd", "new",
                 "7c5b2a3e-3c0b-4b5f-8f37-0e5c1d9f2b10", within=90)
        self.run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid",
                 "7c5b2a3e-3c0b-4b5f-8f37-0e5c1d9f2b10")
        self.spawn("ceph-osd", "-i", "0")
        self.run("radosgw-admin", "user", "create", "--uid", "yinxin", "--display-name", "yinxin",
                 "--access-key", KEY_ID, "--secret-key", SECRET, within=READY_WITHIN)
        self.start_gateway()
        status = signed_request(self.endpoint, "PUT", f"/{BUCKET}")
        if status != 200:
            raise RuntimeError(f"no bucket: {status}\n{self.output()}")

    def start_gateway(self):
        """Comes back when somebody listens."""
        self.gateway = self.spawn("radosgw", "--name", "client.rgw")
        deadline = time.monotonic() + READY_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.ports["rgw"]), timeout=1).close()
                return
            except OSError:
                if self.gateway.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"radosgw did not start\n{self.output()}") from None
            time.sleep(0.1)  # the pace of asking; the condition is the answer

    def stop_gateway(self):
        self.gateway.send_signal(signal.SIGKILL)
        self.gateway.wait()

    def output(self):
        self.log.flush()
        pieces = [Path(f"{self.scratch}/log").read_text(encoding="utf-8", errors="replace")[-3000:]]
        for each in sorted(Path(self.scratch).glob("*.log")):
            pieces.append(f"{each.name}: {each.read_text(errors='replace')[-1500:]}")
        return "\n".join(pieces)


def signed_request(endpoint, method, path, body=b"", secret=SECRET):
    """The status of one request, signed without a line of the program under test."""
    host = endpoint.split("://", 1)[1]
    at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    digest = hashlib.sha256(body).hexdigest()
    headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": at}
    names = ";".join(headers)
    canonical = "\n".join([method, path, "", *(f"{k}:{v}" for k, v in headers.items()), "", names,
                           digest])
    scope = f"{at[:8]}/us-east-1/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", at, scope,
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={KEY_ID}/{scope},"
                                f"SignedHeaders={names},Signature={signature}")
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
