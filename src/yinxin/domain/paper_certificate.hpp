// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
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

/// Whether the office may enter that a state follows another. A paper is printed once; one that
/// waits is handed out, or ends otherwise, after its last day of pick-up too; what was handed out
/// may be lost or damaged later. Lost, damaged and unclaimed are the end (docs/choices.md#c88).
[[nodiscard]] bool may_become(PaperState from, PaperState to) noexcept;

/// What is entered in the history of a paper certificate.
enum class PaperStep {
    printed,
    handed_out,
    lost,
    damaged,
    unclaimed,
    edited,  ///< number, pick-up place or last day
    undone,  ///< the entry before was a mistake; the state before it is back
};

template <>
struct KeyTable<PaperStep> {
    static constexpr std::array<Keyed<PaperStep>, 7> rows{{
        {PaperStep::printed, "printed"},
        {PaperStep::handed_out, "handed_out"},
        {PaperStep::lost, "lost"},
        {PaperStep::damaged, "damaged"},
        {PaperStep::unclaimed, "unclaimed"},
        {PaperStep::edited, "edited"},
        {PaperStep::undone, "undone"},
    }};
};

/// Who came for it. No copy and no number of anybody's ID document is kept.
enum class PaperCollector { nobody, holder, agent };

template <>
struct KeyTable<PaperCollector> {
    static constexpr std::array<Keyed<PaperCollector>, 3> rows{{
        {PaperCollector::nobody, ""},
        {PaperCollector::holder, "holder"},
        {PaperCollector::agent, "agent"},
    }};
};

/// What somebody typed of a printed certificate.
struct PaperForm {
    std::string serial;
    std::string place_zh;
    std::string place_en;  ///< may be empty
    std::string until;     ///< last day of pick-up
};
/// The line of the register for it. Days as people write them: 2027-03-31, 2027/3/31,
/// 2027年3月31日.
/// @param today  the last day is not before it, and at most three years after it.
/// @error certificate.number_invalid  param `field` serial
/// @error invalid_input  param `field`: place (2 to 120 characters), place_en (at most 120), until;
///        param `reason` "passed" where the day is over
[[nodiscard]] Result<PaperCertificate> read_paper(const PaperForm& form, CivilDay today);

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
