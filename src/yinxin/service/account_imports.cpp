// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_imports.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/imported_password.hpp"
#include "yinxin/service/binding_steps.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/provider_subjects.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Transaction;

constexpr std::size_t longest_login = 64;

/// A row that was read.
struct ReadAccount {
    storage::NewAccount account;
    storage::StatedPerson person;
};

crypto::Digest32 login_hash(const ImportedAccount& account) {
    return crypto::sha256(as_bytes(storage::login_key(account.login_name)));
}

Result<domain::IdNumber> number_of(const ImportedAccount& account) {
    domain::IdDocumentType type = domain::IdDocumentType::resident_identity_card;
    if (const std::string_view said = trim(account.id_type); !said.empty()) {
        YX_TRY(type, domain::parse_key<domain::IdDocumentType>(said));
    }
    return domain::parse_id_number(type, account.id_number);
}

std::optional<crypto::Digest32> number_hash(const ImportedAccount& account) {
    const auto number = number_of(account);
    if (!number) return std::nullopt;
    return crypto::sha256(as_bytes(std::string(domain::key(number->type)) + ":" + number->number));
}

bool is_twice(const std::map<crypto::Digest32, std::size_t>& seen, const crypto::Digest32& hash) {
    const auto found = seen.find(hash);
    return found != seen.end() && found->second > 1;
}

bool is_login_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_login && is_utf8(name) &&
           std::ranges::none_of(
               name, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; });
}

ImportedRefusal refusal_of(const Error& error) {
    if (error.code() == ErrorCode::unsupported) return ImportedRefusal::hash_kind;
    if (error.code() == ErrorCode::malformed) return ImportedRefusal::hash_malformed;
    return ImportedRefusal::hash_cost;
}

/// Everything a row says by itself.
ImportedRefusal read_row(const ImportedAccount& row, ReadAccount& read) {
    const std::string login = storage::login_key(row.login_name);
    if (!is_login_name(login)) return ImportedRefusal::login_name;
    auto hash = crypto::accept_imported_hash(trim(row.password_hash));
    if (!hash) return refusal_of(hash.error());
    auto number = number_of(row);
    if (!number) return ImportedRefusal::id_number;
    auto name = domain::parse_person_name(row.name);
    if (!name) return ImportedRefusal::name;
    if (!trim(row.mobile).empty()) {
        auto mobile = domain::parse_mobile(row.mobile);
        if (!mobile) return ImportedRefusal::mobile;
        read.account.mobile = *std::move(mobile);
    }
    // Login names are looked up as they are; a number that says who somebody is may not be one.
    const auto as_number = domain::parse_id_number(number->type, login);
    const auto as_mobile = domain::parse_mobile(login);
    if ((as_number && *as_number == *number) ||
        (as_mobile && as_mobile->e164 == read.account.mobile.e164)) {
        return ImportedRefusal::login_is_number;
    }
    read.person = {*std::move(name), *std::move(number)};
    read.account.login_name = login;
    read.account.password_hash = *std::move(hash);
    read.account.person = read.person;
    read.account.origin = storage::AccountOrigin::exam_platform;
    return ImportedRefusal::none;
}

Result<void> audit_row(Transaction& transaction,
                       domain::EventKind kind,
                       AccountId account,
                       std::map<std::string, std::string> facts,
                       Instant now) {
    return storage::append_audit(transaction,
                                 {now,
                                  domain::ActorKind::operator_shell,
                                  "account-import",
                                  kind,
                                  "account:" + account.str(),
                                  std::move(facts)});
}

/// @return whether the account was bound just now.
Result<bool> bind_if_known(Transaction& transaction,
                           const storage::DataKeys& keys,
                           AccountId account,
                           const storage::StatedPerson& person,
                           Instant now) {
    YX_TRY(const std::vector<HolderId> bound, storage::list_bound_holders(transaction, account));
    if (!bound.empty()) return false;
    YX_TRY(const auto claim, find_claimed_person(transaction, keys, person));
    if (!claim || !claim->is_current()) return false;
    constexpr auto proof = storage::BindingProof::exam_platform;
    YX_CHECK(put_binding(transaction, keys, account, claim->holder, proof, now));
    YX_CHECK(
        audit_row(transaction,
                  domain::EventKind::person_bound,
                  account,
                  {{"holder", claim->holder.str()}, {"proof", std::string(domain::key(proof))}},
                  now));
    return true;
}

