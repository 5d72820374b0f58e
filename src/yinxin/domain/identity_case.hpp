// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/doubt.hpp"
#include "yinxin/domain/keyed.hpp"

/// 身份核实: somebody whom no code can reach asks the office to look at his documents.
namespace yinxin::domain {

using IdentityCaseId = Id<struct IdentityCaseTag>;
using IdentityFileId = Id<struct IdentityFileTag>;

/// What the applicant wants to have afterwards.
enum class IdentityCaseKind {
    binding,        ///< 关联证书: an account wants to be bound to its person
    recovery,       ///< 找回账号: somebody without any way in wants his account with another mobile
    agent_view,     ///< 代理查阅: an agent with written authority wants to see a person's data
    agent_correct,  ///< 代理更正: and have them corrected
    agent_close,    ///< 代理注销: and have the account closed
};

template <>
struct KeyTable<IdentityCaseKind> {
    static constexpr std::array<Keyed<IdentityCaseKind>, 5> rows{{
        {IdentityCaseKind::binding, "binding"},
        {IdentityCaseKind::recovery, "recovery"},
        {IdentityCaseKind::agent_view, "agent_view"},
        {IdentityCaseKind::agent_correct, "agent_correct"},
        {IdentityCaseKind::agent_close, "agent_close"},
    }};
};
/// Somebody asks for somebody else.
[[nodiscard]] constexpr bool is_of_agent(IdentityCaseKind kind) noexcept {
    return kind == IdentityCaseKind::agent_view || kind == IdentityCaseKind::agent_correct ||
           kind == IdentityCaseKind::agent_close;
}
/// What is confirmed is done to an account, which the office chooses.
[[nodiscard]] constexpr bool is_about_account(IdentityCaseKind kind) noexcept {
    return kind == IdentityCaseKind::recovery || kind == IdentityCaseKind::agent_view ||
           kind == IdentityCaseKind::agent_close;
}

enum class IdentityCaseState {
    open,       ///< 待核实: the office owes the next step
    asked,      ///< 待补充: the office asked for more
    proposed,   ///< 待复核: one person of the office is done, a second looks at it
    confirmed,  ///< 已确认
    refused,    ///< 未通过: with the reason in words
    withdrawn,  ///< 已撤回: by the applicant, or no longer needed
};

template <>
struct KeyTable<IdentityCaseState> {
    static constexpr std::array<Keyed<IdentityCaseState>, 6> rows{{
        {IdentityCaseState::open, "open"},
        {IdentityCaseState::asked, "asked"},
        {IdentityCaseState::proposed, "proposed"},
        {IdentityCaseState::confirmed, "confirmed"},
        {IdentityCaseState::refused, "refused"},
        {IdentityCaseState::withdrawn, "withdrawn"},
    }};
};
/// Something is still to be done about it: an account has one such case at a time.
[[nodiscard]] constexpr bool is_unsettled(IdentityCaseState state) noexcept {
    return state == IdentityCaseState::open || state == IdentityCaseState::asked ||
           state == IdentityCaseState::proposed;
}

/// Who wrote one part of the conversation, and to what end.
enum class IdentityMessageKind {
    statement,  ///< the applicant, with the request
    addition,   ///< the applicant, of his own accord
    question,   ///< the office: more is needed
    reply,      ///< the applicant
    answer,     ///< the office: confirmed or refused
};

template <>
struct KeyTable<IdentityMessageKind> {
    static constexpr std::array<Keyed<IdentityMessageKind>, 5> rows{{
        {IdentityMessageKind::statement, "statement"},
        {IdentityMessageKind::addition, "addition"},
        {IdentityMessageKind::question, "question"},
        {IdentityMessageKind::reply, "reply"},
        {IdentityMessageKind::answer, "answer"},
    }};
};
[[nodiscard]] constexpr bool is_of_office(IdentityMessageKind kind) noexcept {
    return kind == IdentityMessageKind::question || kind == IdentityMessageKind::answer;
}

/// Copies of ID documents are the worst thing to lose: they stay while somebody may still ask why
/// it was decided so, and no longer.
inline constexpr Days identity_files_stay{90};

}  // namespace yinxin::domain
