// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/messages.hpp"

#include "yinxin/base/packed_fields.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

namespace columns = personal_columns;
using domain::MessageChannel;

constexpr Days log_is_kept{365};
constexpr Days carried_within{4};
constexpr int forgotten_at_once = 1000;

std::string packed(const std::map<std::string, std::string>& parameters) {
    std::vector<std::string> fields;
    for (const auto& [name, value] : parameters) {
        fields.push_back(name);
        fields.push_back(value);
    }
    return pack_fields(fields);
}

}  // namespace

Result<void> insert_message(Transaction& transaction,
                            const DataKeys& keys,
                            const NewMessage& message,
                            Instant now) {
    const auto id = make_id<MessageId>();
    const std::int64_t order = message.expires_at ? 0 : 1;
    YX_CHECK(transaction.execute(
        sql::message::insert,
        id,
        message.name,
        keys.columns.seal(columns::message_to(id), message.to.text()),
        domain::masked(message.to),
        keys.columns.seal(columns::message_parameters(id), packed(message.parameters)),
        message.is_sent ? "sent" : "queued",
        now,
        message.is_sent ? std::optional(now) : std::nullopt,
        columns::recipient_index(keys.index, message.to),
        message.language,
        message.expires_at,
        order,
        message.to.channel()));
    return ok();
}

Result<bool> has_due_message(Reader& reader, MessageChannel channel, Instant now) {
    YX_TRY(const auto found, reader.maybe<std::int64_t>(sql::message::has_due, now, channel));
    return found.has_value();
}

Result<bool> has_expired_message(Reader& reader, MessageChannel channel, Instant now) {
    YX_TRY(const auto found, reader.maybe<std::int64_t>(sql::message::has_expired, now, channel));
    return found.has_value();
}

Result<std::int64_t> drop_expired_messages(Transaction& transaction,
                                           MessageChannel channel,
                                           Instant now) {
    return transaction.execute(sql::message::drop_expired, now, Bytes{}, channel);
}

Result<std::vector<ClaimedMessage>> claim_messages(Transaction& transaction,
                                                   const MessageClaim& claim,
                                                   Instant now) {
    return transaction.all<ClaimedMessage>(
        sql::message::claim, now, now + claim.lease, claim.most, claim.gateway, claim.channel);
}

Result<bool> hand_message_over(Transaction& transaction,
                               MessageId id,
                               std::int64_t fence,
                               std::string_view gateway) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::message::hand_over, id, fence, std::string(gateway)));
    return changed == 1;
}

Result<MessageContent> open_message(const DataKeys& keys,
                                    MessageId id,
                                    BytesView to_sealed,
                                    BytesView parameters_sealed) {
    YX_TRY(std::string to, keys.columns.open_text(columns::message_to(id), to_sealed));
    YX_TRY(const std::string text,
           keys.columns.open_text(columns::message_parameters(id), parameters_sealed));
    YX_TRY(const std::vector<std::string> fields, unpack_fields(text));
    MessageContent content{domain::Recipient::of_text(std::move(to)), {}};
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        content.parameters.emplace(fields[i], fields[i + 1]);
    }
    return content;
}

Result<void> finish_message(Transaction& transaction, const MessageEnd& end, Instant now) {
    YX_CHECK(transaction.execute(sql::message::finish,
                                 end.id,
                                 end.fence,
                                 end.reason.empty() ? "sent" : "failed",
                                 end.gateway,
                                 end.reason,
                                 now,
                                 Bytes{}));
    return ok();
}

Result<void> put_message_back(Transaction& transaction, const MessageEnd& end, Instant next_at) {
    YX_CHECK(transaction.execute(
        sql::message::retry_later, end.id, end.fence, end.gateway, end.reason, next_at));
    return ok();
}

Result<std::int64_t> note_receipts(Transaction& transaction,
                                   std::string_view gateway,
                                   const std::vector<MessageReceipt>& receipts,
                                   Instant now) {
    const std::string name(gateway);
    std::int64_t noted = 0;
    for (const MessageReceipt& receipt : receipts) {
        const auto changed =
            receipt.is_delivered
                ? transaction.execute(sql::message::note_delivered, receipt.id, name, now, Bytes{})
                : transaction.execute(
                      sql::message::note_failed, receipt.id, name, now, receipt.reason, Bytes{});
        if (!changed) return changed.error();
        noted += *changed;
    }
    return noted;
}

Result<std::vector<ReadableMessage>> list_newest_messages(Reader& reader, std::int64_t most) {
    return reader.all<ReadableMessage>(sql::message::list_newest, most);
}

Result<std::vector<MessageLine>> list_message_log(Reader& reader,
                                                  const MessageQuestion& question,
                                                  int most) {
    return reader.all<MessageLine>(sql::message::list_log,
                                   question.from,
                                   question.before,
                                   question.before_id,
                                   question.state,
                                   most);
}

Result<std::vector<MessageCount>> count_messages(Reader& reader, Instant from, Instant before) {
    return reader.all<MessageCount>(sql::message::count_states, from, before);
}

Result<std::int64_t> end_stale_messages(Transaction& transaction, Instant now) {
    return transaction.execute(sql::message::end_stale, now - carried_within, now, Bytes{});
}

Result<std::int64_t> forget_old_messages(Transaction& transaction, Instant now) {
    return transaction.execute(sql::message::delete_old, now - log_is_kept, forgotten_at_once);
}

}  // namespace yinxin::storage
