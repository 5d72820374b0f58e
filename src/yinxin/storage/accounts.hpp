// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// Where an account comes from.
enum class AccountOrigin {
    exam_platform,  ///< imported with the examination platform's user name and password
    registered,     ///< 用户注册 on this service
};

/// What proved that an account belongs to a person.
enum class BindingProof {
    exam_platform,       ///< the platform verified the person; bound by the import
    management_number,   ///< code to the mobile on the exam record, and a 管理号
    exam_year,           ///< the same, and the year of an examination
    corrected_identity,  ///< the same, and the corrected name and number (re-binding)
    office,              ///< the office looked at the documents
    identity_service,    ///< an outside service said who the person at the keyboard is
};

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::AccountOrigin> {
    static constexpr std::array<Keyed<storage::AccountOrigin>, 2> rows{{
        {storage::AccountOrigin::exam_platform, "exam_platform"},
        {storage::AccountOrigin::registered, "registered"},
    }};
};

template <>
struct KeyTable<storage::BindingProof> {
    static constexpr std::array<Keyed<storage::BindingProof>, 6> rows{{
        {storage::BindingProof::exam_platform, "exam_platform"},
        {storage::BindingProof::management_number, "management_number"},
        {storage::BindingProof::exam_year, "exam_year"},
        {storage::BindingProof::corrected_identity, "corrected_identity"},
        {storage::BindingProof::office, "office"},
        {storage::BindingProof::identity_service, "identity_service"},
    }};
};

}  // namespace yinxin::domain

namespace yinxin::storage {

/// The one spelling under which a login name is kept and found: white space at the ends goes,
/// ASCII letters lower case.
[[nodiscard]] std::string login_key(std::string_view login_name);

/// Who the person behind an account says to be. An account that only checks says nothing of it.
struct StatedPerson {
    domain::PersonName name;
    domain::IdNumber document;
};

/// What stands in the place of a password's hash where an account has none. No password fits.
inline constexpr std::string_view no_password = "!";

struct NewAccount {
    AccountId account;  ///< 0: a new id is drawn
    std::string login_name;
    std::string password_hash;  ///< crypto::hash_password, or as imported
    std::optional<StatedPerson> person;
    domain::Mobile mobile;  ///< empty: a provider said nothing of one
    bool is_mobile_confirmed = false;
    AccountOrigin origin = AccountOrigin::registered;
    Instant created_at{};
};

/// Writes the account with its look-up rows; everything personal is sealed.
/// @error account.login_name_taken
Result<AccountId> insert_account(Transaction& transaction,
                                 const DataKeys& keys,
                                 const NewAccount& account);

/// Binds an account to a person. Binding again what is bound changes nothing.
Result<void> bind_account(
    Transaction& transaction, AccountId account, HolderId holder, BindingProof proof, Instant at);

/// The account's own statement of who it is, as stored: still sealed.
struct AccountRow {
    AccountId account;
    std::string login_name;
    std::string password_hash;
    std::optional<Bytes> name_sealed;  ///< with the next three, or none of them
    std::optional<domain::IdDocumentType> document_type;
    std::optional<Bytes> number_sealed;
    std::optional<std::string> number_masked;
    Bytes mobile_sealed;
    std::string mobile_masked;
    bool is_mobile_confirmed = false;
    Instant created_at{};
    std::optional<Instant> last_login_at;
};
/// @error not_found
Result<AccountRow> find_account(Reader& reader, AccountId account);
Result<std::optional<AccountRow>> find_account_by_login(Reader& reader,
                                                        std::string_view login_name);

/// The account's own statement of who it is, opened.
struct AccountIdentity {
    std::optional<StatedPerson> person;
    domain::Mobile mobile;
};
/// @error crypto.unsealing_failed
Result<AccountIdentity> open_identity(const DataKeys& keys, const AccountRow& row);

/// Puts a name and number in place, corrected or stated for the first time; old ones stay as
/// history.
Result<void> change_identity(Transaction& transaction,
                             const DataKeys& keys,
                             AccountId account,
                             const StatedPerson& person,
                             Instant at);

/// Puts another mobile in place, which a code has proved; the former one leads to the account no
/// longer.
Result<void> change_mobile(Transaction& transaction,
                           const DataKeys& keys,
                           AccountId account,
                           const domain::Mobile& mobile);

/// Persons the account is bound to, in the order of binding.
Result<std::vector<HolderId>> list_bound_holders(Reader& reader, AccountId account);

/// An account that is or was bound to a person.
struct HolderAccount {
    AccountId account;
    BindingProof proof = BindingProof::office;
    Instant bound_at{};
    std::optional<Instant> ended_at;
};
/// In the order of binding.
Result<std::vector<HolderAccount>> list_holder_accounts(Reader& reader, HolderId holder);
/// Accounts registered with this document, bound or not.
Result<std::vector<AccountId>> list_accounts_with_document(Reader& reader,
                                                           const DataKeys& keys,
                                                           const domain::IdNumber& document);
/// Ends a binding; it stays as history. Binding again opens it again.
Result<void> end_binding(Transaction& transaction, AccountId account, HolderId holder, Instant at);

}  // namespace yinxin::storage
