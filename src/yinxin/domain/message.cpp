// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/message.hpp"

#include <algorithm>
#include <array>

namespace yinxin::domain {
namespace {

constexpr std::size_t longest_reason = 40;
constexpr std::array<std::string_view, 2> code_parameters{"code", "minutes"};

constexpr auto kinds = std::to_array<MessageKind>({
    {"login", true},
    {"register", true},
    {"bind", true},
    {"query", true},
    {"bulk", true},
    {"account_data", true},
    {"account_close", true},
    {"recover_name", true},
    {"recover_password", true},
    {"recover_mobile", true},
    {"recover_office", true},
    {"objection", true},
    {"step_up", true},
    {"mobile_new", true},
    {"office_case", true},
    {"bound"},
    {"password_changed"},
    {"login_linked"},
    {"login_unlinked"},
    {"organisation_removed"},
    {"doubt_asked"},
    {"doubt_answered"},
    {"certificate_issued", false, Carriage::both},
    {"certificate_changed", false, Carriage::both},
    {"batch_recalled", false, Carriage::both},
    {"batch_restored", false, Carriage::both},
    {"copy_ready", false, Carriage::both},
    {"copy_verified", false, Carriage::both},
    {"endorsement_ending", false, Carriage::both},
    {"paper_deadline", false, Carriage::both},
    {"authorised_use_fetched"},
    {"mobile_change_asked"},
    {"mobile_changed"},
    {"mobile_in_force"},
    {"second_added"},
    {"second_removed"},
    {"new_device"},
    {"accounts_merged"},
    {"agent", true},
    {"agent_confirmed"},
    {"identity_asked"},
    {"identity_confirmed"},
    {"identity_refused"},
    {"mail_new", true, Carriage::mail},
    {"mail_changed", false, Carriage::both},
    {"mail_removed", false, Carriage::both},
});

}  // namespace

std::span<const std::string_view> parameters_of(const MessageKind& kind) noexcept {
    if (kind.has_code) return code_parameters;
    return {};
}

bool goes_by(const MessageKind& kind, MessageChannel channel) noexcept {
    if (kind.by == Carriage::both) return true;
    return (kind.by == Carriage::mail) == (channel == MessageChannel::mail);
}

std::span<const MessageKind> message_kinds() noexcept {
    return kinds;
}

const MessageKind* find_message_kind(std::string_view name) noexcept {
    const auto found = std::ranges::find(kinds, name, &MessageKind::name);
    return found == kinds.end() ? nullptr : &*found;
}

bool is_message_reason(std::string_view word) noexcept {
    return !word.empty() && word.size() <= longest_reason && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.';
    });
}

}  // namespace yinxin::domain
