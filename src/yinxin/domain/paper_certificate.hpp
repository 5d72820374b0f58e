// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/keyed.hpp"

#include <optional>
#include <string>

namespace yinxin::domain {

/// What became of the 纸质证书.
enum class PaperState {
    none,        ///< none was made; the certificate is electronic only
    printed,     ///< 已制作: waits at the pick-up place
    handed_out,  ///< 已领取
    lost,        ///< 遗失
    damaged,     ///< 损毁
    unclaimed,   ///< 逾期未领取
};

template <>
struct KeyTable<PaperState> {
    static constexpr std::array<Keyed<PaperState>, 6> rows{{
        {PaperState::none, "none"},
        {PaperState::printed, "printed"},
        {PaperState::handed_out, "handed_out"},
        {PaperState::lost, "lost"},
        {PaperState::damaged, "damaged"},
        {PaperState::unclaimed, "unclaimed"},
    }};
};

/// One line of the paper register.
struct PaperCertificate {
    PaperState state = PaperState::none;
    Bilingual pickup_place;                ///< where it waits; empty: unknown
    std::optional<CivilDay> pickup_until;  ///< last day of pick-up, inclusive
    std::string serial;                    ///< number printed on the paper form; may be empty
};

/// Whether a paper certificate may be made again, with the message key of the reason.
struct Reissue {
    bool allowed = false;
    std::string_view reason;  ///< "paper.no_reissue_lost" and so on
};

/// Never: a lost, damaged or unclaimed paper certificate is not made again; the electronic one has
/// the same legal force. A paper that was never made, still waits or is in the holder's hands gives
/// no ground either.
[[nodiscard]] Reissue reissue_allowed(PaperState state) noexcept;

/// The state to show today: a printed one whose pick-up period has ended counts as unclaimed.
[[nodiscard]] PaperState state_on(const PaperCertificate& paper, CivilDay today) noexcept;

}  // namespace yinxin::domain
