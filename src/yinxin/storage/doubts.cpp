// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/doubts.hpp"

#include "yinxin/storage/doubt_files.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::DoubtId;
using domain::DoubtState;

struct SealedReport {
    AccountId account;
    Bytes text;
};

/// Members stand in the order of sql/doubt_message/list.sql.
struct SealedMessage {
    int seq = 0;
    domain::DoubtMessageKind kind = domain::DoubtMessageKind::addition;
    std::int64_t author = 0;
    Bytes text;
    Instant written_at{};
};

Result<void> changed_one(Result<std::int64_t> changed) {
    if (!changed) return std::move(changed).error();
    if (*changed == 0) return Error(ErrorCode::doubt_closed);
    return ok();
}

/// The person's own row, and how long the attachments stay.
Result<void> settle(Transaction& transaction, HolderId holder, DoubtId id, Instant now) {
    YX_CHECK(transaction.execute(sql::doubt::set_answered, holder, id));
    return set_doubt_files_delete_at(transaction, holder, id, now + domain::doubt_files_stay);
}

}  // namespace

Result<DoubtId> insert_doubt(Transaction& transaction,
                             const DataKeys& keys,
                             const NewDoubt& doubt) {
    const auto id = make_id<DoubtId>();
    YX_CHECK(transaction.execute(sql::doubt::insert,
                                 doubt.holder,
                                 id,
                                 doubt.line,
                                 doubt.version,
                                 doubt.account,
                                 keys.columns.seal(personal_columns::doubt_text(id), doubt.text),
                                 doubt.reported_at));
    const std::string due_on = format_day(doubt.due_on);
    const auto entered = transaction.execute(sql::doubt::insert_case,
                                             id,
                                             doubt.holder,
                                             doubt.line,
                                             doubt.version,
                                             doubt.issuer_id,
                                             doubt.item_id,
                                             doubt.province,
                                             doubt.desk,
                                             domain::join_fields(doubt.fields),
                                             doubt.reported_at,
                                             due_on);
    if (!entered && entered.error().code() == ErrorCode::storage_conflict) {
        return Error(ErrorCode::conflict, "a doubt about this version is not settled");
    }
    if (!entered) return Error(entered.error());
    return id;
}

Result<std::optional<DoubtCase>> find_doubt(Reader& reader, DoubtId id) {
    return reader.maybe<DoubtCase>(sql::doubt::find_case, id);
}

Result<std::optional<DoubtCase>> find_unsettled_doubt(Reader& reader,
                                                      HolderId holder,
                                                      LineId line,
                                                      int version) {
    return reader.maybe<DoubtCase>(sql::doubt::find_unsettled, holder, line, version);
}

Result<std::vector<DoubtCase>> list_doubts(Reader& reader, HolderId holder, LineId line) {
    return reader.all<DoubtCase>(sql::doubt::list_of_line, holder, line);
}

Result<std::vector<DoubtCase>> list_doubt_queue(Reader& reader,
                                                std::string_view issuer_id,
                                                domain::StaffId staff,
                                                const DoubtFilter& filter,
                                                CivilDay today,
                                                int most,
                                                int skip) {
    if (filter.show == "settled") {
        return reader.all<DoubtCase>(sql::doubt::list_settled,
                                     issuer_id,
                                     filter.desk,
                                     filter.item_id,
                                     filter.province,
                                     most,
                                     skip);
    }
    const std::string day = format_day(today);
    return reader.all<DoubtCase>(sql::doubt::list_unsettled,
                                 issuer_id,
                                 filter.show,
                                 staff,
                                 day,
                                 filter.desk,
                                 filter.item_id,
                                 filter.province,
                                 filter.order,
                                 most,
                                 skip);
}

Result<DoubtCounts> count_waiting_doubts(Reader& reader,
                                         std::string_view issuer_id,
                                         domain::StaffId staff,
                                         bool own_desks_only,
                                         CivilDay today) {
    const std::string day = format_day(today);
    return reader.one<DoubtCounts>(
        sql::doubt::count_waiting, issuer_id, day, staff, own_desks_only);
}

Result<std::int64_t> count_doubts_to_correct(Reader& reader, std::string_view issuer_id) {
    return reader.one<std::int64_t>(sql::doubt::count_to_correct, issuer_id);
}

Result<void> take_doubt(Transaction& transaction, DoubtId id, domain::StaffId staff, Instant now) {
    return changed_one(transaction.execute(sql::doubt::take, id, staff, now));
}

