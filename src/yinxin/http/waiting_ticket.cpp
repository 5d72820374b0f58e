// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/waiting_ticket.hpp"

namespace yinxin::http {
namespace {

constexpr std::size_t head_size = 9;
constexpr std::size_t mac_size = 16;

}  // namespace

Bytes WaitingTickets::mac_of(BytesView head, std::string_view subject) const {
    Bytes message(head.begin(), head.end());
    const BytesView who = as_bytes(subject);
    message.insert(message.end(), who.begin(), who.end());
    const crypto::Digest32 mac = key_.of(message);
    return {mac.begin(), mac.begin() + mac_size};
}

std::string WaitingTickets::issue(TicketTime since,
                                  std::uint8_t kind,
                                  std::string_view subject) const {
    Bytes ticket;
    const auto time = static_cast<std::uint64_t>(since.time_since_epoch().count());
    for (int shift = 56; shift >= 0; shift -= 8)
        ticket.push_back(static_cast<std::uint8_t>(time >> shift));
    ticket.push_back(kind);
    const Bytes mac = mac_of(ticket, subject);
    ticket.insert(ticket.end(), mac.begin(), mac.end());
    return to_base64url(ticket);
}

std::optional<TicketTime> WaitingTickets::read(std::string_view ticket,
                                               std::uint8_t kind,
                                               std::string_view subject,
                                               TicketTime now) const {
    const auto bytes = parse_base64url(ticket);
    if (!bytes || bytes->size() != head_size + mac_size) return std::nullopt;
    const BytesView head = BytesView(*bytes).first(head_size);
    if (head[head_size - 1] != kind) return std::nullopt;
    if (!equal_constant_time(mac_of(head, subject), BytesView(*bytes).subspan(head_size))) {
        return std::nullopt;
    }
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < 8; ++i)
        time = time << 8 | head[i];
    const TicketTime since{std::chrono::milliseconds(static_cast<std::int64_t>(time))};
    if (since > now || now - since > life) return std::nullopt;
    return since;
}

}  // namespace yinxin::http
