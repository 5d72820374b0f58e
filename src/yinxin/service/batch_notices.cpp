// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/batch_notices.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/personal_columns.hpp"

namespace yinxin::service {
namespace {

using domain::Notification;
using storage::BatchRow;
using storage::Reader;
using storage::ToldPiece;
using storage::Transaction;

struct Waiting {
    BatchRow batch;
    ToldPiece piece;
};

Result<std::optional<Waiting>> find_waiting(Reader& reader, int most) {
    YX_TRY(const auto batch, storage::find_notifying_batch(reader));
    if (!batch) return std::optional<Waiting>();
    YX_TRY(ToldPiece piece, storage::list_accounts_to_tell(reader, *batch, most));
    return std::optional(Waiting{*batch, std::move(piece)});
}

Result<void> tell(Transaction& transaction,
                  const Services& services,
                  const Waiting& waiting,
                  Instant now) {
    YX_CHECK(storage::advance_notice(transaction, waiting.batch, waiting.piece.last));
    const std::string name(domain::key(waiting.batch.notice));
    // A batch that is examined, or usable again, is a change of what its holders have.
    const auto event = name == domain::key(Notification::certificate_issued)
                           ? Notification::certificate_issued
                           : Notification::certificate_changed;
    for (const storage::ToldAccount& told : waiting.piece.accounts) {
        YX_TRY(const NoticeWays ways, ways_to_tell(transaction, services, told.account, event));
        YX_TRY(const Language language, message_language(transaction, told.account));
        const Message notice{name, {}, language};
        if (ways.mail) YX_CHECK(queue_message(transaction, services, *ways.mail, notice, now));
        if (!ways.by_sms) continue;
        YX_TRY(std::string mobile,
               services.keys.columns.open_text(
                   storage::personal_columns::account_mobile(told.account), told.mobile_sealed));
        YX_CHECK(
            queue_message(transaction, services, domain::Mobile{std::move(mobile)}, notice, now));
    }
    return ok();
}

}  // namespace

Result<std::int64_t> tell_batch_holders(const Services& services, Instant now, int most) {
    YX_TRY(const auto waiting,
           services.store.read_now([most](Reader& reader) { return find_waiting(reader, most); }));
    if (!waiting) return std::int64_t{0};
    const auto told = services.store.write_now(
        [&](Transaction& transaction) { return tell(transaction, services, *waiting, now); });
    // There is other news by now: the next round tells it.
    if (!told && told.error().code() != ErrorCode::batch_state_wrong) return told.error();
    return std::int64_t{1};
}

}  // namespace yinxin::service
