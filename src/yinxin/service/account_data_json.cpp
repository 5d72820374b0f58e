// SPDX-License-Identifier: Apache-2.0
// The export of service/account_data.hpp; its members are described in docs/privacy.md.
#include "yinxin/service/account_data.hpp"
#include "yinxin/service/json_members.hpp"

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using json_members::both;
using json_members::or_null;

json::value time_or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_civil(*at)) : json::value(nullptr);
}

template <class Rows, class Member>
json::array list_of(const Rows& rows, Member member) {
    json::array all;
    for (const auto& row : rows) {
        all.push_back(member(row));
    }
    return all;
}

json::object account_member(const AccountData& data) {
    json::object account{{"login_name", data.account.login_name},
                         {"mobile", data.identity.mobile.e164},
                         {"mobile_confirmed", data.account.is_mobile_confirmed},
                         {"mail", or_null(data.mail ? data.mail->address.text : "")},
                         {"created_at", format_civil(data.account.created_at)},
                         {"last_login_at", time_or_null(data.account.last_login_at)},
                         {"stated_person", nullptr}};
    if (const auto& person = data.identity.person) {
        account["stated_person"] =
            json::object{{"name", person->name.value},
                         {"document_type", domain::key(person->document.type)},
                         {"document_number", person->document.number}};
    }
    return account;
}

/// Kinds, names and times: neither a secret nor a key.
json::object factor_member(const SecondFactor& factor) {
    return {{"authenticator_added_at", time_or_null(factor.totp_added_at)},
            {"passkeys",
             list_of(factor.passkeys,
                     [](const storage::AccountPasskey& passkey) {
                         return json::object{{"name", passkey.label},
                                             {"added_at", format_civil(passkey.created_at)},
                                             {"last_used_at", time_or_null(passkey.last_used_at)}};
                     })},
            {"recovery_codes_left", factor.recovery_codes_left}};
}

json::object check_member(const storage::CheckRow& check) {
    return {{"at", format_civil(check.at)},
            {"certificate", check.line.str()},
            {"copy_no", check.copy_no ? json::value(*check.copy_no) : json::value(nullptr)},
            {"door", domain::key(check.door)},
            {"checker_kind", domain::key(check.checker_kind)},
            {"checker", check.checker_name},
            {"purpose", or_null(check.purpose)},
            {"outcome", check.outcome}};
}

json::object use_member(const storage::AuthorisedUse& use, Instant now) {
    return {{"organisation", use.organisation_name},
            {"certificate", use.line.str()},
            {"purpose", use.purpose},
            {"state", domain::key(use.state_at(now))},
            {"given_at", format_civil(use.made_at)},
            {"ends_at", format_civil(use.ends_at)},
            {"fetched_at", time_or_null(use.redeemed_at)},
            {"fetched_by_program", use.redeemed_client.has_value()},
            {"withdrawn_at", time_or_null(use.withdrawn_at)},
            {"tried_in_vain", use.wrong_tries}};
}

json::object person_member(const DataOfPerson& person, Instant now) {
    return {{"bound_at", format_civil(person.bound_at)},
            {"document_type", domain::key(person.masked.document_type)},
            {"document_number_masked", person.masked.number},
            {"names",
             list_of(person.names,
                     [](const storage::PersonNameFact& fact) {
                         return json::object{{"name", fact.name.value},
                                             {"state", domain::key(fact.state)},
                                             {"since", format_civil(fact.changed_at)}};
                     })},
            {"seen_by_office",
             list_of(person.looks,
                     [](const storage::PersonLook& look) {
                         return json::object{{"at", format_civil(look.at)},
                                             {"page", domain::key(look.page)},
                                             {"authority", or_null(look.issuer_id)},
                                             {"reason", or_null(look.reason)}};
                     })},
            {"checks", list_of(person.checks, check_member)},
            {"authorised_uses", list_of(person.uses, [now](const storage::AuthorisedUse& use) {
                 return use_member(use, now);
             })}};
}

