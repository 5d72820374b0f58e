// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/proposal.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::domain {
namespace {

constexpr std::size_t shortest_reason = 2;
constexpr std::size_t longest_reason = 500;
constexpr std::size_t longest_decision_no = 64;

enum class Lines { one, many };

bool has_controls(const std::u32string& text, Lines lines) {
    return std::ranges::any_of(text, [lines](char32_t c) {
        if (lines == Lines::many && (c == U'\n' || c == U'\r')) return false;
        return c < 0x20 || (c >= 0x7F && c < 0xA0);
    });
}

}  // namespace

OfficeAct act_to_propose(ProposalKind kind) noexcept {
    switch (kind) {
        case ProposalKind::issue_batch:
        case ProposalKind::release_batch:
        case ProposalKind::recall_batch:
        case ProposalKind::restore_batch:
        case ProposalKind::correct_certificate:
        case ProposalKind::suspend_certificate:
        case ProposalKind::restore_certificate:
        case ProposalKind::revoke_certificate:
        case ProposalKind::cancel_certificate:
        case ProposalKind::confirm_identity:
        case ProposalKind::add_document:
        case ProposalKind::merge_accounts:
            return OfficeAct::prepare_change;
        case ProposalKind::confirm_stop:
            return OfficeAct::stop_at_once;
        case ProposalKind::change_seal:
            return OfficeAct::propose_seal;
        case ProposalKind::publish_text:
            return OfficeAct::edit_texts;
        case ProposalKind::change_rules:
            return OfficeAct::edit_rules;
    }
    return OfficeAct::prepare_change;
}

OfficeAct act_to_decide(ProposalKind kind) noexcept {
    switch (kind) {
        case ProposalKind::issue_batch:
        case ProposalKind::release_batch:
        case ProposalKind::recall_batch:
        case ProposalKind::restore_batch:
        case ProposalKind::correct_certificate:
        case ProposalKind::suspend_certificate:
        case ProposalKind::restore_certificate:
        case ProposalKind::revoke_certificate:
        case ProposalKind::cancel_certificate:
        case ProposalKind::confirm_stop:
        case ProposalKind::confirm_identity:
        case ProposalKind::add_document:
        case ProposalKind::merge_accounts:
            return OfficeAct::decide_change;
        case ProposalKind::change_seal:
            return OfficeAct::decide_seal;
        case ProposalKind::publish_text:
            return OfficeAct::decide_texts;
        case ProposalKind::change_rules:
            return OfficeAct::decide_rules;
    }
    return OfficeAct::decide_change;
}

Result<std::string> parse_reason(std::string_view typed) {
    const std::string_view text = trim(typed);
    const auto points = decode_utf8(text);
    if (!points || points->size() < shortest_reason || points->size() > longest_reason ||
        has_controls(*points, Lines::many)) {
        return Error(ErrorCode::office_reason_missing);
    }
    return replace_all(std::string(text), "\r\n", "\n");
}

Result<std::string> parse_decision_no(std::string_view typed) {
    const std::string_view text = trim(typed);
    const auto points = decode_utf8(text);
    if (!points || points->size() > longest_decision_no || has_controls(*points, Lines::one)) {
        return Error(ErrorCode::office_decision_no_invalid);
    }
    return std::string(text);
}

}  // namespace yinxin::domain
