// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/messages.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/gateway_signature.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/storage/message_gateways.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::MessageChannel;
using storage::Reader;
using storage::Transaction;

/// How far a carrier's clock may be from ours.
constexpr std::chrono::seconds clocks_apart{300};
constexpr std::string_view signature_version = "v1=";

/// When the gateway takes messages again, as far as is known; nothing: now.
std::optional<Instant> back_at(const config::MessageGateway& gateway,
                               const std::vector<storage::GatewayStanding>& standings,
                               Instant now) {
    const auto found = std::ranges::find(standings, gateway.name, &storage::GatewayStanding::name);
    if (found == standings.end()) return std::nullopt;
    if (found->left(gateway.daily_cap, now) == 0) return start_of(civil_day(now) + Days(1));
    if (found->is_paused(now)) return found->paused_until;
    return std::nullopt;
}

}  // namespace

bool has_channel(const Services& services, MessageChannel channel) noexcept {
    return services.is_demonstration || services.settings.messages.has(channel);
}

Result<void> queue_message(Transaction& transaction,
                           const Services& services,
                           const domain::Recipient& to,
                           const Message& message,
                           Instant now) {
    // An account that a provider opened may have no mobile.
    if (to.empty()) return ok();
    storage::NewMessage row{
        to,
        message.name,
        std::string(domain::key(message.language)),
        message.parameters,
        std::nullopt,
        services.is_demonstration && !services.settings.messages.has(to.channel())};
    if (message.parameters.contains("code")) row.expires_at = now + code_lifetime;
    return storage::insert_message(transaction, services.keys, row, now);
}

Result<void> require_messages(Reader& reader,
                              const Services& services,
                              MessageChannel channel,
                              Instant now) {
    const config::Messages& messages = services.settings.messages;
    if (!messages.has(channel)) return ok();
    YX_TRY(const auto standings, storage::list_gateways(reader));
    std::optional<Instant> first;
    for (const config::MessageGateway& gateway : messages.gateways) {
        if (gateway.channel != channel) continue;
        const auto back = back_at(gateway, standings, now);
        if (!back) return ok();
        if (!first || *back < *first) first = back;
    }
    const bool is_mail = channel == MessageChannel::mail;
    return Error(is_mail ? ErrorCode::mail_unavailable : ErrorCode::messages_unavailable,
                 "no gateway takes messages")
        .with("field", "form")
        .retry_in(*first - now);
}

Result<void> check_receipts(const Services& services, const SignedReceipts& receipts) {
    if (services.gateway_keys == nullptr) return Error(ErrorCode::not_found, "gateway");
    const auto key = services.gateway_keys->find(receipts.gateway);
    if (key == services.gateway_keys->end()) return Error(ErrorCode::not_found, "gateway");
    const auto time = parse_integer(receipts.time);
    const Instant now = services.clock.now();
    const bool is_fresh =
        time && *time >= epoch_of(now - clocks_apart) && *time <= epoch_of(now + clocks_apart);
    const std::string expected =
        std::string(signature_version) +
        crypto::gateway_signature(
            key->second.expose_bytes(), receipts.time, receipts.nonce, receipts.body);
    const bool is_signed = equal_constant_time(as_bytes(expected), as_bytes(receipts.signature));
    if (!is_fresh || !is_signed) return Error(ErrorCode::receipt_refused, "signature or time");
    return ok();
}

Task<Result<void>> note_receipts(Services& services,
                                 std::string gateway,
                                 std::vector<storage::MessageReceipt> receipts) {
    const Instant now = services.clock.now();
    auto note = [&](Transaction& transaction) {
        return storage::note_receipts(transaction, gateway, receipts, now);
    };
    const auto noted = co_await services.store.write(note);
    if (!noted) co_return noted.error();
    co_return ok();
}

Task<Result<MessageLog>> read_message_log(Services& services,
                                          domain::StaffActor actor,
                                          storage::MessageQuestion question) {
    YX_CO_CHECK(domain::require(actor, domain::OfficeAct::run_service));
    auto read = [question](Reader& reader) -> Result<MessageLog> {
        MessageLog log;
        YX_TRY(log.lines, storage::list_message_log(reader, question, messages_of_a_page + 1));
        log.has_more = log.lines.size() > static_cast<std::size_t>(messages_of_a_page);
        if (log.has_more) log.lines.pop_back();
        const Instant end = start_of(civil_day(question.from) + Days(1));
        YX_TRY(log.counts, storage::count_messages(reader, question.from, end));
        return log;
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::vector<DemoMessage>>> list_demo_messages(Services& services, std::int64_t most) {
    if (!services.is_demonstration) co_return Error(ErrorCode::not_found, "demonstration only");
    auto list = [most](Reader& reader) { return storage::list_newest_messages(reader, most); };
    const auto rows = co_await services.store.read(list);
    if (!rows) co_return rows.error();
    std::vector<DemoMessage> messages;
    for (const storage::ReadableMessage& row : *rows) {
        auto content =
            storage::open_message(services.keys, row.id, row.to_sealed, row.parameters_sealed);
        if (!content) co_return std::move(content).error();
        const auto language = domain::parse_key<Language>(row.language);
        messages.push_back(
            {domain::written(content->to),
             row.created_at,
             Message{row.name, std::move(content->parameters), language ? *language : Language::zh},
             content->to.is_mail()});
    }
    co_return messages;
}

}  // namespace yinxin::service
