#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages through gateways, as docs/messages.md says. usage: messages.py PROGRAM

Two carriers that the test plays: what they are posted is signed and in their order; one that is busy
or hangs is passed by; what a carrier refuses is not sent again; receipts count when they are signed
and fresh, and once; when both are away, the form says so at once; the cap of a day holds. A third
one carries mail: to an address its owner has proved, and as chosen; its outage is its own."""

import datetime
import re
import sys
import time
import tomllib
from pathlib import Path

from expectations import end, expect
from message_gateway import MessageGateway
from office import Browser, log_in
from register import Register
from service import Service, change_settings

WITHIN = 40
AWAY = "短信暂时发不出去"
MAIL_AWAY = "邮件暂时发不出去"
ADDRESS = "zhang.yan@example.com"


def wait_for(condition):
    deadline = time.monotonic() + WITHIN
    while not (found := condition()):
        if time.monotonic() > deadline:
            return None
        time.sleep(0.1)  # the pace of asking; the condition is the answer
    return found


class Scene:
    def __init__(self, service, first, second, post):
        self.service, self.first, self.second, self.post = service, first, second, post
        for gateway in (first, second, post):
            gateway.origin = service.origin
        self.register = Register(service)
        accounts = tomllib.loads(Path(service.data, "demo-accounts.toml").read_text("utf-8"))
        people = [one for group in accounts.values() if isinstance(group, list) for one in group]
        self.people = [one for one in people if one.get("mobile") and one.get("login_name")]
        self.mobiles = [one["mobile"] for one in people
                        if one.get("mobile") and one.get("login_name")]

    def ask_code(self, language="zh-CN"):
        """A code to log in, for whom none was asked for the longest. @return answer, mobile."""
        mobile = self.mobiles.pop(0)
        self.mobiles.append(mobile)
        browser = Browser(self.service)
        browser.get(f"/login?lang={language}")
        return browser.post("/login/code", {"mobile": mobile, "next": ""}, page="/login"), mobile

    def sign_in(self, login_name):
        """With the password. @return the browser."""
        person = next(one for one in self.people if one["login_name"] == login_name)
        browser = Browser(self.service)
        browser.get("/login")
        browser.post("/login", {"login_name": login_name, "password": person["password"],
                                "next": ""}, page="/login")
        return browser

    def state_of(self, number):
        rows = self.register.rows("SELECT state, gateway, reason, attempts FROM message"
                                  " WHERE message_id = ?", int(number))
        return tuple(str(field) for field in rows[0])

    def newest(self):
        """The code asked for last; holders may be told of other things meanwhile."""
        return self.register.rows("SELECT MAX(message_id) FROM message"
                                  " WHERE order_no = 0")[0][0]

    def note(self, event, number):
        """Something demo02 is to be told of, as if it had come about."""
        self.register.change(
            "INSERT INTO holder_notice (holder_id, event, object_id, day, noted_at)"
            " SELECT holder_id, ?, ?, '', ? FROM account_holder WHERE ended_at IS NULL AND account_id"
            " = (SELECT account_id FROM account WHERE login_name = 'demo02')",
            event, number, int(time.time()))

    def forgive(self):
        """As if the pauses were over."""
        self.register.change("UPDATE message_gateway SET failures = 0, paused_until = 0")


def show_sending(scene):
    answer, _ = scene.ask_code()
    expect(answer.status == 303, f"a code is asked for: {answer.status}")
    expect(re.fullmatch(r"\d{6}", scene.first.next_code()), "and comes by the first gateway")
    sent = scene.first.last_code()
    expect(sent["template"] == "T_login" and sent["sign"] == "演示", f"as registered: {sent['template']}")
    expect(sent["to"].startswith("+861"), "to a number in full")
    scene.ask_code("en")
    scene.first.next_code()
    expect(scene.first.last_code()["template"] == "T_login_en", "in the language of the page")
    expect(not scene.first.faults, f"every request was signed: {scene.first.faults}")
    # The gateway has a message before its answer is written down.
    expect(wait_for(lambda: scene.state_of(sent["id"])[0] == "sent"), "it is noted as sent")
    left = scene.register.rows("SELECT COUNT(*) FROM message WHERE state = 'sent'"
                               " AND LENGTH(parameters_sealed) > 0")[0][0]
    expect(int(left) == 0, "what was sent is forgotten")
    return sent["id"]


def show_receipts(scene, number):
    first, origin = scene.first, scene.service.origin
    receipt = [{"id": number, "state": "delivered"}]
    old = str(int(time.time()) - 3600)
    expect(first.post_receipts(origin, receipt, key="x" * 64) == 401, "a wrong key is refused")
    expect(first.post_receipts(origin, receipt, moment=old) == 401, "an old receipt is refused")
    expect(first.post_receipts(origin, receipt, name="nobody") == 404, "no such gateway")
    expect(scene.register.rows("SELECT COUNT(*) FROM message WHERE delivered_at IS NOT NULL")[0][0]
           in (0, "0"), "and none of them counts")
    expect(first.post_receipts(origin, receipt) == 204, "a receipt is taken")
    expect(first.post_receipts(origin, receipt) == 204, "twice is once")
    expect(first.post_receipts(origin, [{"id": number, "state": "failed", "reason": "LATE"}]) == 204,
           "another word about the same")
    expect(scene.state_of(number)[0] == "sent", "changes nothing")
    page = log_in(scene.service, "sysadmin1").get("/office/messages")
    expect(page.status == 200 and "已送达" in page.body and "登录验证码" in page.body,
           "the system administrator sees that it arrived")
    expect(not re.search(r"\+861\d{10}", page.body), "and no number in full")
    expect(log_in(scene.service, "clerk1").get("/office/messages").status == 403, "the clerk does not")


def show_refusal(scene):
    scene.first.mood = "refuse"
    scene.ask_code()
    number = scene.newest()
    state = wait_for(lambda: (s := scene.state_of(number))[0] == "failed" and s)
    expect(state == ("failed", "carrier", "BLACKLISTED", "1"), f"refused is refused: {state}")
    scene.first.mood = "take"


def show_fallback(scene):
    for mood in ("busy", "hang"):
        scene.first.mood = mood
        scene.ask_code()
        expect(scene.second.next_code(), f"the first is {mood}: the second carries it")
        number = scene.newest()
        state = wait_for(lambda: (s := scene.state_of(number))[0] == "sent" and s)
        expect(state and state[1] == "second", f"and the log says so: {state}")
    scene.first.mood = "take"
    scene.forgive()


def show_cap(scene):
    today = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
    full = "UPDATE message_gateway SET counted_on = ?, taken = 100000 WHERE name = ?"
    scene.register.change(full, today.isoformat(), "carrier")
    asked = scene.first.asked
    scene.ask_code()
    expect(scene.second.next_code(), "the first has carried all it may: the second goes on")
    expect(scene.first.asked == asked, "and the first is not asked any more")
    alarms = scene.register.rows("SELECT COUNT(*) FROM alarm WHERE kind = 'message_failing'"
                                 " AND object = 'gateway:carrier' AND detail = 'daily_cap'")
    expect(int(alarms[0][0]) == 1, "there is an alarm")
    scene.register.change(full, today.isoformat(), "second")
    answer, _ = scene.ask_code()
    expect(answer.status == 422 and AWAY in answer.body, "both have: the form says so")
    scene.register.change("UPDATE message_gateway SET taken = 0")


def show_outage(scene):
    scene.first.mood = scene.second.mood = "busy"
    scene.forgive()
    for _ in range(3):
        scene.ask_code()
    paused = wait_for(lambda: scene.register.rows(
        "SELECT COUNT(*) FROM message_gateway WHERE paused_until > 0")[0][0] in (2, "2"))
    expect(paused, "both are left alone after failures")
    waiting = scene.newest()
    answer, mobile = scene.ask_code()
    expect(answer.status == 422 and AWAY in answer.body and mobile in answer.body,
           f"the form says at once that no code comes, and keeps what was typed: {answer.status}")
    expect(scene.newest() == waiting, "and nothing waits for it")
    expect(scene.state_of(waiting)[0] == "queued", "what was asked before waits")
    scene.first.mood = scene.second.mood = "take"
    scene.forgive()
    expect(scene.first.next_code(), "and is sent when one is there again")


def show_early_receipt(scene):
    scene.first.says_at_once = "delivered"
    scene.ask_code()
    scene.first.next_code()
    scene.first.says_at_once = ""
    number = scene.first.last_code()["id"]
    expect(scene.first.receipt_status == 204, f"a receipt before the answer is taken: "
                                              f"{scene.first.receipt_status}")
    row = wait_for(lambda: scene.register.rows(
        "SELECT state FROM message WHERE message_id = ? AND delivered_at IS NOT NULL", int(number)))
    expect(row and row[0][0] == "sent", f"and counts: {row}")


def show_address(scene):
    """@return the browser of a holder who has a mail address now."""
    holder = scene.sign_in("demo02")
    page = holder.get("/account")
    expect('href="/account/mail"' in page.body, "the account page offers mail")
    refused = holder.post("/account/mail", {"mail": "zhang.yan"}, page="/account/mail")
    expect(refused.status == 422 and 'value="zhang.yan"' in refused.body,
           f"what is no address is refused, and stays in the form: {refused.status}")
    asked = holder.post("/account/mail", {"mail": f" {ADDRESS.upper()} "}, page="/account/mail")
    expect((asked.status, asked.location) == (303, "/account/mail/confirm"),
           f"a code is asked for: {asked.status}")
    code = scene.post.next_code()
    mail = scene.post.last("mail_new")
    expect(mail["to"] == "ZHANG.YAN@example.com" and mail["subject"] == "演示",
           f"it goes to the address: {mail['subject']}")
    page = holder.get("/account/mail/confirm")
    expect("Z***@example.com" in page.body and "ZHANG.YAN" not in page.body, "which is not shown")
    given = holder.post("/account/mail/confirm", {"code": code}, page="/account/mail/confirm")
    expect((given.status, given.location) == (303, "/account/notifications"),
           f"with the code the address is in: {given.status} {given.location}")
    expect(wait_for(lambda: scene.first.last("mail_changed")), "the mobile is told")
    expect(scene.post.last("mail_changed") is None, "the address is not")
    return holder


def show_ways(scene, holder):
    page = holder.get("/account/notifications")
    expect('id="copy_ready_mail"' in page.body, "there are two ways for each notice")
    chosen = holder.post("/account/notifications",
                         {"language": "zh-CN", "certificate_issued": "yes",
                          "copy_verified_mail": "yes", "copy_ready": "yes",
                          "copy_ready_mail": "yes"}, page="/account/notifications")
    expect(chosen.status == 303, f"they are chosen: {chosen.status}")
    page = holder.get("/account/notifications").body
    for box, is_on in (("certificate_issued", True), ("certificate_issued_mail", False),
                       ("copy_verified", False), ("copy_verified_mail", True),
                       ("copy_ready", True), ("copy_ready_mail", True), ("paper_deadline", False)):
        tag = re.search(rf'<input[^>]* id="{box}"[^>]*>', page)
        expect(tag and (" checked" in tag.group(0)) == is_on, f"{box} is {'on' if is_on else 'off'}")
    scene.note("copy_ready", 9001)
    expect(wait_for(lambda: scene.post.last("copy_ready")), "a notice comes by mail")
    expect(wait_for(lambda: scene.first.last("copy_ready")), "and by text message")
    expect(scene.post.last("copy_ready")["to"] == "ZHANG.YAN@example.com", "to the address")
    scene.note("copy_verified", 9002)
    expect(wait_for(lambda: scene.post.last("copy_verified")), "another by mail alone")
    expect(scene.first.last("copy_verified") is None, "and not to the mobile")
    number = scene.post.last("copy_verified")["id"]
    wait_for(lambda: scene.state_of(number)[0] == "sent")
    expect(scene.post.post_receipts(scene.service.origin, [{"id": number, "state": "delivered"}])
           == 204, "a receipt of mail is taken")
    page = log_in(scene.service, "sysadmin1").get("/office/messages")
    expect("Z***@example.com" in page.body and "ZHANG.YAN" not in page.body,
           "the log shows mail, and no address in full")


def show_mail_outage(scene, holder):
    """Mail is away: text messages go on, and the form of the address says so."""
    scene.post.mood = "hang"
    for number in range(9010, 9014):
        scene.note("copy_verified", number)
    paused = wait_for(lambda: scene.register.rows(
        "SELECT COUNT(*) FROM message_gateway WHERE name = 'post' AND paused_until > 0")[0][0]
        in (1, "1"))
    expect(paused, "the gateway of mail is left alone")
    scene.ask_code()
    expect(scene.first.next_code(), "codes go out all the same")
    refused = holder.post("/account/mail", {"mail": "other@example.com"}, page="/account/mail")
    expect(refused.status == 422 and MAIL_AWAY in refused.body and "other@example.com"
           in refused.body, f"the form says that no mail goes out: {refused.status}")
    scene.post.mood = "take"
    scene.forgive()
    scene.register.change("UPDATE message SET next_at = 0 WHERE state = 'queued'")
    gone = wait_for(lambda: scene.register.rows(
        "SELECT COUNT(*) FROM message WHERE channel = 'mail' AND state = 'queued'")[0][0]
        in (0, "0"))
    expect(gone, "what waited goes out when it is there again")


def show_removal(scene, holder):
    taken = holder.post("/account/mail/remove", {}, page="/account/mail")
    expect((taken.status, taken.location) == (303, "/account"), f"it is taken off: {taken.status}")
    expect(wait_for(lambda: scene.first.last("mail_removed")), "the mobile is told")
    left = scene.register.rows("SELECT COUNT(*) FROM account_mail")[0][0]
    expect(int(left) == 0, "nothing of it stays")
    page = holder.get("/account/notifications").body
    tag = re.search(r'<input[^>]* id="copy_verified"[^>]*>', page)
    expect(tag and " checked" in tag.group(0), "what came by mail alone comes to the mobile now")


def main(program):
    first, second = MessageGateway(), MessageGateway("second")
    post = MessageGateway("post", channel="mail")
    service = Service(program)
    settings = Path(service.data, "yinxin.toml")
    change_settings(service.data, {"limits": {"logins_per_minute": "100000"}})
    for gateway in (first, second, post):
        key = Path(service.data, f"{gateway.name}.key")
        key.write_text(gateway.key + "\n", encoding="utf-8")
        key.chmod(0o600)
        settings.write_text(settings.read_text("utf-8") + gateway.settings(key, deadline="1s"),
                            encoding="utf-8")
    try:
        with service:
            scene = Scene(service, first, second, post)
            show_receipts(scene, show_sending(scene))
            show_early_receipt(scene)
            holder = show_address(scene)
            show_ways(scene, holder)
            show_mail_outage(scene, holder)
            show_removal(scene, holder)
            show_refusal(scene)
            show_fallback(scene)
            show_cap(scene)
            show_outage(scene)
            for gateway in (first, second, post):
                expect(not gateway.faults, f"{gateway.name} was asked properly: {gateway.faults}")
    finally:
        first.close()
        second.close()
        post.close()
    end()


if __name__ == "__main__":
    main(sys.argv[1])
