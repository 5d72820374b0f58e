// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/letter.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/second_factor.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/authorised_uses.hpp"
#include "yinxin/storage/doubts.hpp"
#include "yinxin/storage/organisations.hpp"
#include "yinxin/storage/person_looks.hpp"
#include "yinxin/storage/persons.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// 我的数据 (docs/privacy.md): everything that is held about an account and its persons, and who
/// has seen it. Behind a code to the account's own mobile it is shown in full and handed out.
namespace yinxin::service {

/// Of each list that grows by itself at most so many, the newest; the export says when there are
/// more.
inline constexpr int most_data_rows = 1000;
inline constexpr std::chrono::minutes data_ticket_life{10};
/// Of the JSON: raised when a member goes or changes its meaning.
inline constexpr int account_data_version = 1;

/// One consent with everything that was recorded.
struct RecordedConsent {
    std::string notice;  ///< "service", "privacy"
    std::int64_t version = 0;
    Instant accepted_at{};
    std::string address;
};

/// One person the account is bound to, and what is held about that person.
struct DataOfPerson {
    storage::MaskedPerson masked;
    Instant bound_at{};
    std::vector<storage::PersonNameFact> names;  ///< the current one first
    std::vector<storage::PersonLook> looks;      ///< of the office, newest first
    std::vector<storage::CheckRow> checks;       ///< by people who are known, newest first
    std::vector<storage::AuthorisedUse> uses;
};

/// One certificate with what happened to it.
struct DataOfCertificate {
    CertificateFacts facts;  ///< with its endorsements
    std::vector<storage::CopyRow> copies;
    std::vector<storage::CopyChecks> public_checks;  ///< counts of people who are not known
    std::vector<storage::DoubtCase> doubts;
};

struct AccountData {
    Instant at{};
    storage::AccountRow account;
    storage::AccountIdentity identity;
    std::optional<storage::AccountMail> mail;
    std::vector<RecordedConsent> consents;
    std::vector<SessionLine> sessions;
    std::vector<KnownDevice> devices;  ///< seen last first
    SecondFactor second_factor;        ///< what there is of it; its secrets are nowhere here
    std::vector<storage::Membership> organisations;
    std::vector<storage::CheckRow> checks_by_me;
    std::vector<DataOfPerson> persons;
    std::vector<DataOfCertificate> certificates;
    bool is_cut = false;  ///< a list had more than most_data_rows
};

/// @error not_found
[[nodiscard]] Task<Result<AccountData>> load_account_data(Services& services,
                                                          const Actor& actor,
                                                          Secret token);

/// Enters the code. The ticket is what the session shows for ten minutes to see and take its data;
/// it belongs to this session and is stored nowhere.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<std::string>> open_account_data(Services& services,
                                                          AccountId account,
                                                          const Secret& token,
                                                          std::string code);

/// The export: JSON, as docs/privacy.md describes it. One audit event.
/// @error account.code_expired  the ticket is over, or another session's
[[nodiscard]] Task<Result<std::string>> export_account_data(Services& services,
                                                            const Actor& actor,
                                                            const Secret& token,
                                                            std::string ticket);

/// The same to read on paper: a sealed PDF of the words `letter_of` finds for the data. One audit
/// event.
/// @error account.code_expired  as above.
/// @error unavailable  this installation has no receipts key; too_many_requests  20 in a day;
///   signing.timestamp_unavailable
[[nodiscard]] Task<Result<Bytes>> export_account_letter(
    Services& services,
    const Actor& actor,
    const Secret& token,
    std::string ticket,
    const std::function<documents::Letter(const AccountData& data)>& letter_of);

/// The data as JSON. Pure.
[[nodiscard]] std::string account_data_json(const AccountData& data);

}  // namespace yinxin::service
