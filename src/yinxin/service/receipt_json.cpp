// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/receipt_json.hpp"

#include "yinxin/service/json_members.hpp"

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using json_members::both;
using json_members::or_null;

/// The finding that decided stands first.
json::value reason_of(const verify::Report& report) {
    if (report.findings.empty()) return nullptr;
    return json::value(report.findings.front().code);
}

json::array findings_of(const verify::Report& report) {
    json::array all;
    for (const verify::Finding& finding : report.findings) {
        all.push_back(json_members::finding(finding));
    }
    return all;
}

json::value endorsement_of(const verify::RegisteredCopy& copy) {
    if (!copy.has_endorsement) return nullptr;
    return json::object{{"state", domain::key(copy.endorsement)},
                        {"scenario", copy.scenario},
                        {"recipient", or_null(copy.recipient)},
                        {"applied_at", format_civil(copy.applied_at)},
                        {"valid_until", format_civil(copy.valid_until)},
                        {"ended_at", or_null(copy.ended_at)}};
}

/// Only of the very file: one that merely names a copy learns nothing about it.
json::value copy_of(const verify::Report& report) {
    if (!report.copy || report.authenticity != verify::Authenticity::issued) return nullptr;
    const verify::RegisteredCopy& copy = *report.copy;
    return json::object{{"copy_number", copy.copy_no},
                        {"title", both(copy.title)},
                        {"qualification", both(copy.qualification)},
                        {"level", both(copy.level)},
                        {"specialty", both(copy.specialty)},
                        {"issuer", both(copy.issuer)},
                        {"approved_on", format_day(copy.approved_on)},
                        {"issued_on", format_day(copy.issued_on)},
                        {"masked_name", copy.masked_name},
                        {"masked_id", copy.masked_id},
                        {"status", domain::key(copy.status)},
                        {"recalled", copy.is_recalled},
                        {"stopped", copy.is_stopped},
                        {"superseded", copy.is_superseded},
                        {"endorsement", endorsement_of(copy)}};
}

json::value subject_of(const CheckedSubject& checked) {
    if (checked.subject == Subject::code) return json::object{{"kind", "copy_code"}};
    return json::object{{"kind", "file"},
                        {"format", domain::key(checked.report.format)},
                        {"size", checked.size},
                        {"sha256", checked.report.sha256},
                        {"sm3", checked.report.sm3}};
}

}  // namespace

std::string receipt_json(const KeptAnswer& answer,
                         const documents::Letter& letter,
                         std::string_view service_url) {
    const verify::Report& report = answer.checked.report;
    return json::serialize(json::object{{"type", "yinxin-verification-receipt"},
                                        {"version", 1},
                                        {"number", letter.number},
                                        {"service", service_url},
                                        {"made_at", letter.made_at},
                                        {"checked_at", format_civil(answer.checked_at)},
                                        {"as_of", format_civil(report.at)},
                                        {"asked_by", or_null(answer.checked.asked_by)},
                                        {"subject", subject_of(answer.checked)},
                                        {"verdict", domain::key(report.verdict)},
                                        {"integrity", domain::key(report.integrity)},
                                        {"authenticity", domain::key(report.authenticity)},
                                        {"currency", domain::key(report.currency)},
                                        {"reason", reason_of(report)},
                                        {"findings", findings_of(report)},
                                        {"signer", json_members::signer(report)},
                                        {"signed_at", or_null(report.signed_at)},
                                        {"signed_at_trusted", report.is_time_trusted},
                                        {"copy", copy_of(report)},
                                        {"words", json_members::words(letter)}});
}

}  // namespace yinxin::service
