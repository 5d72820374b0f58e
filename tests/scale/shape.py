# SPDX-License-Identifier: Apache-2.0
"""The rows of generated certificates: what issuing one and endorsing one leave in each table.

Six certificates belong to five persons. Every person is a number and every sealed column is noise of
the length that real ones have, so that nothing in these rows is about anybody (演示). Faces that are
noise cannot be opened: these rows are there to be in the way, not to be looked at."""

import dataclasses

# Ids of one person's rows lie together, as they do when a batch is issued. `yx_gap` says where the
# ids of each run of persons begin.
BLOCK = 16
PERSONS = """SELECT n AS p, yx_gap.base + n % {persons} * 16 AS h
    FROM n JOIN yx_gap ON yx_gap.k = n / {persons}"""
CERTIFICATES = """SELECT d.c, d.p, yx_gap.base + d.p % {persons} * 16 AS h, d.nth, yx_gap.base - 1 AS batch
    FROM (SELECT n AS c, n / 6 * 5 + CASE WHEN n % 6 = 5 THEN 4 ELSE n % 6 END AS p,
                 CASE WHEN n % 6 = 5 THEN 2 ELSE 1 END AS nth FROM n) d
    JOIN yx_gap ON yx_gap.k = d.p / {persons}"""
ENDORSED = CERTIFICATES.replace("FROM n)", "FROM n WHERE n % 6 < 5 AND n % {every} = 0)")
GAPS = "SELECT n AS k, yx_gap.base FROM n JOIN yx_gap ON yx_gap.k = n"


@dataclasses.dataclass(frozen=True)
class Filling:
    """One table: what is counted, its columns and what is written into them."""
    table: str
    source: str
    columns: str
    values: str
    rest: str = ""


# When the application was made; the day it counts from begins at midnight in Beijing.
APPLIED = "({now} - 86400 * (1 + c % 1500) - c % 40000)"
MIDNIGHT = f"(({APPLIED} + 28800) / 86400 * 86400 - 28800)"
PASSWORD = ("'hmac-sha256$argon2id$v=19$m=65536,t=3,p=1$' || yx_hex('salt', p, 22) || '$' || "
            "yx_hex('word', p, 43)")


def event(number, kind, actor, target, facts):
    return Filling(
        "audit_event", ENDORSED, "event_id, at, kind, actor, object, facts, salt, seq, chain",
        f"h + {9 + number}, {APPLIED}, '{kind}', {actor}, {target}, {facts}, yx_bytes(16, c), "
        f"{{seq}} + c / {{every}} * 6 + {number}, yx_hash('chain{number}', c)")


def seal_used(number, form, key):
    return event(number, "seal.used", "'system:seal_desk'", f"'intent:' || (h + {6 + number - 3})",
                 f"""'{{{{"digest":"' || yx_hex('{form}', c, 64) || '","key":"{key}",'"""
                 """ || '"seal":"demo_certificate_seal"}}'""")


def copy_file(form, key, profile, size, intent):
    return Filling(
        "copy_file", ENDORSED, "holder_id, copy_id, format, sha256, size, seal_id, key_name, profile, "
        "intent_id, has_blob, sealed_at, sm3",
        f"h, h + 5, '{form}', yx_hash('{form}', c), {size} + c % 9000, 'demo_certificate_seal', "
        f"'{key}', '{profile}', h + {intent}, 0, {APPLIED} + 1, yx_hash('{form}.sm3', c)")


def intent(form, number):
    return Filling(
        "seal_intent", ENDORSED, "holder_id, intent_id, copy_id, format, seal_id, line_id, version, "
        "valid_until, fence, digest, state, planned_at, ended_at, trace",
        f"h, h + {number}, h + 5, '{form}', 'demo_certificate_seal', h + nth, 1, "
        f"{MIDNIGHT} + 2592000, 1, yx_hash('digest.{form}', c), 'sealed', {APPLIED}, {APPLIED} + 1, "
        "yx_hex('trace', c, 32)")


