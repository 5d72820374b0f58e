#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/go-live.md, done: from the package to a copy that others verify. The commands are the document's
own blocks; what people do on pages is done here.

usage: go_live.py PROGRAM [--postgres] [--root UNPACKED_PACKAGE]
PROGRAM's folder is the preset that is packaged; --root takes a package that is unpacked already.
"""

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCES / "tests/http"))

from authorities import Authorities, TimestampAuthority  # noqa: E402
from document import Document, Machine  # noqa: E402
from message_gateway import MessageGateway  # noqa: E402
from outside import look_from_outside  # noqa: E402
from people import HOST, Holder, Place, Worker  # noqa: E402
from service import free_ports  # noqa: E402

TODAY = datetime.date.today()
STEPS_OF_A_SEAL = ("made", "filed", "in_use")
PIN_BYTES = 4  # twice as many digits
COPY_WITHIN = 60


class Failure(Exception):
    pass


def expect(is_true, words):
    if not is_true:
        raise Failure(words)
    print(f"good: {words}", flush=True)


def unpack(program, place):
    """The package of this program, unpacked."""
    made = subprocess.run([SOURCES / "tools/package.sh", Path(program).resolve().parent.name, place],
                          text=True, stdout=subprocess.PIPE, check=True,
                          env={**os.environ, "YX_PACKAGE_LEVEL": "0"}).stdout.strip()
    root = Path(place, "root")
    subprocess.run(["dpkg", "-x", made, root], check=True)
    return root


class GoLive:
    """One going live; the steps are the document's, by their numbers."""

    def __init__(self, root, scratch, database):
        self.scratch, self.database = Path(scratch), database
        self.document = Document(SOURCES / "docs/go-live.md")
        self.authorities = Authorities(self.scratch / "authorities")
        self.stamp = TimestampAuthority(self.authorities.place)
        self.carrier = MessageGateway()
        port, self.operations_port = free_ports(2)
        self.machine = Machine(root, self.document, {
            "https://certificates.example": f"https://{HOST}:{port}",
            "port = 443": f"port = {port}", '"0.0.0.0"': '"127.0.0.1"',
            "http://timestamp.example/": self.stamp.url,
            "https://sms.example/send": self.carrier.url,
            "postgresql://yinxin@db.example/yinxin": database or ""})
        self.data = self.machine.path("/var/lib/yinxin")
        self.place = Place(port, self.authorities.file("root.pem"), self.data, database)
        self.people = {}

    def close(self):
        self.machine.stop()
        self.stamp.stop()
        self.carrier.close()

    def install(self):
        """1. Package and empty installation."""
        self.machine.path("/etc/yinxin/own").mkdir(parents=True)
        self.data.parent.mkdir(parents=True)
        told = self.machine.run("init-postgresql" if self.database else "init")
        # The other way is the other run's.
        self.document.done |= {"init", "init-postgresql"}
        self.invitations = {line.split()[0]: line.split()[1]
                            for line in told.splitlines() if " until " in line}
        expect(list(self.invitations) == ["sysadmin", "secadmin", "auditadmin"],
               "three invitations, for the three administrators")

    def enter_catalogue(self):
        """2. What is issued."""
        shutil.copy(SOURCES / "tests/golive/catalogue.toml",
                    self.machine.path("/etc/yinxin/own/catalogue.toml"))
        told = self.machine.run("catalogue")
        expect(told.startswith("Would enter") and "\nEntered" in told, "the catalogue is entered")

    def configure(self):
        """3. Settings."""
        self.machine.write("/etc/yinxin/own/tls.crt", self.authorities.certify_server(HOST), 0o644)
        self.machine.write("/etc/yinxin/own/tls.key", self.authorities.text("tls.key"))
        self.machine.write("/etc/yinxin/own/timestamp.pem",
                           self.authorities.text("timestamp.crt", "timestamp-root.pem"), 0o644)
        self.machine.apply_settings([("metrics", "port", str(self.operations_port))])
        told = self.machine.run("check").splitlines()
        expect([line.split(":")[0] for line in told] ==
               ["advice   message.gateway", "advice   message.gateway", "Fit for production."],
               f"fit for production; that nobody gets a code or mail yet is named {told}")
        self.machine.run("gateway-key")
        self.carrier.key = self.machine.path("/etc/yinxin/own/carrier.key").read_text().strip()
        self.machine.append_gateway()
        told = self.machine.run("check").splitlines()
        expect(len(told) == 2 and "mail" in told[0] and told[1] == "Fit for production.",
               f"and with a gateway only mail is missing, which is a choice {told}")

    def start(self):
        """4. Start, and the three administrators."""
        self.machine.run("start")
        for login_name, invitation in self.invitations.items():
            self.people[login_name] = Worker(self.place, login_name).come(invitation)
        again = Worker(self.place, "sysadmin").show_invitation(self.invitations["sysadmin"])
        expect(again.status == 422, "an invitation works once")
        expect(self.people["auditadmin"].get("/office/staff").status == 403,
               "the auditor manages nobody")

    def invite(self):
        """5. People."""
        chief = self.people["secadmin"]
        for login_name, issuer, role in (("clerk", "exam_centre", "clerk"),
                                         ("approver", "exam_centre", "approver"),
                                         ("editor", "", "editor"), ("chief", "", "approver")):
            invitation = chief.invite(login_name, issuer, role)
            self.people[login_name] = Worker(self.place, login_name).come(invitation)
        expect(len(self.people) == 7, "seven people work at the office")

    def make_key(self):
        """6. The key of the seal."""
        for name in self.document.files:
            self.machine.write_file(name)
        pin = os.urandom(PIN_BYTES).hex()
        self.machine.write("/etc/yinxin/own/pin", pin + "\n")
        officer = os.urandom(PIN_BYTES).hex()
        self.machine.run_at_terminal("token", [officer, officer, pin, pin])
        told = self.machine.run("key")
        expect("Made rsa" in told and "演示电子证书专用章" in told, f"key and request: {told.strip()}")
        self.machine.write("/etc/yinxin/own/seal.pem", self.authorities.certify_seal(
            self.machine.path("/etc/yinxin/own/seal.csr")), 0o644)
        told = self.machine.run("certificate")
        expect("Entered certificates." in told and "opens   certificates" in told,
               "the certificate is entered, the key opens")
        expect(pin not in self.machine.log() + told, "the PIN is nowhere")

    def make_seal(self):
        """7. The seal."""
        first, second = self.people["sysadmin"], self.people["secadmin"]
        fields = {"name_zh": "演示电子证书专用章", "name_en": "Demonstration seal", "issuer": "exam_centre",
                  "id": "province_seal", "type": "central", "key": "certificates",
                  "valid_from": TODAY.isoformat(), "valid_until": "",
                  "arc_text": "演示省人事考试演示中心", "centre_text": "演示",
                  "base_text": "电子证书专用章", "decision_no": "演示〔2026〕1号", "reason": "首次启用"}
        looked = first.post("/office/seals/new", {**fields, "look": "yes"}, files={"picture": ("", b"")})
        expect("<svg" in looked.body and looked.status == 200, "the picture is shown first")
        proposal = first.propose("/office/seals/new", fields, files={"picture": ("", b"")})
        own = first.decide(proposal)
        expect(own.status == 422 and "不能复核自己提交的事项" in own.body, "nobody approves his own proposal")
        second.approve(proposal)
        for state in STEPS_OF_A_SEAL:
            second.approve(first.propose(
                "/office/seals/province_seal/step",
                {"state": state, "reason": "按程序办理", "decision_no": "演示〔2026〕1号"},
                page="/office/seals/province_seal"))
        self.machine.run("restart")
        page = first.get("/office/seals/province_seal")
        expect('is-in_use' in page.body or "使用中" in page.body, "the seal is in use by two people")

    def publish_notice(self):
        """8. The notice."""
        self.people["chief"].approve(self.people["editor"].propose(
            "/office/texts/notice",
            {"title_zh": "服务须知", "title_en": "Notice", "body_zh": "请核对本人信息。",
             "body_en": "Check your own data.", "effective": "", "reason": "首次发布"}))
        expect(self.people["editor"].get("/office/texts").body.count("服务须知") > 0, "a notice is in force")

    def issue(self):
        """9. The first import."""
        holder = Holder(self.place, self.carrier)
        clerk = self.people["clerk"]
        proposal = clerk.import_results([holder.row(TODAY)], holder.photos())
        self.people["approver"].approve(proposal)
        clerk.wait_for_release()
        expect(True, "one certificate is issued by two people, and released")
        return holder

    def hand_out(self, holder):
        """10. The first copy."""
        holder.register()
        holder.bind()
        copy = holder.fetch_copy(COPY_WITHIN)
        expect(copy.startswith(b"%PDF-"), "a sealed copy")
        look_from_outside(self, copy, expect)

    def look_back(self):
        """11. Before the doors open."""
        told = self.machine.run("last")
        expect("Fit for production." in told and " 0 problem(s)" in told, "register, files and audit agree")
        left = [name for name in (*self.document.blocks, *self.document.files)
                if name not in self.document.done]
        expect(left == [], f"every block of the document was done {left}")

    def run(self):
        self.install()
        self.enter_catalogue()
        self.configure()
        self.start()
        self.invite()
        self.make_key()
        self.make_seal()
        self.publish_notice()
        self.hand_out(self.issue())
        self.look_back()