/// Brought over from the platform, and not opened by a provider: what such an account states was
/// proved there, while everybody may claim a number on the others.
Result<bool> was_imported(Transaction& transaction, AccountId account) {
    YX_TRY(const auto origin,
           transaction.maybe<storage::AccountOrigin>(sql::account::find_origin, account));
    if (origin != storage::AccountOrigin::exam_platform) return false;
    YX_TRY(const auto linked, storage::list_linked_providers(transaction, account));
    return linked.empty();
}

/// Whether the account of this login name is this very row's, brought over before.
Result<bool> is_same_account(Transaction& transaction,
                             const storage::DataKeys& keys,
                             const storage::AccountRow& row,
                             const storage::StatedPerson& person) {
    YX_TRY(const bool is_imported, was_imported(transaction, row.account));
    if (!is_imported) return false;
    YX_TRY(const storage::AccountIdentity stated, storage::open_identity(keys, row));
    return stated.person && stated.person->document == person.document;
}

/// Whether the person has an account already: bound to him, or brought over under another name. A
/// mere claim of somebody who registered here blocks nobody.
Result<bool> has_account(Transaction& transaction,
                         const storage::DataKeys& keys,
                         const storage::StatedPerson& person) {
    YX_TRY(const auto own, find_own_account(transaction, keys, person));
    if (own) return true;
    YX_TRY(const auto accounts,
           storage::list_accounts_with_document(transaction, keys, person.document));
    for (const AccountId account : accounts) {
        YX_TRY(const bool is_imported, was_imported(transaction, account));
        if (is_imported) return true;
    }
    return false;
}

}  // namespace

void ImportedTwice::note(const ImportedAccount& account) {
    ++logins_[login_hash(account)];
    if (const auto hash = number_hash(account)) ++numbers_[*hash];
}

bool ImportedTwice::has_login(const ImportedAccount& account) const {
    return is_twice(logins_, login_hash(account));
}

bool ImportedTwice::has_number(const ImportedAccount& account) const {
    const auto hash = number_hash(account);
    return hash && is_twice(numbers_, *hash);
}

Result<ImportedVerdict> import_account(Transaction& transaction,
                                       const storage::DataKeys& keys,
                                       const ImportedAccount& account,
                                       const ImportedTwice& twice,
                                       ImportedMobiles mobiles,
                                       Instant now) {
    const auto refused = [](ImportedRefusal why) {
        return ImportedVerdict{ImportedOutcome::refused, why};
    };
    ReadAccount read;
    if (const auto why = read_row(account, read); why != ImportedRefusal::none) return refused(why);
    if (twice.has_login(account)) return refused(ImportedRefusal::login_twice);
    if (twice.has_number(account)) return refused(ImportedRefusal::number_twice);
    read.account.is_mobile_confirmed =
        mobiles == ImportedMobiles::verified && !read.account.mobile.e164.empty();
    read.account.created_at = now;
    YX_TRY(const auto before, storage::find_account_by_login(transaction, read.account.login_name));
    if (before) {
        YX_TRY(const bool is_same, is_same_account(transaction, keys, *before, read.person));
        if (!is_same) return refused(ImportedRefusal::login_taken);
        YX_TRY(const bool is_bound,
               bind_if_known(transaction, keys, before->account, read.person, now));
        return ImportedVerdict{is_bound ? ImportedOutcome::bound : ImportedOutcome::unchanged,
                               ImportedRefusal::none};
    }
    YX_TRY(const bool has_one, has_account(transaction, keys, read.person));
    if (has_one) return refused(ImportedRefusal::number_taken);
    YX_TRY(const AccountId made, storage::insert_account(transaction, keys, read.account));
    YX_CHECK(audit_row(transaction, domain::EventKind::account_imported, made, {}, now));
    YX_TRY(const bool is_bound, bind_if_known(transaction, keys, made, read.person, now));
    return ImportedVerdict{is_bound ? ImportedOutcome::bound : ImportedOutcome::made,
                           ImportedRefusal::none};
}

Result<void> audit_account_import(Transaction& transaction,
                                  const crypto::Digest32& file,
                                  const std::map<ImportedOutcome, std::int64_t>& counts,
                                  Instant now) {
    std::map<std::string, std::string> facts{{"file", to_hex(file)}};
    for (const auto& [outcome, count] : counts)
        facts.emplace(domain::key(outcome), std::to_string(count));
    return storage::append_audit(transaction,
                                 {now,
                                  domain::ActorKind::operator_shell,
                                  "account-import",
                                  domain::EventKind::account_imported,
                                  "accounts",
                                  std::move(facts)});
}

}  // namespace yinxin::service
