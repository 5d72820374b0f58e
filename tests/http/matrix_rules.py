# SPDX-License-Identifier: Apache-2.0
"""Who may do what, written down a second time on purpose, and what stands for each parameter of a
path. What to add when the matrix does not know something is at the head of matrix.py."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from matrix_world import A, B, EVERYWHERE, STAFF

ALL = {"clerk", "approver", "correspondent", "editor", "statistics_reader", "system_administrator",
       "security_administrator", "audit_administrator"}
# Act -> roles: domain::roles_for in other words.
ROLES = {
    "see_office": ALL,
    "import_results": {"clerk"},
    "see_batches": {"clerk", "approver"},
    "prepare_change": {"clerk"},
    "decide_change": {"approver"},
    "stop_at_once": {"clerk", "approver"},
    "look_up_person": {"clerk", "approver", "correspondent"},
    "see_doubts": {"clerk", "approver", "correspondent"},
    "answer_doubts": {"correspondent"},
    "keep_paper_register": {"clerk"},
    "edit_texts": {"editor"},
    "decide_texts": {"approver"},
    "edit_rules": {"editor"},
    "decide_rules": {"approver"},
    "propose_seal": {"system_administrator", "security_administrator"},
    "decide_seal": {"system_administrator", "security_administrator"},
    "stop_seal": {"approver", "system_administrator", "security_administrator"},
    "run_service": {"system_administrator"},
    "manage_staff": {"security_administrator"},
    "see_alarms": ALL - {"statistics_reader", "audit_administrator"},
    "read_statistics": {"statistics_reader", "approver", "system_administrator"},
    "read_audit": {"audit_administrator"},
    "watch_doors": {"security_administrator"},
}
# Name of a route -> roles its use case lets in, where they are fewer than those of its act; the
# others are refused with 403 as well.
FEWER = {
    "office_proposal_decide": {"approver"},
}
# Fields without which a form is refused before anybody asks who sends it. Version 1 of an import is
# an old one: the form is answered and changes nothing.
FIELDS = {
    "acting_choose": {"purpose": "演示"},
    "bulk_start": {"purpose": "演示"},
    "notifications_choose": {"language": "zh-CN"},
    "doubt_add": {"text": "演示：见附件里的身份证。"},
    "member_change": {"change": "remove"},  # its only owner cannot leave
    "purpose_add": {"purpose": "演示二"},
    "purpose_rename": {"purpose": "演示三"},
    "office_proposal_decide": {"decision": "refuse", "note": "演示"},
    "office_alarm_end": {"note": "演示"},
    "office_import_columns_post": {"version": "1"},
    "office_import_row_post": {"version": "1"},
    "office_import_leave_out": {"version": "1"},
    "office_import_take_back": {"version": "1"},
    "office_import_submit_post": {"version": "1"},
    "office_import_reopen": {"version": "1"},
    "office_import_discard": {"version": "1"},
}
# The same for pages that are nothing without a question.
QUERY = {"office_import_download": "?rows=faulty"}
# Forms that name a thing in a field: with none, there is nothing, for everybody.
# And what is handed to an agent: the request here is no agent's.
NAMES_A_THING = {"office_passkey_remove", "office_request_key_remove", "office_identity_data"}
# Forms that ask for a code once more: it is looked for by who asks, so a stranger has none, and who
# has one has to wait.
RESENDS = {"bulk_resend", "account_data_resend", "account_close_resend", "confirm_self_resend"}
# Forms that send a code: more kinds of them than one mobile gets codes in an hour.
SENDS_CODES = {"account_data_ask", "account_close_ask", "confirm_self_send"}
# Forms that end the other sessions of whoever sends them.
ENDS_OTHERS = {"office_sessions_end", "sessions_end", "office_password_post", "password_change",
               "office_authenticator_post"}
# Forms that end the thing they are about, in the order in which they are asked, after all others.
ENDS_THING = ("use_withdraw", "bulk_forget", "doubt_withdraw", "purpose_retire", "invitation_end",
              "organisation_close", "office_import_discard")
# Forms after which this session is over.
ENDS_SESSION = {"office_logout", "logout"}


@dataclass
class Thing:
    """What stands for a parameter: a value, whose it is, and who of the office knows its kind."""
    value: str | Callable  # what makes a new one for each request
    owner: str = ""  # "A", "holder", "verifier", a user name of the office, or nobody's: the same for all
    roles: frozenset = frozenset(ALL)
    instead: str = ""  # where those are led for whom there is none; else they get 404


# One line for each parameter, by the pattern up to it; all of a route by its name, where it needs
# others than the rest.
def objects(world):
    nobody = Thing("nobody-has-this")
    nobody_yet = Thing("4711")
    of_changes = frozenset({"clerk", "approver"})
    bulk_draft = [Thing(world.bulk_draft, "holder")]
    return {
        "bulk_columns": bulk_draft,
        "bulk_start": bulk_draft,
        "bulk_code": bulk_draft,
        "bulk_confirm": bulk_draft,
        "bulk_resend": bulk_draft,
        "office_batch_sample": [Thing(world.batch, A), Thing("1", A)],
        "/acting/{id}": Thing(world.organisation, "holder"),
        "/announcements/{id}": nobody,
        "/bulk/{id}": Thing(world.bulk_check, "holder"),
        "/d/{token}": nobody,
        "/gateway/{name}": nobody,
        "/v/{token}": nobody,
        "/verify/results/{token}": nobody,
        "/static/{hash}": nobody,
        "/static/{hash}/{path...}": nobody,
        "/login/{provider}": nobody,
        "/account/logins/{provider}": Thing("nobody-has-this", "nobody"),  # no provider in it
        "/account/sessions/{id}": Thing("nobody-has-this", "nobody"),  # named by its own account alone
        "/certificates/{id}": Thing(world.certificate, "holder"),
        "/certificates/{id}/doubts/{doubt}": Thing(world.doubt, "holder"),
        "/certificates/{id}/doubts/{doubt}/files/{file}": Thing(world.doubt_file, "holder"),
        "/endorsements/{id}": Thing(world.endorsement, "holder"),
        "/copies/{id}": Thing(world.copy, "holder"),
        "/organisations/join/{code}": Thing(world.invitation_code),  # of whoever has it
        "/organisations/{id}": Thing(world.organisation, "holder"),
        "/organisations/{id}/members/{account}": Thing(world.member, "holder"),
        "/organisations/{id}/invitations/{invitation}": Thing(world.invitation, "holder"),
        "/organisations/{id}/purposes/{purpose}": Thing(world.purpose, "holder"),
        "/organisations/{id}/copies/{use}": Thing(world.use, "holder"),
        "/certificates/{id}/uses/{use}": Thing(world.use, "holder"),
        "/organisations/{id}/clients/{client}": Thing(world.client, "holder"),
        "/query/results/{token}": Thing(world.answer, "holder"),
        "/api/v1/bulk/{id}": Thing(world.bulk_check, "holder"),
        "/api/v1/authorised-uses/{id}": Thing(world.use, "holder"),
        "/api/v1/webhook/deliveries/{id}": nobody,
        "/office/staff/{staff}": Thing(world.colleague),
        "/office/proposals/{proposal}": Thing(world.proposal, A, of_changes),
        "/office/alarms/{alarm}": Thing(world.new_alarm, A, of_changes),
        "/office/service/jobs/{job}": nobody_yet,
        "/office/batches/{batch}": Thing(world.some(
            "SELECT batch_id FROM batch WHERE issuer_id = 'demo_exam_centre' ORDER BY batch_id"), A),
        "/office/certificates/{certificate}": Thing(world.line, A),
        "/office/certificates/{certificate}/{change}": Thing("suspend", A),
        "/office/counter/{look}": Thing(world.look, "clerk1", instead="/office/counter"),
        "/office/doubts/{doubt}": Thing(world.doubt, A),
        "/office/doubts/{doubt}/files/{file}": Thing(world.doubt_file, A),
        "/bind/office/files/{file}": Thing(world.evidence, "verifier"),
        "/recover/office/case/files/{file}": nobody_yet,
        "/office/identity/{request}": Thing(world.identity, A),
        "/office/identity/{request}/files/{file}": Thing(world.evidence, A),
        "/office/imports/demo/{series}": Thing("7"),
        "/office/imports/{import}": Thing(world.results, A),
        "/office/imports/{import}/rows/{row}": Thing(world.faulty_row, A),
        "/office/paper/{line}": Thing(world.line, A),
        "/office/seals/{seal}": Thing(world.some(
            "SELECT seal_id FROM seal WHERE issuer_id = 'demo_exam_centre'"), A),
        "/office/texts/articles/{article}": Thing(world.some(
            "SELECT article_id FROM article WHERE kind = 'announcement' ORDER BY article_id")),
        "/office/rules/policies/{policy}": Thing("standard"),
        "/office/rules/qualifications/{item}": Thing("constructor_1"),
    }


def parameters(route, things):
    """What stands for each parameter of a route's path."""
    if route["name"] in things:
        return things[route["name"]]
    used, head = [], ""
    for part in re.findall(r"[^}]+\}", route["pattern"]):
        head += part
        if head not in things:
            raise LookupError(f"{route['pattern']}: nothing stands for {part[part.rindex('{'):]}; "
                              f"add a line for \"{head}\" to objects() in tests/http/matrix_rules.py")
        used.append(things[head])
    return used