FILLINGS = (
    Filling("batch", GAPS, "batch_id, issuer_id, item_id, exam_year, state, certificate_count, "
            "changed_at, announced_at, released_at, written_at, issued_count",
            "base - 1, 'demo_exam_centre', 'constructor_1', 2020, 'released', {persons} / 5 * 6, "
            "{now}, {now}, {now}, {now}, {persons} / 5 * 6"),
    Filling("person", PERSONS, "holder_id, created_at", "h, {now}"),
    Filling("person_name", PERSONS, "holder_id, seq, name_sealed, state, changed_at",
            "h, 1, yx_bytes(45, p), 'current', {now}"),
    Filling("person_document", PERSONS, "holder_id, seq, document_type, number_sealed, number_index, "
            "number_masked, state, changed_at",
            "h, 1, 'resident_identity_card', yx_bytes(51, p + 7), yx_hash('id', p), "
            "'9****************0', 'current', {now}"),
    Filling("lookup_document", PERSONS, "number_index, holder_id, state",
            "yx_hash('id', p), h, 'current'"),
    Filling("person_mobile", PERSONS, "holder_id, mobile_sealed, mobile_index, mobile_masked, "
            "changed_at", "h, yx_bytes(47, p + 9), yx_hash('mobile', p), '199****0000', {now}"),
    Filling("certificate_line", CERTIFICATES, "holder_id, line_id, current_version", "h, h + nth, 1"),
    Filling("certificate", CERTIFICATES, "holder_id, line_id, version, kind, status, status_reason, "
            "status_at, batch_id, item_id, policy_id, certificate_no, management_no, approved_on, "
            "issued_on, face_sealed, face_signature, created_at",
            "h, h + nth, 1, 'certificate', 'valid', '', {now}, batch, 'constructor_1', 'standard', "
            "'YS2020' || yx_pad(900000000 + c, 9), '20200099999' || yx_pad(900000000 + c, 9), "
            "'2020-05-01', '2020-09-01', substr(yx_noise.bytes, 1, CAST(1190 + c % 197 AS INTEGER)), "
            "substr(yx_noise.bytes, 1420, 71), {now}",
            "JOIN yx_noise ON yx_noise.k = c % 1021"),
    Filling("lookup_certificate_no", CERTIFICATES, "certificate_no, holder_id, line_id",
            "'YS2020' || yx_pad(900000000 + c, 9), h, h + nth"),
    Filling("lookup_management_no", CERTIFICATES, "management_no, holder_id, line_id",
            "'20200099999' || yx_pad(900000000 + c, 9), h, h + nth"),
    Filling("account", ENDORSED, "account_id, login_name, origin, password_hash, name_sealed, "
            "document_type, number_sealed, number_index, number_masked, mobile_sealed, mobile_index, "
            "mobile_masked, mobile_confirmed, created_at, last_login_at, preferred_format",
            "h + 3, 'yanshi' || yx_pad(p, 10), 'exam_platform', " + PASSWORD + ", yx_bytes(45, p), "
            "'resident_identity_card', yx_bytes(51, p + 7), yx_hash('id', p), '9****************0', "
            "yx_bytes(47, p + 9), yx_hash('mobile', p), '199****0000', 1, {now}, {now}, 'pdf'"),
    Filling("account_holder", ENDORSED, "account_id, holder_id, proof, bound_at, ended_at",
            "h + 3, h, 'exam_platform', {now}, NULL"),
    Filling("consent", ENDORSED, "account_id, notice_id, version, accepted_at, address",
            "h + 3, 'service', 1, {now}, '192.0.2.1'"),
    Filling("lookup_login", ENDORSED, "login_name, account_id", "'yanshi' || yx_pad(p, 10), h + 3"),
    Filling("lookup_mobile", ENDORSED, "mobile_index, account_id", "yx_hash('mobile', p), h + 3"),
    Filling("lookup_account_document", ENDORSED, "number_index, account_id", "yx_hash('id', p), h + 3"),
    Filling("data_check", ENDORSED, "holder_id, line_id, version, account_id, checked_at",
            f"h, h + nth, 1, h + 3, {APPLIED}"),
    Filling("endorsement", ENDORSED, "holder_id, endorsement_id, line_id, version, account_id, slot, "
            "applied_at, applied_on, window_ends_on, valid_until, days, scenario, recipient, "
            "repeat_no, state, failure_code, state_at, copy_id",
            f"h, h + 4, h + nth, 1, h + 3, 1, {APPLIED}, yx_day({APPLIED}), "
            f"yx_day({APPLIED} + 7776000), {MIDNIGHT} + 2592000, 30, 'own_use', '演示接收单位', 0, "
            f"'ready', '', {APPLIED} + 1, h + 5"),
    Filling("copy", ENDORSED, "holder_id, copy_id, copy_no, copy_code, token, line_id, version, "
            "endorsement_id, state, created_at, released_at",
            "h, h + 5, 'YX20200101-' || yx_pad(900000000000 + c, 12), yx_hex('code', c, 12), "
            f"yx_hex('token', c, 22), h + nth, 1, h + 4, 'released', {APPLIED}, {APPLIED} + 1"),
    Filling("lookup_copy_no", ENDORSED, "copy_no, holder_id, copy_id",
            "'YX20200101-' || yx_pad(900000000000 + c, 12), h, h + 5"),
    Filling("lookup_copy_code", ENDORSED, "copy_code, holder_id, copy_id",
            "yx_hex('code', c, 12), h, h + 5"),
    Filling("lookup_copy_token", ENDORSED, "token, holder_id, copy_id",
            "yx_hex('token', c, 22), h, h + 5"),
    copy_file("pdf", "demo_certificate_seal", "B-T", 105000, 6),
    copy_file("ofd", "demo_certificate_seal.sm2", "SES-T", 80000, 7),
    Filling("lookup_file", ENDORSED, "sha256, holder_id, copy_id, format, sm3",
            "yx_hash('pdf', c), h, h + 5, 'pdf', yx_hash('pdf.sm3', c)"),
    Filling("lookup_file", ENDORSED, "sha256, holder_id, copy_id, format, sm3",
            "yx_hash('ofd', c), h, h + 5, 'ofd', yx_hash('ofd.sm3', c)"),
    Filling("lookup_sm3", ENDORSED, "sm3, holder_id, copy_id, format",
            "yx_hash('pdf.sm3', c), h, h + 5, 'pdf'"),
    Filling("lookup_sm3", ENDORSED, "sm3, holder_id, copy_id, format",
            "yx_hash('ofd.sm3', c), h, h + 5, 'ofd'"),
    intent("pdf", 6),
    intent("ofd", 7),
    Filling("job", ENDORSED, "job_id, kind, holder_id, copy_id, state, attempts, fence, run_after, "
            "lease_until, created_at, ended_at, error_code, error_detail, trace",
            f"h + 8, 'press', h, h + 5, 'done', 1, 1, {APPLIED}, 0, {APPLIED}, {APPLIED} + 1, '', '', "
            "yx_hex('trace', c, 32)"),
    event(0, "account.login_succeeded", "'holder:' || (h + 3)", "'account:' || (h + 3)",
          """'{{"proof":"password"}}'"""),
    event(1, "certificate.data_checked", "'holder:' || (h + 3)", "'certificate:' || (h + nth)",
          """'{{"version":"1"}}'"""),
    event(2, "endorsement.applied", "'holder:' || (h + 3)", "'endorsement:' || (h + 4)",
          """'{{"certificate":"' || (h + nth) || '","days":"30","slot":"1"}}'"""),
    seal_used(3, "pdf", "demo_certificate_seal"),
    seal_used(4, "ofd", "demo_certificate_seal.sm2"),
    event(5, "endorsement.ready", "'system:press'", "'copy:' || (h + 5)", """'{{"attempt":"1"}}'"""),
)

# What belongs to what, for sizes by row. Everything of a group is divided by the group's own count.
GROUPS = {
    "person": ("person", ("person", "person_name", "person_document", "person_mobile",
                          "lookup_document")),
    "certificate": ("certificate", ("certificate", "certificate_line", "lookup_certificate_no",
                                    "lookup_management_no")),
    "account": ("account", ("account", "account_holder", "consent", "lookup_login", "lookup_mobile",
                            "lookup_account_document", "data_check")),
    "endorsement": ("endorsement", ("endorsement", "copy", "copy_file", "seal_intent", "job",
                                    "lookup_copy_no", "lookup_copy_code", "lookup_copy_token",
                                    "lookup_file", "lookup_sm3")),
    "audit event": ("audit_event", ("audit_event",)),
}
TABLES = tuple(dict.fromkeys(filling.table for filling in FILLINGS))