Result<void> set_doubt_asked(Transaction& transaction, DoubtId id, Instant now) {
    return changed_one(transaction.execute(sql::doubt::set_asked, id, now));
}

Result<void> set_doubt_replied(Transaction& transaction, DoubtId id, CivilDay due_on) {
    const std::string day = format_day(due_on);
    return changed_one(transaction.execute(sql::doubt::set_replied, id, day));
}

Result<void> answer_doubt(Transaction& transaction,
                          const DoubtCase& doubt,
                          DoubtState state,
                          domain::StaffId staff,
                          Instant now) {
    const bool settles = !domain::is_unsettled(state);
    YX_CHECK(changed_one(transaction.execute(sql::doubt::answer,
                                             doubt.id,
                                             state,
                                             staff,
                                             now,
                                             settles ? std::optional(now) : std::nullopt)));
    return settles ? settle(transaction, doubt.holder, doubt.id, now) : Result<void>(ok());
}

Result<void> withdraw_doubt(Transaction& transaction, const DoubtCase& doubt, Instant now) {
    YX_CHECK(changed_one(transaction.execute(sql::doubt::withdraw, doubt.holder, doubt.id, now)));
    return settle(transaction, doubt.holder, doubt.id, now);
}

Result<bool> set_doubt_corrected(Transaction& transaction,
                                 HolderId holder,
                                 DoubtId id,
                                 Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::doubt::set_corrected, holder, id, now));
    if (changed == 0) return false;
    YX_CHECK(settle(transaction, holder, id, now));
    return true;
}

Result<std::vector<DoubtRoute>> list_doubts_to_route(Reader& reader, std::string_view issuer_id) {
    return reader.all<DoubtRoute>(sql::doubt::list_to_route, issuer_id);
}

Result<void> set_doubt_desk(Transaction& transaction, DoubtId id, std::string_view desk) {
    YX_CHECK(transaction.execute(sql::doubt::set_desk, id, desk));
    return ok();
}

Result<std::vector<std::string>> list_own_desks(Reader& reader,
                                                domain::StaffId staff,
                                                std::string_view issuer_id) {
    return reader.all<std::string>(sql::doubt_desk::list_own, staff, issuer_id);
}

Result<void> set_own_desks(Transaction& transaction,
                           domain::StaffId staff,
                           std::string_view issuer_id,
                           const std::vector<std::string>& desks) {
    YX_CHECK(transaction.execute(sql::doubt_desk::leave_all, staff, issuer_id));
    for (const std::string& desk : desks) {
        YX_CHECK(transaction.execute(sql::doubt_desk::join, staff, issuer_id, desk));
    }
    return ok();
}

Result<DoubtReport> load_doubt_report(Reader& reader,
                                      const DataKeys& keys,
                                      HolderId holder,
                                      DoubtId id) {
    YX_TRY(const SealedReport sealed, reader.one<SealedReport>(sql::doubt::find, holder, id));
    YX_TRY(std::string text, keys.columns.open_text(personal_columns::doubt_text(id), sealed.text));
    return DoubtReport{sealed.account, std::move(text)};
}

Result<std::vector<DoubtMessage>> list_doubt_messages(Reader& reader,
                                                      const DataKeys& keys,
                                                      HolderId holder,
                                                      DoubtId id) {
    YX_TRY(const auto sealed, reader.all<SealedMessage>(sql::doubt_message::list, holder, id));
    std::vector<DoubtMessage> messages;
    for (const SealedMessage& one : sealed) {
        YX_TRY(std::string text,
               keys.columns.open_text(personal_columns::doubt_message(id, one.seq), one.text));
        messages.push_back({one.seq, one.kind, one.author, std::move(text), one.written_at});
    }
    return messages;
}

Result<int> add_doubt_message(Transaction& transaction,
                              const DataKeys& keys,
                              const DoubtCase& doubt,
                              const DoubtMessage& message) {
    YX_TRY(const std::int64_t count,
           transaction.one<std::int64_t>(sql::doubt_message::count, doubt.holder, doubt.id));
    // The office always comes to its answer, however much was written before.
    if (count >= domain::most_doubt_messages && !domain::is_of_office(message.kind)) {
        return Error(ErrorCode::doubt_closed, "the conversation is too long");
    }
    const int seq = static_cast<int>(count) + 1;
    YX_CHECK(transaction.execute(
        sql::doubt_message::insert,
        doubt.holder,
        doubt.id,
        seq,
        message.kind,
        message.author,
        keys.columns.seal(personal_columns::doubt_message(doubt.id, seq), message.text),
        message.written_at));
    return seq;
}

}  // namespace yinxin::storage
