// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/bindings.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/storage/binding_attempts.hpp"
#include "yinxin/storage/copy_states.hpp"
#include "yinxin/storage/person_looks.hpp"

#include <optional>
#include <string>
#include <vector>

/// 电话查询 (counter view): somebody calls and does not get on; the one who answers sees what the
/// caller sees, and why. Read-only, own authority only, every look with its reason.
namespace yinxin::service {

/// How long a look stays open for who asked; after it the reason is asked again.
inline constexpr std::chrono::minutes look_lasts{30};

struct CounterQuestion {
    std::string number;  ///< 管理号 and the like, as CertificateSearch
    domain::IdDocumentType id_type = domain::IdDocumentType::resident_identity_card;
    std::string id_number;
    std::string reason;  ///< who calls and why: as domain::parse_reason
};
struct CounterLook {
    HolderId holder;
    storage::LookId id;

    /// "<holder>-<look>", as the address names it.
    [[nodiscard]] std::string str() const { return holder.str() + "-" + id.str(); }
};
/// @error not_found
[[nodiscard]] Result<CounterLook> parse_counter_look(std::string_view text);

/// Records the reason and opens a look at the one person that fits.
/// @error forbidden
/// @error office.reason_missing, invalid_input (nothing typed), certificate.number_invalid,
///        person.id_number_*, not_found (nobody with a certificate of this authority), conflict
///        (several people have this number)  param `field`
[[nodiscard]] Task<Result<CounterLook>> open_counter(Services& services,
                                                     domain::StaffActor actor,
                                                     CounterQuestion question);

/// One certificate of this authority as its holder sees it.
struct CounterCertificate {
    storage::CertificateRecord record;
    /// What the page of the holder is made from; none: the batch is not out, nobody sees it.
    std::optional<CertificateFacts> facts;
    std::vector<storage::CopyStanding> copies;  ///< newest first
};

/// Why the list of an account is empty, or what it shows.
enum class CounterList {
    shows,         ///< bound; certificates of this authority are in it
    not_out,       ///< bound; the batches are not out or were recalled
    not_bound,     ///< name and number are right, the step of binding is missing
    changed,       ///< name or number was corrected: must be bound again
    other_person,  ///< the account calls itself otherwise than the register
    not_agreed,    ///< the service notice in force is not agreed to: nothing is shown before
};

struct CounterAccount {
    AccountId account;
    std::string masked_login;
    std::string masked_mobile;
    Instant created_at{};
    std::optional<Instant> last_login_at;
    std::optional<Instant> bound_at;
    std::optional<Instant> binding_ended_at;
    CounterList list = CounterList::not_bound;
    int shown = 0;  ///< certificates of this authority in its list
    bool name_changed = false;
    bool number_changed = false;
    bool is_with_office = false;                      ///< a request to the office is open
    std::vector<storage::BindingAttempt> attempts{};  ///< newest first
};

struct CounterView {
    CounterLook look;
    Instant opened_at{};
    std::string reason;
    std::string name;
    std::vector<std::string> former_names;
    std::string masked_number;
    std::string masked_mobile;  ///< on the exam record; empty: none
    std::vector<CounterCertificate> certificates;
    std::vector<CounterAccount> accounts;
    std::vector<storage::MessageStanding> messages;  ///< newest first
};
/// What stands now; each call is one audit event.
/// @error forbidden
/// @error not_found  somebody else's look, or one that is over
[[nodiscard]] Task<Result<CounterView>> load_counter(Services& services,
                                                     domain::StaffActor actor,
                                                     CounterLook look);

}  // namespace yinxin::service
