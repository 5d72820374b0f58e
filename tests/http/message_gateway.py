# SPDX-License-Identifier: Apache-2.0
"""A carrier's gateway for tests, as docs/messages.md describes one: it checks who asks, and hands the
codes on to the test that waits for them."""

import hashlib
import hmac
import http.client
import json
import queue
import secrets
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

CLOCKS_APART = 300
WITHIN = 30
# Every message there is (src/yinxin/domain/message.cpp) and the order its template has here.
CODES = ("login", "register", "bind", "query", "bulk", "account_data", "account_close",
         "recover_name", "recover_password", "recover_mobile", "recover_office", "objection",
         "step_up", "mobile_new", "office_case", "agent")
OTHERS = ("bound", "password_changed", "login_linked", "login_unlinked", "organisation_removed",
          "doubt_asked", "doubt_answered", "certificate_issued", "certificate_changed",
          "batch_recalled", "batch_restored", "copy_ready", "copy_verified", "endorsement_ending",
          "paper_deadline", "authorised_use_fetched", "mobile_change_asked", "mobile_changed",
          "mobile_in_force", "accounts_merged", "agent_confirmed", "identity_asked",
          "identity_confirmed", "identity_refused", "second_added", "second_removed", "new_device",
          "mail_changed", "mail_removed")
# What goes by mail: the code that proves an address, and what holders choose to be told.
MAIL_CODES = ("mail_new",)
MAILS = ("certificate_issued", "certificate_changed", "batch_recalled", "batch_restored",
         "copy_ready", "copy_verified", "endorsement_ending", "paper_deadline", "mail_changed",
         "mail_removed")


def signature(key, moment, nonce, body):
    return "v1=" + hmac.new(key.encode(), f"{moment}.{nonce}.".encode() + body,
                            hashlib.sha256).hexdigest()


class MessageGateway:
    """Answers at self.url. `mood` is what it does: take, refuse, busy (503), hang. `says_at_once`
    posts the receipt, with that state, before it answers."""

    def __init__(self, name="carrier", key=None, channel="sms"):
        self.name, self.key, self.channel = name, key or secrets.token_hex(32), channel
        self.says_at_once, self.origin, self.receipt_status = "", "", None
        self.mood, self.faults, self.asked = "take", [], 0
        self.taken, self.nonces, self.lock = [], set(), threading.Lock()
        self.codes = queue.Queue()
        self.let_go = threading.Event()
        gateway = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, told = gateway.answer(self.headers, body)
                text = json.dumps(told).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    pass  # who asked has not waited

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, headers, body):
        with self.lock:
            self.asked += 1
        problem = self.problem_of(headers, body)
        if problem:
            with self.lock:
                self.faults.append(problem)
            return 401, {"reason": problem}
        if self.mood == "refuse":
            return 400, {"reason": "BLACKLISTED"}
        if self.mood == "busy":
            return 503, {}
        if self.mood == "hang":
            self.let_go.wait(WITHIN)
            return 503, {}
        message = json.loads(body)
        is_mail = "@" in message["to"] and bool(message.get("subject"))
        if is_mail != (self.channel == "mail") or ("subject" in message) != is_mail:
            with self.lock:
                self.faults.append(f"a message of another channel: {message['template']}")
        if self.says_at_once:
            self.receipt_status = self.post_receipts(
                self.origin, [{"id": message["id"], "state": self.says_at_once}])
        with self.lock:
            self.taken.append(message)
        if message["parameters"]:
            minutes, code = message["parameters"]  # the order this carrier registered
            assert minutes.isdigit() and len(code) == 6, "the order of the parameters"
            self.codes.put((message["to"], code))
        return 200, {"accepted": True}

    def problem_of(self, headers, body):
        moment, nonce = headers["Yinxin-Timestamp"], headers["Yinxin-Nonce"]
        if not moment or abs(time.time() - int(moment)) > CLOCKS_APART:
            return "time"
        if not hmac.compare_digest(headers["Yinxin-Signature"] or "",
                                   signature(self.key, moment, nonce, body)):
            return "signature"
        with self.lock:
            if nonce in self.nonces:
                return "nonce"
            self.nonces.add(nonce)
        return "name" if headers["Yinxin-Gateway"] != self.name else ""

    def next_code(self, within=WITHIN):
        """@return the code that comes next, whoever gets it."""
        return self.codes.get(timeout=within)[1]

    def last_code(self):
        """The newest message with a code, as it was posted."""
        with self.lock:
            return next(one for one in reversed(self.taken) if one["parameters"])

    def last(self, name):
        """The newest message of this name, as it was posted; none: there is none."""
        with self.lock:
            return next((one for one in reversed(self.taken)
                         if one["template"] in (f"T_{name}", f"T_{name}_en")), None)

    def settings(self, key_file, cap=100000, deadline="2s"):
        """Its part of yinxin.toml."""
        is_mail = self.channel == "mail"
        more = 'subject = "演示", subject_en = "Demonstration", ' if is_mail else ""
        templates = [f'{{message = "{name}", id = "T_{name}", id_en = "T_{name}_en", {more}'
                     f'parameters = ["minutes", "code"]}}'
                     for name in (MAIL_CODES if is_mail else CODES)]
        more = 'subject = "演示", ' if is_mail else ""
        templates += [f'{{message = "{name}", id = "T_{name}", {more}parameters = []}}'
                      for name in (MAILS if is_mail else OTHERS)]
        return (f'\n[[message.gateway]]\nname = "{self.name}"\nchannel = "{self.channel}"\n'
                f'url = "{self.url}"\n'
                f'key_file = "{key_file}"\nsign_name = "演示"\ndaily_cap = {cap}\n'
                f'deadline = "{deadline}"\ntemplate = [\n  ' + ",\n  ".join(templates) + "\n]\n")

    def post_receipts(self, origin, receipts, **wrong):
        """Says what became of messages. @param wrong  key, moment, nonce or name to use instead.
        @return the status."""
        body = json.dumps({"receipts": receipts}).encode()
        moment = wrong.get("moment", str(int(time.time())))
        nonce = wrong.get("nonce", secrets.token_hex(16))
        there = urlsplit(origin)
        if there.scheme == "https":
            line = http.client.HTTPSConnection(there.hostname, there.port, timeout=WITHIN,
                                               context=ssl._create_unverified_context())
        else:
            line = http.client.HTTPConnection(there.hostname, there.port, timeout=WITHIN)
        line.request("POST", f"/gateway/{wrong.get('name', self.name)}/receipts", body, {
            "Content-Type": "application/json", "Yinxin-Timestamp": moment, "Yinxin-Nonce": nonce,
            "Yinxin-Signature": signature(wrong.get("key", self.key), moment, nonce, body)})
        status = line.getresponse().status
        line.close()
        return status
