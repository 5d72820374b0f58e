// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/messages.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
namespace columns = storage::personal_columns;
using storage::Reader;
using storage::Transaction;

struct MessageRow {
    MessageId id;
    std::string name;
    Bytes to_sealed;
    Bytes parameters_sealed;
    Instant created_at;
};

std::string packed(const std::map<std::string, std::string>& parameters) {
    std::vector<std::string> fields;
    for (const auto& [name, value] : parameters) {
        fields.push_back(name);
        fields.push_back(value);
    }
    return pack_fields(fields);
}

struct OpenedMessage {
    domain::Mobile to;
    Message message;
};

Result<OpenedMessage> open_message(const storage::DataKeys& keys, const MessageRow& row) {
    YX_TRY(std::string e164, keys.columns.open_text(columns::message_to(row.id), row.to_sealed));
    YX_TRY(const std::string text,
           keys.columns.open_text(columns::message_parameters(row.id), row.parameters_sealed));
    YX_TRY(const std::vector<std::string> fields, unpack_fields(text));
    OpenedMessage opened{domain::Mobile{std::move(e164)}, Message{row.name, {}}};
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        opened.message.parameters.emplace(fields[i], fields[i + 1]);
    }
    return opened;
}

enum class Delivery { sent, failed, later };

Task<Result<Delivery>> deliver(Services& services, MessageGateway& gateway, MessageRow row) {
    auto opened = open_message(services.keys, row);
    if (!opened) co_return std::move(opened).error();
    const bool has_code = opened->message.parameters.contains("code");
    if (has_code && services.clock.now() >= row.created_at + code_lifetime) {
        co_return Delivery::failed;
    }
    const auto sent = co_await gateway.send(opened->to, opened->message);
    if (sent) co_return Delivery::sent;
    log::warning("message.refused",
                 {{"message", row.id.value}, {"code", dotted_name(sent.error().code())}});
    co_return sent.error().code() == ErrorCode::invalid_input ? Delivery::failed : Delivery::later;
}

}  // namespace

Result<void> queue_message(Transaction& transaction,
                           const Services& services,
                           const domain::Mobile& to,
                           const Message& message,
                           Instant now) {
    // An account that a provider opened may have no mobile.
    if (to.e164.empty()) return ok();
    const auto id = make_id<MessageId>();
    const storage::DataKeys& keys = services.keys;
    const bool is_sent = services.is_demonstration;
    YX_CHECK(transaction.execute(
        sql::message::insert,
        id,
        message.name,
        keys.columns.seal(columns::message_to(id), to.e164),
        domain::masked_mobile(to),
        keys.columns.seal(columns::message_parameters(id), packed(message.parameters)),
        is_sent ? "sent" : "queued",
        now,
        is_sent ? std::optional(now) : std::nullopt,
        columns::mobile_index(keys.index, to)));
    return ok();
}

Task<Result<std::int64_t>> deliver_messages(Services& services,
                                            MessageGateway& gateway,
                                            std::int64_t most) {
    auto list = [most](Reader& reader) {
        return reader.all<MessageRow>(sql::message::list_queued, most);
    };
    const auto rows = co_await services.store.read(list);
    if (!rows) co_return rows.error();
    std::int64_t sent = 0;
    for (const MessageRow& row : *rows) {
        const auto delivery = co_await deliver(services, gateway, row);
        if (!delivery) co_return delivery.error();
        // The network is away: what is behind this one would fail as well, and order is kept.
        if (*delivery == Delivery::later) break;
        const char* state = *delivery == Delivery::sent ? "sent" : "failed";
        const Instant now = services.clock.now();
        auto finish = [id = row.id, state, now](Transaction& transaction) {
            return transaction.execute(sql::message::finish, id, state, now, Bytes{});
        };
        const auto finished = co_await services.store.write(finish);
        if (!finished) co_return finished.error();
        if (*delivery == Delivery::sent) ++sent;
    }
    co_return sent;
}

Task<Result<std::vector<DemoMessage>>> list_demo_messages(Services& services, std::int64_t most) {
    if (!services.is_demonstration) co_return Error(ErrorCode::not_found, "demonstration only");
    auto list = [most](Reader& reader) {
        return reader.all<MessageRow>(sql::message::list_newest, most);
    };
    const auto rows = co_await services.store.read(list);
    if (!rows) co_return rows.error();
    std::vector<DemoMessage> messages;
    for (const MessageRow& row : *rows) {
        auto opened = open_message(services.keys, row);
        if (!opened) co_return std::move(opened).error();
        messages.push_back(
            {domain::written(opened->to), row.created_at, std::move(opened->message)});
    }
    co_return messages;
}

}  // namespace yinxin::service
