// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/accounts.hpp"

#include <map>
#include <string>
#include <vector>

/// Accounts of the exam registration platform, brought over in a table (docs/login.md).
namespace yinxin::service {

/// One row, as it stands in the table.
struct ImportedAccount {
    std::size_t row = 0;
    std::string login_name;
    std::string password_hash;
    std::string id_type;  ///< key of domain::IdDocumentType; empty: resident identity card
    std::string id_number;
    std::string name;
    std::string mobile;  ///< empty: none
};

enum class ImportedOutcome {
    made,       ///< an account, not bound: the register does not know the person
    bound,      ///< an account, bound to its person; also one of before that is bound now
    unchanged,  ///< it was brought over before
    refused,
};

/// Why a row is refused; docs/login.md says what to do about each.
enum class ImportedRefusal {
    none,
    login_name,       ///< no name, too long, or with white space in it
    login_is_number,  ///< the ID number or mobile as login name, which is kept in the open
    login_twice,      ///< stands twice in the table
    login_taken,      ///< somebody else's account here has it
    hash_kind,        ///< not Argon2id, bcrypt or PBKDF2 with SHA-256
    hash_malformed,
    hash_cost,     ///< too cheap or too dear to check
    id_number,     ///< no number of its kind, or no such kind
    number_twice,  ///< stands twice in the table
    number_taken,  ///< the person has an account here
    name,
    mobile,
};

struct ImportedVerdict {
    ImportedOutcome outcome = ImportedOutcome::refused;
    ImportedRefusal refusal = ImportedRefusal::none;
};

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::ImportedOutcome> {
    static constexpr std::array<Keyed<service::ImportedOutcome>, 4> rows{{
        {service::ImportedOutcome::made, "made"},
        {service::ImportedOutcome::bound, "bound"},
        {service::ImportedOutcome::unchanged, "unchanged"},
        {service::ImportedOutcome::refused, "refused"},
    }};
};

template <>
struct yinxin::domain::KeyTable<yinxin::service::ImportedRefusal> {
    static constexpr std::array<Keyed<service::ImportedRefusal>, 13> rows{{
        {service::ImportedRefusal::none, ""},
        {service::ImportedRefusal::login_name, "login_name"},
        {service::ImportedRefusal::login_is_number, "login_is_number"},
        {service::ImportedRefusal::login_twice, "login_twice"},
        {service::ImportedRefusal::login_taken, "login_taken"},
        {service::ImportedRefusal::hash_kind, "hash_kind"},
        {service::ImportedRefusal::hash_malformed, "hash_malformed"},
        {service::ImportedRefusal::hash_cost, "hash_cost"},
        {service::ImportedRefusal::id_number, "id_number"},
        {service::ImportedRefusal::number_twice, "number_twice"},
        {service::ImportedRefusal::number_taken, "number_taken"},
        {service::ImportedRefusal::name, "name"},
        {service::ImportedRefusal::mobile, "mobile"},
    }};
};

namespace yinxin::service {

/// What stands twice in a table. Which of two rows is right nobody here can know, so both are
/// refused. Keeps hashes, not what was typed.
class ImportedTwice {
  public:
    void note(const ImportedAccount& account);
    [[nodiscard]] bool has_login(const ImportedAccount& account) const;
    [[nodiscard]] bool has_number(const ImportedAccount& account) const;

  private:
    std::map<crypto::Digest32, std::size_t> logins_;
    std::map<crypto::Digest32, std::size_t> numbers_;
};

/// Whether the platform proved that a mobile is the person's: then it is a way in (login by code).
enum class ImportedMobiles { only_stated, verified };

/// Makes the account of one row, or says why not. Doing it again changes nothing, but binds who was
/// not in the register before.
Result<ImportedVerdict> import_account(storage::Transaction& transaction,
                                       const storage::DataKeys& keys,
                                       const ImportedAccount& account,
                                       const ImportedTwice& twice,
                                       ImportedMobiles mobiles,
                                       Instant now);

/// The audit record of a whole table.
Result<void> audit_account_import(storage::Transaction& transaction,
                                  const crypto::Digest32& file,
                                  const std::map<ImportedOutcome, std::int64_t>& counts,
                                  Instant now);

}  // namespace yinxin::service