def filled(pattern, used):
    """The path with an object for each parameter."""
    for thing in used:
        value = thing.value if isinstance(thing.value, str) else thing.value()
        pattern = re.sub(r"\{[^}]*\}", lambda _, value=value: value, pattern, count=1)
    return pattern


def may_pass(route, visitor):
    if route["act"] not in ROLES:
        raise LookupError(f"{route['pattern']}: the act {route['act']} has no roles; add it to ROLES "
                          "in tests/http/matrix_rules.py")
    return visitor.role in ROLES[route["act"]]


def expected(route, visitor, used):
    """What must be true of the answer to a form or page that is in order: (name, predicate)."""
    access = route["access"]
    if route["pattern"].startswith("/api/v1/") and access == "machine":
        if route["name"] != "api.document":
            return "401: no key", lambda a: a.status == 401
    if access in ("anyone", "office_door", "machine"):
        return "let in", lambda a: access == "machine" or a.status != 403
    if access in ("account", "consented"):
        if visitor.kind not in ("holder", "other", "verifier"):
            return "303 to /login", lambda a: a.status == 303 and a.location.startswith("/login")
        strange = any(thing.owner == "nobody" for thing in used) or any(
            thing.owner in ("holder", "verifier") and thing.owner != visitor.kind
            for thing in used)
        if route["name"] in RESENDS:
            if strange:
                return "422: no code of theirs", lambda a: a.status == 422
            return "allowed: 429, one was sent just now", lambda a: a.status == 429
        if strange:
            return "404: another person's", lambda a: a.status == 404
        return "allowed", is_allowed
    if visitor.kind == "half":
        return "303 to the code", lambda a: (a.status == 303 and
                                             a.location.startswith("/office/login/code"))
    if visitor.kind != "staff":
        return "303 to /office/login", lambda a: (a.status == 303 and
                                                  a.location.startswith("/office/login"))
    if not may_pass(route, visitor):
        return "403: not for this role", lambda a: a.status == 403
    for thing in used:
        unseen = visitor.role not in thing.roles or (
            thing.owner in (A, B) and visitor.authority not in (EVERYWHERE, thing.owner)) or (
            thing.owner in STAFF and visitor.name != thing.owner)
        if unseen and thing.instead:
            return f"303 to {thing.instead}", lambda a: (a.status == 303 and
                                                         a.location == thing.instead)
        if unseen:
            return "404: another authority's, or not of this role's kinds", lambda a: a.status == 404
    if visitor.role not in FEWER.get(route["name"], ALL):
        return "403: not for this role", lambda a: a.status == 403
    if route["name"] in NAMES_A_THING:
        return "404: no such thing", lambda a: a.status == 404
    return "allowed", is_allowed


def is_allowed(answer):
    """Neither refused nor put off: who was only too fast has not been let in."""
    to_login = answer.status == 303 and re.match(r"/(office/)?login(\?|$)", answer.location)
    return answer.status not in (403, 404, 429) and not to_login
