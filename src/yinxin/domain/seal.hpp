// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/keyed.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// Life of an electronic seal (电子印章管理办法, 国办发〔2025〕33号).
enum class SealState {
    applied,    ///< 已申请
    made,       ///< 已制作
    filed,      ///< 已备案
    in_use,     ///< 使用中, also after 恢复
    suspended,  ///< 停用
    cancelled,  ///< 注销, for good
};

template <>
struct KeyTable<SealState> {
    static constexpr std::array<Keyed<SealState>, 6> rows{{
        {SealState::applied, "applied"},
        {SealState::made, "made"},
        {SealState::filed, "filed"},
        {SealState::in_use, "in_use"},
        {SealState::suspended, "suspended"},
        {SealState::cancelled, "cancelled"},
    }};
};

/// Whether a state may follow another: in order up to in_use, in_use and suspended alternate, and
/// every state but cancelled may be cancelled.
[[nodiscard]] bool may_become(SealState from, SealState to) noexcept;

/// 电子印章 as an entry of the register; picture, certificate and key belong to signing.
struct Seal {
    std::string id;
    std::string issuer_id;  ///< whose seal it is
    Bilingual name;
    SealState state = SealState::applied;
    CivilDay valid_from{};                ///< inclusive
    std::optional<CivilDay> valid_until;  ///< exclusive; none: open
};

/// @error signing.seal_not_in_use  not in use, or `day` outside its dates; params `seal`, `state`
[[nodiscard]] Result<void> check_usable(const Seal& seal, CivilDay day);

/// Which seal a seal type stands for from one day on. Certificate types name a seal type.
struct SealAssignment {
    std::string type;
    std::string seal_id;
    CivilDay from{};                ///< inclusive
    std::optional<CivilDay> until;  ///< exclusive; none: open
};

/// The seal id to use for a type on the day a document is sealed; where ranges overlap the one that
/// began last. nullopt: the type has no seal on that day.
[[nodiscard]] std::optional<std::string> seal_for(std::span<const SealAssignment> assignments,
                                                  std::string_view type,
                                                  CivilDay day);

}  // namespace yinxin::domain
