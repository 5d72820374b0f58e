#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what holds web/ together.

- every [[key]] has a message in every language; languages have the same keys and placeholders;
- no message is unused (keys the program looks up by name count as used by their prefix);
- every error code has its message; every [[static:…]] exists; icons that are named exist;
- templates hold no CJK text, no inline script or style, nothing from other hosts;
- docs/pages.md and docs/office-pages.md list exactly the values each template uses (message
  placeholders included).
"""
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
LANGUAGES = ("zh-CN", "en")
# Looked up by the program; docs/pages.md, section Words.
LOOKED_UP = ("error.", "title.", "enter_code.", "status.", "kind.", "id_type.", "sex.", "scenario.",
             "scenario_note.", "doubt_field.", "door.", "handler.",
             "action.", "empty.", "empty_action.", "flash.",
             "sms.", "mail.", "mail_subject.", "notification.", "notification_hint.",
             "message_language.", "paper.", "finding.", "progress.stage.", "compare.verdict.", "compare.note.", "wait.",
             "answer.", "receipt.",
             "query_number.", "query_headline.", "query_note.",
             "staff_role.", "staff_role_note.", "staff_state.", "proposal_kind.", "proposal_state.",
             "proposal_fact.", "office_waiting.", "alarm.", "alarm_next.", "measure.", "province.",
             "job_state.", "hidden_batch.", "copy_job.", "text_fault.", "counting.", "validity_start.", "issuer_kind.",
             "template.", "seal_state.", "seal_step.", "seal_fault.", "seal_picture.", "bulk_verdict.",
             "bulk_reason.", "bulk_field.", "bulk_place.", "bulk_care.", "bulk_letter.",
             "bulk_state.", "bulk_column.", "standing.", "role.", "operation.", "client_scope.", "check_outcome.",
             "check_look.", "result_field.", "result_hint.", "result_problem.", "problem_title.",
             "photo_problem.", "import_state.", "import_error.", "mapping_error.", "batch_state.",
             "batch_state_note.", "batch_column.", "batch_trail.", "leftover.", "leftover_column.",
             "doubt_state.", "doubt_now.", "doubt_part.", "doubt_show.", "doubt_order.",
             "desk_line.", "paper_state.", "paper_deadline.", "paper_order.", "paper_step.",
             "paper_collector.", "paper_wrong.", "paper_problem.", "change_action.", "change_note.",
             "change_effect.", "change_bar.", "face_item.", "correction_error.", "counter_list.",
             "counter_advice.", "binding_outcome.", "identity_state.", "identity_now.", "identity_part.",
             "identity_kind.", "identity_show.", "identity_age.", "identity_fact.", "identity_outcome.",
             "recover_by_mobile.",
             "watched_door.",
             "use_state.", "look_page.", "notice_name.", "erasure.", "agent_wish.", "data_letter.", "data_name.",
             "message_state.", "message_name.")
FORM_NAMES = {"ERRORS", "ERROR", "FIELD", "TEXT"}
CJK = re.compile(r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def flatten(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def read_messages(language):
    messages = {}
    for path in sorted((WEB / "messages" / language).glob("*.toml")):
        for key, value in flatten(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in messages:
                fault(path.name, f"{key} stands twice")
            if not isinstance(value, str) or not value:
                fault(path.name, f"{key} is not a text")
            messages[key] = value
    return messages


def names_of(text):
    """Values and sections of a template text."""
    return set(re.findall(r"{{[#]?([A-Z0-9_]+)(?::none|:pre_escape)?}}", text))


def pasted(template):
    """The text with its fragments, [[include:parts/NAME.html]], in it."""
    return re.sub(r"\[\[include:([^\]]+)\]\]",
                  lambda mark: pasted((WEB / "templates" / mark[1]).read_text(encoding="utf-8")),
                  template)


def documented():
    """template -> names in backticks below its heading in docs/pages.md and docs/office-pages.md."""
    result, common, current = {}, set(), None
    text = "".join((ROOT / "docs" / name).read_text(encoding="utf-8")
                   for name in ("pages.md", "office-pages.md"))
    for line in text.splitlines():
        if line.startswith("## Every page"):
            current = [common]
        elif line.startswith("## "):
            current = None
        elif line.startswith("### "):
            stems = re.findall(r"(\w+)\.html", line)
            current = [result.setdefault(stem, set()) for stem in stems]
        elif current is not None:
            for name in re.findall(r"`([A-Z][A-Z0-9_]*)`", line):
                for names in current:
                    names.add(name)
    return result, common


def main():
    texts = {language: read_messages(language) for language in LANGUAGES}
    first = texts[LANGUAGES[0]]
    for language in LANGUAGES[1:]:
        for key in sorted(first.keys() ^ texts[language].keys()):
            fault("messages", f"{key} is not in every language")
        for key in first.keys() & texts[language].keys():
            if names_of(first[key]) - names_of(texts[language][key]):
                fault("messages", f"{key}: {language} lacks a placeholder")
            if set(re.findall(r"(?<!{){(\w+)}", first[key])) != set(
                    re.findall(r"(?<!{){(\w+)}", texts[language][key])):
                fault("messages", f"{key}: {language} has other parameters")
    for key, text in texts["en"].items():
        if CJK.search(re.sub("[（(][^）)]*[）)]", "", text)) and key not in (
                "layout.other_language", "doubt.text_hint", "office_directory.desks_hint"):
            fault("messages/en", f"{key} holds Chinese")

    symbols = set(re.findall(r'<symbol id="(\w+)"', (WEB / "static/icons.svg").read_text()))
    pages, common = documented()
    used = set()
    for path in sorted((WEB / "templates").glob("*.html")):
        template = pasted(path.read_text(encoding="utf-8"))
        where = path.name
        for what, pattern in (("CJK text", CJK), ("inline style", r"<style|\sstyle="),
                              ("inline script", r"<script(?![^>]*src=)|\son\w+="),
                              ("another host", r"(?:src|href|action)=\"(?:https?:)?//")):
            if re.search(pattern, template):
                fault(where, what)
        keys = re.findall(r"\[\[([\w.]+)\]\]", template)
        used.update(keys)
        names = names_of(template)
        for key in keys:
            if key not in first:
                fault(where, f"[[{key}]] has no message")
            for language in LANGUAGES:
                names |= names_of(texts[language].get(key, ""))
        for name in re.findall(r"\[\[static:([^\]]+)\]\]", template):
            if not (WEB / "static" / name).exists():
                fault(where, f"{name} is not in web/static")
        for name in re.findall(r"icons\.svg\]\]#(\w+)", template):
            if name not in symbols:
                fault(where, f"there is no icon {name}")
        for form in re.findall(r'<form[^>]*method="post".*?</form>', template, re.S):
            if '{{CSRF}}' not in form:
                fault(where, "a POST form without csrf")
        opened = re.findall(r"{{#(\w+)}}", template)
        if sorted(opened) != sorted(re.findall(r"{{/(\w+)}}", template)):
            fault(where, "sections do not pair")
        if path.stem == "layout":
            for name in sorted((names | {"IN_APP"}) ^ common):
                fault("docs/pages.md", f"layout: {name}")
            continue
        if path.stem == "office_layout":
            for name in sorted(names - common - pages.get(path.stem, set())):
                fault("docs/pages.md", f"office_layout: {name}")
            continue
        if f"title.{path.stem}" not in first:
            fault(where, "no title message")
        listed = pages.get(path.stem, set())
        for name in sorted(names - listed - common - FORM_NAMES):
            fault("docs/pages.md", f"{where} uses {name}")
        for name in sorted(listed - names):
            fault("docs/pages.md", f"{where} does not use {name}")
    for group, prefix in (("status.certificate.", ""), ("status.endorsement.", ""),
                          ("progress.stage.", ""), ("compare.verdict.", "")):
        for key in first:
            if key.startswith(group) and key[len(group):] not in symbols:
                fault("icons.svg", f"no icon for {key}")
    signs = set(re.findall(r'<symbol id="(\w+)"', (WEB / "static/signs.svg").read_text()))
    answers = {key.removeprefix("answer.title.") for key in first if key.startswith("answer.title.")}
    for name in sorted(signs ^ answers):
        fault("signs.svg", f"sign and answer.title.* differ: {name}")
    for name in re.findall(r'YX_ERROR\(\d+, \w+, "([^"]+)"\)',
                           (ROOT / "src/yinxin/base/error_codes.def").read_text()):
        if f"error.{name}" not in first:
            fault("messages", f"error.{name} is missing")
    for key in sorted(first):
        if key not in used and not key.startswith(LOOKED_UP):
            fault("messages", f"{key} is not used")
    for line in faults:
        print(line)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