json::object endorsement_member(const storage::EndorsementRow& row) {
    return {{"applied_at", format_civil(row.applied_at)},
            {"valid_until", format_civil(row.valid_until)},
            {"scenario", row.scenario},
            {"recipient", or_null(row.recipient)},
            {"state", domain::key(row.state)}};
}

json::object copy_member(const storage::CopyRow& copy) {
    return {{"copy_no", copy.copy_no},
            {"code", copy.code},
            {"state", domain::key(copy.state)},
            {"created_at", format_civil(copy.created_at)}};
}

json::object public_member(const storage::CopyChecks& checks) {
    return {{"copy_no", checks.copy_no},
            {"door", checks.door},
            {"day", format_day(CivilDay(Days(checks.day)))},
            {"count", checks.checks}};
}

json::object doubt_member(const storage::DoubtCase& doubt) {
    return {{"reported_at", format_civil(doubt.reported_at)},
            {"fields", doubt.fields},
            {"state", domain::key(doubt.state)}};
}

json::object certificate_member(const DataOfCertificate& one) {
    const storage::CertificateRecord& record = one.facts.certificate;
    const domain::FaceData& face = record.face;
    return {{"id", record.line.str()},
            {"version", record.version},
            {"status", domain::key(record.status)},
            {"qualification", both(face.qualification)},
            {"specialty", both(face.specialty)},
            {"name", face.name},
            {"document_type", domain::key(face.id_type)},
            {"document_number", face.id_number},
            {"certificate_no", or_null(face.certificate_no)},
            {"management_no", or_null(face.management_no)},
            {"issuer", both(face.issuer)},
            {"issued_on", format_day(face.issued_on)},
            {"data_checked_at", time_or_null(one.facts.data_checked_at)},
            {"endorsements", list_of(one.facts.endorsements, endorsement_member)},
            {"copies", list_of(one.copies, copy_member)},
            {"public_checks", list_of(one.public_checks, public_member)},
            {"doubts", list_of(one.doubts, doubt_member)}};
}

}  // namespace

std::string account_data_json(const AccountData& data) {
    const json::object all{
        {"format", "yinxin account data"},
        {"version", account_data_version},
        {"made_at", format_civil(data.at)},
        {"lists_cut", data.is_cut},
        {"account", account_member(data)},
        {"consents",
         list_of(data.consents,
                 [](const RecordedConsent& consent) {
                     return json::object{{"notice", consent.notice},
                                         {"version", consent.version},
                                         {"accepted_at", format_civil(consent.accepted_at)},
                                         {"address", consent.address}};
                 })},
        {"sessions",
         list_of(data.sessions,
                 [](const SessionLine& session) {
                     return json::object{{"created_at", format_civil(session.created_at)},
                                         {"seen_at", format_civil(session.seen_at)},
                                         {"address", session.address},
                                         {"device", session.device}};
                 })},
        {"devices",
         list_of(data.devices,
                 [](const KnownDevice& device) {
                     return json::object{{"first_seen_at", format_civil(device.first_seen_at)},
                                         {"last_seen_at", format_civil(device.last_seen_at)},
                                         {"trusted_from", format_civil(device.trusted_from)}};
                 })},
        {"second_factor", factor_member(data.second_factor)},
        {"organisations",
         list_of(data.organisations,
                 [](const storage::Membership& each) {
                     return json::object{{"name", each.name},
                                         {"role", domain::key(each.role)},
                                         {"joined_at", format_civil(each.joined_at)}};
                 })},
        {"checks_by_me", list_of(data.checks_by_me, check_member)},
        {"persons",
         list_of(data.persons,
                 [&data](const DataOfPerson& person) { return person_member(person, data.at); })},
        {"certificates", list_of(data.certificates, certificate_member)}};
    return json::serialize(all);
}

}  // namespace yinxin::service
