// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/report_json.hpp"

#include "yinxin/service/json_members.hpp"

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using json_members::both;
using json_members::or_null;

/// Whoever shows the copy itself may see the numbers printed on it.
bool shows_numbers(const verify::Report& report) {
    return !report.sha256.empty() && report.authenticity == verify::Authenticity::issued;
}

json::object registered_certificate(const verify::RegisteredCopy& copy, bool with_numbers) {
    const auto number = [&](const std::string& text) {
        return with_numbers ? or_null(text) : json::value(nullptr);
    };
    return {{"source", "register"},
            {"certificate_no", number(copy.certificate_no)},
            {"management_no", number(copy.management_no)},
            {"licence_id", nullptr},
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
            {"status_at", format_civil(copy.status_at)},
            {"recalled", copy.is_recalled},
            {"stopped", copy.is_stopped},
            {"superseded", copy.is_superseded}};
}

/// A file speaks one language, ours Chinese.
json::object as_said(const std::string& text) {
    return {{"zh", or_null(text)}, {"en", nullptr}};
}

json::value claimed_certificate(const verify::FaceClaims& face) {
    const bool says_nothing =
        face.title.empty() && face.certificate_no.empty() && face.licence_id.empty();
    if (says_nothing) return nullptr;
    return json::object{{"source", "file"},
                        {"certificate_no", or_null(face.certificate_no)},
                        {"management_no", nullptr},
                        {"licence_id", or_null(face.licence_id)},
                        {"title", as_said(face.title)},
                        {"qualification", nullptr},
                        {"level", nullptr},
                        {"specialty", nullptr},
                        {"issuer", as_said(face.issuer)},
                        {"approved_on", nullptr},
                        {"issued_on", or_null(face.issued_on)},
                        {"masked_name", nullptr},
                        {"masked_id", nullptr},
                        {"status", nullptr},
                        {"status_at", nullptr},
                        {"recalled", nullptr},
                        {"stopped", nullptr},
                        {"superseded", nullptr}};
}

json::value certificate_of(const verify::Report& report) {
    if (report.copy) return registered_certificate(*report.copy, shows_numbers(report));
    return claimed_certificate(report.face);
}

json::value endorsement_of(const verify::Report& report) {
    const verify::FaceClaims& face = report.face;
    if (!report.copy) {
        if (face.scenario.empty() && !face.valid_until) return nullptr;
        return json::object{{"source", "file"},
                            {"state", nullptr},
                            {"scenario", or_null(face.scenario)},
                            {"recipient", or_null(face.recipient)},
                            {"applied_at", nullptr},
                            {"valid_until", or_null(face.valid_until)},
                            {"ended_at", nullptr}};
    }
    const verify::RegisteredCopy& copy = *report.copy;
    if (!copy.has_endorsement) return nullptr;
    return json::object{{"source", "register"},
                        {"state", domain::key(copy.endorsement)},
                        {"scenario", copy.scenario},
                        {"recipient", or_null(copy.recipient)},
                        {"applied_at", format_civil(copy.applied_at)},
                        {"valid_until", format_civil(copy.valid_until)},
                        {"ended_at", or_null(copy.ended_at)}};
}

json::array findings_of(const verify::Report& report, const FindingWords& words) {
    json::array all;
    for (const verify::Finding& each : report.findings) {
        json::object finding = json_members::finding(each);
        finding["message"] = words(each.code);
        all.push_back(std::move(finding));
    }
    return all;
}

json::array codes_of(const verify::Report& report) {
    json::array all;
    for (const verify::FoundCode& code : report.codes) {
        all.push_back(json::object{{"text", or_null(code.text)}, {"page", code.page}});
    }
    return all;
}

}  // namespace

std::string report_json(const verify::Report& report,
                        const FindingWords& words,
                        const LeadingMembers& leading) {
    json::object all;
    for (const auto& [name, text] : leading)
        all[name] = text;
    all["verdict"] = domain::key(report.verdict);
    all["integrity"] = domain::key(report.integrity);
    all["authenticity"] = domain::key(report.authenticity);
    all["currency"] = domain::key(report.currency);
    all["format"] = domain::key(report.format);
    all["at"] = format_civil(report.at);
    all["register_asked"] = report.was_register_asked;
    all["findings"] = findings_of(report, words);
    all["signer"] = json_members::signer(report);
    all["signed_at"] = or_null(report.signed_at);
    all["signed_at_trusted"] = report.is_time_trusted;
    all["copy_no"] = or_null(report.copy ? report.copy->copy_no : report.face.copy_no);
    all["certificate"] = certificate_of(report);
    all["endorsement"] = endorsement_of(report);
    all["codes"] = codes_of(report);
    all["sha256"] = or_null(report.sha256);
    all["sm3"] = or_null(report.sm3);
    return json::serialize(all);
}

}  // namespace yinxin::service
