#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The blob store on a strict S3 server. usage: s3.py PROGRAM BLOB_WORKER

First the store alone, by blob_worker (beside this file): what it keeps, what a wrong key, a changed
byte, a busy, slow, restarted or absent server make of it, and what is an orphan. Then the service:
a demonstration is moved to the bucket, a copy is applied for while the server is away and comes when
it is back, is fetched, and goes when its endorsement is over.
"""

import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import disk_full
import rados
from disk_full import ACCEPTED, LOGIN, play, until_ready
from register import Register
from script import Script, expect, judge
from service import Service, with_settings
from troubled_wire import Stub, Wire

WAIT = 60
ENDS_WITHIN = 120
SLOW_DOWN = b"<Error><Code>SlowDown</Code></Error>"
MIB = 1024 * 1024


def settings_text(text, **blobs):
    """The text of a settings file with these values in its section [blobs]."""
    return with_settings(text, {"blobs": {name: value if isinstance(value, int) else f'"{value}"'
                                          for name, value in blobs.items()}})


class Place:
    """A demonstration whose settings the test changes."""

    def __init__(self, service, server):
        self.service = service
        self.file = Path(service.data, "yinxin.toml")
        self.original = self.file.read_text(encoding="utf-8")
        self.credentials = self.keep("credentials", rados.SECRET)
        self.wrong = self.keep("wrong", "another secret altogether")
        self.common = {"kind": "s3", "bucket": rados.BUCKET, "prefix": "demo/",
                       "credentials": self.credentials, "endpoint": server.endpoint}

    def keep(self, name, secret):
        path = Path(self.service.scratch, name)
        path.write_text(f"[default]\naws_access_key_id = {rados.KEY_ID}\n"
                        f"aws_secret_access_key = {secret}\n", encoding="utf-8")
        path.chmod(0o600)
        return path

    def use(self, **blobs):
        self.file.write_text(settings_text(self.original, **{**self.common, **blobs}),
                             encoding="utf-8")


class Worker:
    """blob_worker with one line for one line."""

    def __init__(self, program, place, page=1000, **blobs):
        place.use(**blobs)
        self.process = subprocess.Popen([program, place.service.data, str(page)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=place.service.log)
        self.took = 0

    def __call__(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        expect(" ms=" in line, f"blob_worker ended at {words}")
        answer, took = line.rstrip("\n").rsplit(" ms=", 1)
        self.took = int(took) / 1000
        return answer

    def names(self):
        answer = self("list")
        expect(answer.startswith("ok"), f"list: {answer}")
        return answer.split()[1:]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=WAIT)


def want(worker, expected, *words):
    answer = worker(*words)
    expect(answer == expected or (expected.endswith("…") and answer.startswith(expected[:-1])),
           f"{words}: {answer!r} instead of {expected!r}")
    return answer


def until(condition, what):
    deadline = time.monotonic() + WAIT
    while not condition():
        expect(time.monotonic() < deadline, what)
        time.sleep(0.2)  # the pace of asking; the condition is the answer


def keeps_what_it_is_given(program, place):
    with Worker(program, place, page=7, prefix="keeps/") as worker:
        for number, size in ((1, 0), (2, 1), (3, 100_000), (4, 16 * MIB)):
            want(worker, "ok…", "put", number, size)
            want(worker, "ok", "get", number, size)
            want(worker, "ok yes", "has", number, size)
        want(worker, "ok…", "put", 3, 100_000)  # again is no error
        want(worker, "error not_found…", "get", 5, 10)
        want(worker, "ok no", "has", 5, 10)
        want(worker, "ok", "remove", 5, 10)
        want(worker, "ok…", "puts", 1000, 150, 2000)
        names = worker.names()  # in pages of 7
        expect(len(names) == 154, f"{len(names)} files are listed")
        expect({name[0] for name in names} == set("0123456789abcdef"), "not every first digit")
        for number in range(1000, 1150):
            want(worker, "ok", "get", number, 2000)
        want(worker, "ok", "remove", 4, 16 * MIB)
        want(worker, "error not_found…", "get", 4, 16 * MIB)
        expect(len(worker.names()) == 153, "one was removed")
    with Worker(program, place, prefix="keeps not/印 信/") as worker:
        expect(not worker.names(), "a prefix shows another's files")
        want(worker, "ok…", "put", 6, 10)
        want(worker, "ok", "get", 6, 10)
        expect(len(worker.names()) == 1, "a prefix with blanks and Chinese")


def is_refused_with_a_wrong_key(program, place):
    with Worker(program, place, credentials=place.wrong) as worker:
        for verb in ("put", "get", "has", "remove"):
            want(worker, "error storage.unavailable blob store: refused: HTTP status 403…",
                 verb, 1, 10)
        want(worker, "error storage.unavailable blob store: refused: "
             "HTTP status 403 SignatureDoesNotMatch", "list")
        want(worker, "ok 0", "pauses")  # never tried again
        # A key that is put right is used without a restart.
        place.wrong.write_text(place.credentials.read_text(encoding="utf-8"), encoding="utf-8")
        stamp = time.time() + 5
        os.utime(place.wrong, (stamp, stamp))
        want(worker, "ok…", "put", 1, 10)
    with Worker(program, place, bucket="no-such-bucket") as worker:
        want(worker, "error storage.unavailable blob store: refused: HTTP status 404 NoSuchBucket",
             "put", 1, 10)


def notices_a_changed_byte(program, place, server):
    wire = Wire(server.ports["rgw"])
    with Worker(program, place, endpoint=wire.endpoint, prefix="wire/", retries=2) as worker:
        wire.up = 1
        want(worker, "ok…", "put", 1, 5000)
        want(worker, "ok 1", "pauses")
        wire.up = 99
        answer = want(worker, "error storage.unavailable…", "put", 2, 5000)
        expect("XAmzContentSHA256Mismatch" in answer or "BadDigest" in answer, answer)
        wire.up = 0
        want(worker, "ok no", "has", 2, 5000)
        wire.down = 1
        want(worker, "ok", "get", 1, 5000)
        wire.down = 99
        want(worker, "error storage.blob_corrupt…", "get", 1, 5000)
        wire.down = 0
        want(worker, "ok", "get", 1, 5000)
    wire.close()


def tries_a_busy_server_again(program, place):
    with Stub([(503, SLOW_DOWN), (500, b""), (429, b""), (200, b"")]) as stub:
        with Worker(program, place, endpoint=stub.endpoint) as worker:
            want(worker, "ok…", "put", 1, 10)
            want(worker, "ok 3", "pauses")
            expect(stub.asked == 4, f"{stub.asked} requests")
    with Stub([(503, SLOW_DOWN)]) as stub:
        with Worker(program, place, endpoint=stub.endpoint, retries=2) as worker:
            want(worker, "error storage.unavailable blob store: HTTP status 503 SlowDown (3 tries)",
                 "put", 1, 10)
            expect(stub.asked == 3, f"{stub.asked} requests")
    with Stub([(403, b"<Error><Code>AccessDenied</Code></Error>")]) as stub:
        with Worker(program, place, endpoint=stub.endpoint) as worker:
            want(worker, "error storage.unavailable blob store: refused: "
                 "HTTP status 403 AccessDenied", "get", 1, 10)
            expect(stub.asked == 1, f"{stub.asked} requests")
    with Stub([(404, b"<html>not here</html>")]) as stub:
        with Worker(program, place, endpoint=stub.endpoint) as worker:
            for verb in ("get", "remove"):
                want(worker, "error storage.unavailable blob store: refused: HTTP status 404",
                     verb, 1, 10)


def does_not_wait_for_ever(program, place):
    with Stub([None]) as stub:
        with Worker(program, place, endpoint=stub.endpoint, deadline="2s") as worker:
            want(worker, "error storage.unavailable…", "get", 1, 10)
            expect(1 < worker.took < 4, f"a slow server took {worker.took} s")
    port = rados.free_ports(1)[0]
    with Worker(program, place, endpoint=f"http://127.0.0.1:{port}", deadline="2s") as worker:
        for _ in range(3):
            want(worker, "error storage.unavailable…", "put", 1, 10)
            expect(worker.took < 3, f"a server that is not there took {worker.took} s")
        answer = want(worker, "error storage.unavailable…", "put", 1, 10)
        expect("left alone" in answer and worker.took < 0.5, f"{answer} after {worker.took} s")


def survives_a_restart(program, place, server):
    """Many puts, while the gateway dies in the middle of them and comes back."""
    settings = {"prefix": "restart/", "deadline": "60s", "retries": 20}
    with Worker(program, place, **settings) as worker, \
            Worker(program, place, **settings) as onlooker:
        answers = []
        putting = threading.Thread(target=lambda: answers.append(worker("puts", 1, 150, MIB)))
        putting.start()
        until(onlooker.names, "nothing was put")
        server.stop_gateway()
        expect(putting.is_alive(), "all was put before the server died")
        server.start_gateway()
        putting.join()
        expect(answers == ["ok"], f"puts: {answers}")
        expect(int(worker("pauses").split()[1]) > 0, "the restart was not noticed")
        expect(len(onlooker.names()) == 150, "something is missing")


def yinxin(service, *arguments, code=0):
    done = subprocess.run([service.program, *arguments, "--data", service.data],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          env={**os.environ, "LANG": "C.UTF-8"}, timeout=ENDS_WITHIN)
    expect(done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}")
    return done.stdout


def moves_a_demonstration(place):
    """From the directory to the bucket: said first, then done, twice."""
    service = place.service
    target = Path(service.scratch, "bucket.toml")
    target.write_text(settings_text(place.original, **place.common), encoding="utf-8")
    place.file.write_text(place.original, encoding="utf-8")
    copy = ("blobs", "copy", "--to", str(target))
    said = yinxin(service, *copy)
    expect("would be copied" in said and "\n0 of " in f"\n{said}", said)
    expect("read back" in yinxin(service, *copy, "--apply"), "not copied")
    said = yinxin(service, *copy, "--apply")
    expect(re.search(r"\b0 files copied", said), said)
    place.use()
    expect(" 0 problem(s)" in yinxin(service, "blobs", "check"), "the bucket is not whole")
    expect(" 0 problem(s)" in yinxin(service, "blobs", "check", "--sample", "5"), "by sample")


def is_backed_up_and_restored(place):
    """The files of the bucket are in the backup, and come back into the directory alone."""
    service = place.service
    scratch = Path(service.scratch)
    key, archive, restored = (scratch / name for name in ("private.pem", "saved.yxb", "restored"))
    yinxin(service, "backup", "key", "--private", str(key), "--apply")
    made = json.loads(yinxin(service, "backup", "--output", str(archive), "--json"))
    expect(made["blobs"] > 0 and not made["missing"], f"backup: {made}")
    away = place.credentials.rename(scratch / "credentials.away")  # what is restored needs none
    home, service.data = service.data, str(restored)
    said = yinxin(service, "restore", str(archive), "--key", str(key), "--apply")
    expect(f"in the bucket {rados.BUCKET}" in said and "; 0 problem(s)" in said, said)
    expect(" 0 problem(s)" in yinxin(service, "blobs", "check"), "restored, and not whole")
    files = [path for path in (restored / "blobs").rglob("*") if path.is_file()]
    expect(len(files) == made["blobs"], f"{len(files)} files of {made['blobs']} are there")
    service.data = home
    away.rename(place.credentials)


def collects_orphans(program, place):
    with Worker(program, place) as worker:
        now = int(time.time())
        # What other cases left, and faces the demonstration drew for nobody.
        want(worker, "ok…", "sweep", now + 3600)
        before = worker.names()
        want(worker, "ok…", "put", 77, 500)
        # Everything is younger than an hour ago: nothing goes.
        want(worker, f"ok files={len(before) + 1} young={len(before) + 1} removed=0",
             "sweep", now - 3600)
        want(worker, "ok no", "remove_old", 77, 500, now - 3600)
        # Seen from later, the orphan is old, and so is everything the register names.
        want(worker, f"ok files={len(before) + 1} young=0 removed=1", "sweep", now + 3600)
        expect(worker.names() == before, "another file than the orphan went")
        want(worker, "ok no", "has", 77, 500)
    said = yinxin(place.service, "blobs", "orphans", "--apply")
    expect(" 0 orphans" in said and " 0 removed" in said, said)


def reports_a_missing_file(program, place):
    with Worker(program, place) as worker:
        name = worker.names()[0]
    path = f"/{rados.BUCKET}/demo/{name[:2]}/{name[2:]}"
    expect(rados.signed_request(place.common["endpoint"], "DELETE", path) == 204, "not deleted")
    said = yinxin(place.service, "blobs", "check", code=1)
    expect(f"not_found {name}" in said, said)
    target = Path(place.service.scratch, "bucket.toml")
    place.file.write_text(place.original, encoding="utf-8")
    yinxin(place.service, "blobs", "copy", "--to", str(target), "--apply")
    place.use()
    expect(" 0 problem(s)" in yinxin(place.service, "blobs", "check"), "not put back")


def serves(program, place, server):
    service = place.service
    with Worker(program, place) as worker:
        before = set(worker.names())
    place.use(deadline="2s", retries=1)
    service.start()
    script = Script(None, service)
    play(service, script, LOGIN)
    server.stop_gateway()
    play(service, script, "GET /certificates\nstatus == 200\n" + ACCEPTED)
    play(service, script, "GET /certificates/${id}/picture.svg\nstatus == 503\n")
    server.start_gateway()
    disk_full.WAIT = WAIT  # the job waits longer from try to try
    until_ready(service, script)
    play(service, script, "GET /certificates/${id}/picture.svg\nstatus == 200\n")
    service.stop()
    register = Register(service)
    latest = "(SELECT copy_id FROM endorsement ORDER BY applied_at DESC LIMIT 1)"
    # Others may be pressed meanwhile: only this copy's files are to go.
    ended = {row[0].lower() for row in register.rows(
        f"SELECT hex(sha256) FROM copy_file WHERE copy_id = {latest}")}
    with Worker(program, place) as worker:
        kept = set(worker.names())
    expect(ended and ended <= kept - before, "the copy is not in the bucket")
    changed = register.change("UPDATE endorsement SET valid_until = applied_at + 1, days = 1 WHERE"
                              f" copy_id = {latest}")
    changed += register.change(f"UPDATE copy_file SET ends_at = 1 WHERE copy_id = {latest}")
    expect(changed == 1 + len(ended), f"{changed} rows were ended")
    service.start()
    with Worker(program, place) as worker:
        until(lambda: not ended & set(worker.names()), "the ended copy's files stay")
        expect(kept - ended <= set(worker.names()), "other files went")
    service.stop()
    expect(" 0 problem(s)" in yinxin(service, "fsck"), "fsck")


def main(program, worker):
    missing = rados.missing_programs()
    if missing:
        sys.exit(f"s3: not installed: {' '.join(missing)} (tools/setup.sh test-long)")
    service = Service(program)
    try:
        with rados.Rados() as server:
            place = Place(service, server)
            for case, more in ((keeps_what_it_is_given, ()), (is_refused_with_a_wrong_key, ()),
                               (notices_a_changed_byte, (server,)),
                               (tries_a_busy_server_again, ()), (does_not_wait_for_ever, ()),
                               (survives_a_restart, (server,))):
                case(worker, place, *more)
                print(f"s3: {case.__name__}: good", flush=True)
            moves_a_demonstration(place)
            is_backed_up_and_restored(place)
            collects_orphans(worker, place)
            reports_a_missing_file(worker, place)
            serves(worker, place, server)
    except BaseException:
        sys.stderr.write(service.output())
        raise
    finally:
        if service.process is not None and service.process.poll() is None:
            service.process.kill()
            service.process.wait()
        subprocess.run(["rm", "-rf", service.scratch], check=True)
    print("s3: good")
    return 0


if __name__ == "__main__":
    judge(main)
