// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/recipient.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Messages to people, by text message and by mail: rows that are queued in the transaction they
/// belong to and sent afterwards.
namespace yinxin::storage {

struct NewMessage {
    domain::Recipient to;  ///< its channel is the message's
    std::string name;      ///< domain::MessageKind
    std::string language;  ///< "zh-CN" or "en"
    std::map<std::string, std::string> parameters;
    std::optional<Instant> expires_at;  ///< of a code
    bool is_sent = false;               ///< a demonstration's: nobody sends it
};
Result<void> insert_message(Transaction& transaction,
                            const DataKeys& keys,
                            const NewMessage& message,
                            Instant now);

/// One message as it is stored. Members stand in the order of sql/message/claim.sql.
struct ClaimedMessage {
    MessageId id;
    std::string name;
    std::string language;
    Bytes to_sealed;
    Bytes parameters_sealed;
    int attempts = 0;  ///< this one included
    std::int64_t fence = 0;
    Instant created_at{};
    std::optional<Instant> expires_at;
};
/// Whether there is anything to claim: asked often, answered without the writer.
Result<bool> has_due_message(Reader& reader, domain::MessageChannel channel, Instant now);
/// Whether there is a code that nobody can use any more.
Result<bool> has_expired_message(Reader& reader, domain::MessageChannel channel, Instant now);
/// Ends codes nobody can use any more. @return how many.
Result<std::int64_t> drop_expired_messages(Transaction& transaction,
                                           domain::MessageChannel channel,
                                           Instant now);
struct MessageClaim {
    domain::MessageChannel channel = domain::MessageChannel::sms;
    std::string gateway;  ///< the one that is asked first: its receipt may come before its answer
    std::chrono::seconds lease{60};
    std::int64_t most = 0;
};
/// What is due, codes first; in no order.
Result<std::vector<ClaimedMessage>> claim_messages(Transaction& transaction,
                                                   const MessageClaim& claim,
                                                   Instant now);
/// Another gateway is asked now. @return false: the message has ended meanwhile, or is another
/// sender's.
Result<bool> hand_message_over(Transaction& transaction,
                               MessageId id,
                               std::int64_t fence,
                               std::string_view gateway);

/// To whom and with which values.
struct MessageContent {
    domain::Recipient to;
    std::map<std::string, std::string> parameters;
};
/// @error crypto.unsealing_failed, malformed
Result<MessageContent> open_message(const DataKeys& keys,
                                    MessageId id,
                                    BytesView to_sealed,
                                    BytesView parameters_sealed);

/// What a sender keeps of an attempt; what he lost to another sender changes nothing.
struct MessageEnd {
    MessageId id;
    std::int64_t fence = 0;
    std::string gateway;
    std::string reason;  ///< a word; empty: sent
};
Result<void> finish_message(Transaction& transaction, const MessageEnd& end, Instant now);
Result<void> put_message_back(Transaction& transaction, const MessageEnd& end, Instant next_at);

/// What a carrier says became of a message of his, also of one whose sending is not written down
/// yet. Unknown ones and repetitions change nothing.
struct MessageReceipt {
    MessageId id;
    bool is_delivered = false;
    std::string reason;  ///< a word, where it was not
};
/// @return how many changed something.
Result<std::int64_t> note_receipts(Transaction& transaction,
                                   std::string_view gateway,
                                   const std::vector<MessageReceipt>& receipts,
                                   Instant now);

/// Members stand in the order of sql/message/list_newest.sql.
struct ReadableMessage {
    MessageId id;
    std::string name;
    std::string language;
    Bytes to_sealed;
    Bytes parameters_sealed;
    Instant created_at{};
};
/// Newest first, those whose text is still there.
Result<std::vector<ReadableMessage>> list_newest_messages(Reader& reader, std::int64_t most);

/// One line of the log of deliveries. Members stand in the order of sql/message/list_log.sql.
struct MessageLine {
    MessageId id;
    std::string name;
    std::string masked_recipient;
    std::string gateway;
    std::string state;  ///< "queued", "sent", "delivered", "failed"
    std::string reason;
    std::int64_t attempts = 0;
    Instant created_at{};
    std::optional<Instant> ended_at;
    std::optional<Instant> delivered_at;
};
/// Which part of it.
struct MessageQuestion {
    Instant from{};
    Instant before{};
    MessageId before_id;  ///< of those of the second `before`
    std::string state;    ///< empty: all
};
Result<std::vector<MessageLine>> list_message_log(Reader& reader,
                                                  const MessageQuestion& question,
                                                  int most);

/// Members stand in the order of sql/message/count_states.sql.
struct MessageCount {
    std::string gateway;
    std::string state;
    std::int64_t messages = 0;
};
Result<std::vector<MessageCount>> count_messages(Reader& reader, Instant from, Instant before);

/// Ends what nothing carried within four days: longer than all tries of a message take, so that it
/// is news to nobody any more. @return how many.
Result<std::int64_t> end_stale_messages(Transaction& transaction, Instant now);

/// Forgets what is older than a year, a piece at a time. @return how many.
Result<std::int64_t> forget_old_messages(Transaction& transaction, Instant now);

}  // namespace yinxin::storage
