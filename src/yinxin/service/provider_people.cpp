// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_people.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/binding_steps.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/storage/binding_attempts.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Transaction;

constexpr std::size_t longest_prefix = 20;
constexpr std::size_t name_digits = 8;
constexpr int most_draws = 8;
constexpr std::size_t identity_fields = 7;

std::string text_of(const TokenClaims& claims, const std::string& name) {
    const auto found = claims.texts.find(name);
    return found == claims.texts.end() ? std::string() : found->second;
}

std::optional<domain::IdDocumentType> document_type_of(const config::PersonClaims& wanted,
                                                       const TokenClaims& claims) {
    if (wanted.document_type.empty()) return domain::IdDocumentType::resident_identity_card;
    const auto found = wanted.document_types.find(text_of(claims, wanted.document_type));
    if (found == wanted.document_types.end()) return std::nullopt;
    return found->second;
}

std::optional<storage::StatedPerson> read_person(const config::LoginProvider& provider,
                                                 const TokenClaims& claims) {
    const config::PersonClaims& wanted = provider.person;
    if (!wanted.are_asserted) return std::nullopt;
    if (!wanted.verified.empty() && !claims.truths.contains(wanted.verified)) return std::nullopt;
    const auto type = document_type_of(wanted, claims);
    const auto name = domain::parse_person_name(text_of(claims, wanted.name));
    const auto number =
        type ? domain::parse_id_number(*type, text_of(claims, wanted.number))
             : Result<domain::IdNumber>(Error(ErrorCode::invalid_input, "kind of document"));
    if (name && number) return storage::StatedPerson{*name, *number};
    log::warning("provider.person_unreadable",
                 {{"provider", provider.id},
                  {"name", name ? "read" : "unreadable"},
                  {"number", number ? "read" : "unreadable"}});
    return std::nullopt;
}

std::optional<domain::Mobile> read_mobile(const config::LoginProvider& provider,
                                          const TokenClaims& claims) {
    if (provider.mobile_claim.empty()) return std::nullopt;
    // OpenID Connect Core 1.0, 5.1: this one claim says by another whether it was verified.
    constexpr std::string_view standard = "phone_number";
    if (provider.mobile_claim == standard && !claims.truths.contains("phone_number_verified")) {
        return std::nullopt;
    }
    const auto mobile = domain::parse_mobile(text_of(claims, provider.mobile_claim));
    if (!mobile) return std::nullopt;
    return *mobile;
}

/// A name nobody has; people of a provider log in there and never type it.
Result<std::string> free_login_name(Transaction& transaction, const std::string& provider) {
    for (int i = 0; i < most_draws; ++i) {
        std::string name =
            provider.substr(0, longest_prefix) + "-" + crypto::random_digits(name_digits);
        YX_TRY(const auto taken, transaction.maybe<AccountId>(sql::account::find_login, name));
        if (!taken) return name;
    }
    return Error(ErrorCode::unavailable, "no free login name");
}

}  // namespace

ProviderIdentity read_identity(const config::LoginProvider& provider, const TokenClaims& claims) {
    ProviderIdentity identity;
    identity.who = {provider.issuer, claims.subject};
    identity.session = claims.session;
    identity.person = read_person(provider, claims);
    identity.mobile = read_mobile(provider, claims);
    return identity;
}

std::string pack_identity(const ProviderIdentity& identity) {
    const auto& person = identity.person;
    return pack_fields({identity.who.issuer,
                        identity.who.subject,
                        identity.session,
                        person ? person->name.value : "",
                        person ? std::string(domain::key(person->document.type)) : "",
                        person ? person->document.number : "",
                        identity.mobile ? identity.mobile->e164 : ""});
}

Result<ProviderIdentity> unpack_identity(std::string_view packed) {
    YX_TRY(const std::vector<std::string> fields, unpack_fields(packed, identity_fields));
    ProviderIdentity identity;
    identity.who = {fields[0], fields[1]};
    identity.session = fields[2];
    if (!fields[3].empty()) {
        YX_TRY(const auto type, domain::parse_key<domain::IdDocumentType>(fields[4]));
        identity.person =
            storage::StatedPerson{domain::PersonName{fields[3]}, domain::IdNumber{type, fields[5]}};
    }
    if (!fields[6].empty()) identity.mobile = domain::Mobile{fields[6]};
    return identity;
}

Result<AccountId> make_provider_account(Transaction& transaction,
                                        const Services& services,
                                        const config::LoginProvider& provider,
                                        const ProviderIdentity& identity,
                                        Instant now) {
    if (identity.person) {
        YX_TRY(const auto own, find_own_account(transaction, services.keys, *identity.person));
        if (own) return Error(ErrorCode::document_registered).with("mobile", own->mobile_masked);
    }
    storage::NewAccount account;
    YX_TRY(account.login_name, free_login_name(transaction, provider.id));
    account.password_hash = storage::no_password;
    account.person = identity.person;
    if (identity.mobile) account.mobile = *identity.mobile;
    account.is_mobile_confirmed = identity.mobile.has_value();
    account.origin = storage::AccountOrigin::exam_platform;
    account.created_at = now;
    YX_TRY(const AccountId made, storage::insert_account(transaction, services.keys, account));
    YX_CHECK(storage::link_subject(transaction, services.keys, identity.who, made, now));
    YX_CHECK(audit_account(transaction,
                           domain::EventKind::account_registered,
                           made,
                           now,
                           {{"provider", provider.id}}));
    return made;
}

Result<void> check_same_person(storage::Reader& reader,
                               const storage::DataKeys& keys,
                               AccountId account,
                               const ProviderIdentity& identity) {
    if (!identity.person) return ok();
    YX_TRY(const storage::AccountRow row, storage::find_account(reader, account));
    YX_TRY(const storage::AccountIdentity stated, storage::open_identity(keys, row));
    if (!stated.person) return ok();
    const bool is_same = stated.person->document == identity.person->document &&
                         domain::same_name(stated.person->name, identity.person->name);
    if (!is_same) return Error(ErrorCode::provider_person_differs);
    return ok();
}

Result<void> settle_person(Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           const ProviderIdentity& identity,
                           Instant now) {
    if (!identity.person) return ok();
    const auto same = check_same_person(transaction, services.keys, account, identity);
    if (!same && same.error().code() == ErrorCode::provider_person_differs) {
        // What the account states was proved otherwise, or corrected since: it stays.
        log::warning("provider.person_differs", {{"account", account.value}});
        return ok();
    }
    YX_CHECK(same);
    YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
    if (!row.document_type) {
        YX_CHECK(
            storage::change_identity(transaction, services.keys, account, *identity.person, now));
        YX_CHECK(audit_account(transaction, domain::EventKind::person_stated, account, now));
    }
    YX_TRY(const std::vector<HolderId> bound, storage::list_bound_holders(transaction, account));
    if (!bound.empty()) return ok();
    YX_TRY(const auto claim, find_claimed_person(transaction, services.keys, *identity.person));
    if (!claim || !claim->is_current()) return ok();
    constexpr auto proof = storage::BindingProof::exam_platform;
    return keep_binding(transaction, services, account, claim->holder, proof, now);
}

}  // namespace yinxin::service
