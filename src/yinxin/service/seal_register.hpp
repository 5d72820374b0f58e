// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/seals.hpp"

#include <optional>
#include <string>
#include <vector>

/// 电子印章登记: the lifecycle of 国办发〔2025〕33号 (applied, made, filed, in use, suspended,
/// restored, cancelled). Every step is proposed by one administrator and decided by another; only
/// the stop is one person's, at once.
namespace yinxin::service {

/// Alarms so many days before a seal or its certificate ends.
inline constexpr std::array<int, 3> seal_warnings{90, 30, 7};

struct SealView {
    storage::SealRecord record;
    config::SealPicture picture;
    std::vector<domain::SealAssignment> assignments;  ///< of this seal
    std::string key_algorithm;
    std::string certificate_subject;  ///< empty: no certificate yet
    std::optional<Instant> certificate_ends_at;
    std::optional<std::int64_t>
        days_left;  ///< to the first end of what it needs: itself, certificates, electronic seal
    bool is_opened = false;  ///< the running service has its key at hand
};
[[nodiscard]] Task<Result<std::vector<SealView>>> list_seals(Services& services,
                                                             domain::StaffActor actor);
/// @error not_found
[[nodiscard]] Task<Result<SealView>> find_seal(Services& services,
                                               domain::StaffActor actor,
                                               std::string id);
/// Keys of the register that are made for seals, by name.
[[nodiscard]] Task<Result<std::vector<storage::KeyRecord>>> list_seal_keys(
    Services& services, domain::StaffActor actor);

/// As typed.
struct SealDraft {
    std::string id;    ///< [a-z0-9_], 3 to 40
    std::string type;  ///< seal type of certificate types; a new word makes a new type
    std::string issuer_id;
    domain::Bilingual name;
    config::SealPicture picture;
    std::string key_name;
    std::string valid_from;   ///< YYYY-MM-DD
    std::string valid_until;  ///< the same, exclusive; empty: open
    std::string reason;
    std::string decision_no;
};
/// Proposes a new seal; once approved it stands as applied for (申请).
/// @error text.invalid, seal.dates_invalid, office.reason_missing, conflict  param `field`
/// @error document.glyph_missing, document.text_does_not_fit  the words make no picture
[[nodiscard]] Task<Result<domain::ProposalId>> propose_seal(Services& services,
                                                            domain::StaffActor actor,
                                                            SealDraft draft);
/// Proposes the next step of a seal's life.
/// @error seal.may_not_become, signing.key_unavailable (no certificate for its key)
[[nodiscard]] Task<Result<domain::ProposalId>> propose_seal_step(Services& services,
                                                                 domain::StaffActor actor,
                                                                 std::string id,
                                                                 domain::SealState to,
                                                                 std::string reason,
                                                                 std::string decision_no);
/// Proposes that a seal stands for its type from a day on.
/// @error text.invalid  param `field`
[[nodiscard]] Task<Result<domain::ProposalId>> propose_seal_assignment(Services& services,
                                                                       domain::StaffActor actor,
                                                                       std::string id,
                                                                       std::string from,
                                                                       std::string reason);
/// Suspends a seal that is in use, alone and at once; pressing with it stops with the next seal
/// intent. A second person is asked to confirm. @error seal.may_not_become, office.reason_missing
[[nodiscard]] Task<Result<void>> stop_seal(Services& services,
                                           domain::StaffActor actor,
                                           std::string id,
                                           std::string reason);
/// Raises the alarms of seals that end within 90, 30 or 7 days; each once. @return how many.
Result<std::int64_t> watch_seals(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