def main():
    wish = argparse.ArgumentParser(usage=__doc__)
    wish.add_argument("program")
    wish.add_argument("--postgres", action="store_true")
    wish.add_argument("--root")
    chosen = wish.parse_args()
    began = time.monotonic()
    scratch = tempfile.mkdtemp(prefix="yinxin-golive-")
    cluster, database = f"{scratch}/pg", None
    went = None
    try:
        if chosen.postgres:
            # The server's own user enters its directory.
            os.chmod(scratch, 0o711)
            subprocess.run([SOURCES / "tests/postgres/cluster.sh", "start", cluster], check=True)
            database = f"postgresql://yinxin@/postgres?host={cluster}"
        if chosen.root:
            root = Path(shutil.copytree(chosen.root, f"{scratch}/root"))
        else:
            root = unpack(chosen.program, scratch)
        went = GoLive(root, scratch, database)
        went.run()
    except (Failure, RuntimeError) as failure:
        print(f"go live: FAILED: {failure}\n{went.machine.log()[-2000:] if went else ''}")
        return 1
    finally:
        if went:
            went.close()
        if chosen.postgres:
            subprocess.run([SOURCES / "tests/postgres/cluster.sh", "stop", cluster], check=True)
        shutil.rmtree(scratch)
    print(f"go live: good, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
