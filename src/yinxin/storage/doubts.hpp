// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/doubt.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of 反映信息有误. What a person wrote is sealed under the person; the office's queue is a
/// table of its own.
namespace yinxin::storage {

/// A doubt as the office's queue has it. Members stand in the order of sql/doubt/find_case.sql.
struct DoubtCase {
    domain::DoubtId id;
    HolderId holder;
    LineId line;
    int version = 0;
    std::string issuer_id;
    std::string item_id;
    std::string province;  ///< two digits; empty: unknown
    std::string desk;      ///< Chinese name; empty: the whole authority
    std::string fields;    ///< domain::join_fields
    domain::DoubtState state = domain::DoubtState::open;
    Instant reported_at{};
    CivilDay due_on{};
    std::optional<Instant> asked_at;  ///< the holder was asked and has not replied
    std::optional<std::int64_t> taken_by;
    std::optional<Instant> taken_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> settled_at;

    [[nodiscard]] domain::StaffId taker() const { return domain::StaffId{taken_by.value_or(0)}; }
    [[nodiscard]] bool is_overdue(CivilDay today) const noexcept {
        return domain::is_overdue(state, asked_at.has_value(), due_on, today);
    }
};

/// What a holder reports.
struct NewDoubt {
    HolderId holder;
    LineId line;
    int version = 0;
    AccountId account;
    std::string issuer_id;
    std::string item_id;
    std::string province;
    std::string desk;
    std::vector<domain::DoubtField> fields;
    std::string text;  ///< domain::parse_doubt_text
    Instant reported_at{};
    CivilDay due_on{};
};
/// @error conflict  one about this version is not settled yet.
Result<domain::DoubtId> insert_doubt(Transaction& transaction,
                                     const DataKeys& keys,
                                     const NewDoubt& doubt);

Result<std::optional<DoubtCase>> find_doubt(Reader& reader, domain::DoubtId id);
Result<std::optional<DoubtCase>> find_unsettled_doubt(Reader& reader,
                                                      HolderId holder,
                                                      LineId line,
                                                      int version);
/// The latest first.
Result<std::vector<DoubtCase>> list_doubts(Reader& reader, HolderId holder, LineId line);

/// What is in the queue's address; empty texts: all.
struct DoubtFilter {
    std::string show;  ///< "settled", or a word of sql/doubt/list_unsettled.sql
    std::string desk;  ///< "-": of no desk
    std::string item_id;
    std::string province;
    std::string order;  ///< due, newest, oldest; settled ones: the latest first
};
Result<std::vector<DoubtCase>> list_doubt_queue(Reader& reader,
                                                std::string_view issuer_id,
                                                domain::StaffId staff,
                                                const DoubtFilter& filter,
                                                CivilDay today,
                                                int most,
                                                int skip);
struct DoubtCounts {
    std::int64_t waiting = 0;  ///< to be taken, or taken by this person
    std::int64_t overdue = 0;
};
/// @param own_desks_only  leave out those of desks that others look after, unless overdue.
Result<DoubtCounts> count_waiting_doubts(Reader& reader,
                                         std::string_view issuer_id,
                                         domain::StaffId staff,
                                         bool own_desks_only,
                                         CivilDay today);
/// Accepted ones without a correction that waits for its decision or its time.
Result<std::int64_t> count_doubts_to_correct(Reader& reader, std::string_view issuer_id);

// Steps of a doubt's life. @error doubt.closed  it is not in the state the step begins from.
Result<void> take_doubt(Transaction& transaction,
                        domain::DoubtId id,
                        domain::StaffId staff,
                        Instant now);
Result<void> set_doubt_asked(Transaction& transaction, domain::DoubtId id, Instant now);
Result<void> set_doubt_replied(Transaction& transaction, domain::DoubtId id, CivilDay due_on);
/// @param state  accepted or refused.
Result<void> answer_doubt(Transaction& transaction,
                          const DoubtCase& doubt,
                          domain::DoubtState state,
                          domain::StaffId staff,
                          Instant now);
Result<void> withdraw_doubt(Transaction& transaction, const DoubtCase& doubt, Instant now);
/// @return false: it was not accepted (any more), and nothing was changed.
Result<bool> set_doubt_corrected(Transaction& transaction,
                                 HolderId holder,
                                 domain::DoubtId id,
                                 Instant now);

/// Puts every unsettled doubt of an authority on the desk that `desk_for` names.
struct DoubtRoute {
    domain::DoubtId id;
    std::string item_id;
    std::string province;
    std::string desk;
};
Result<std::vector<DoubtRoute>> list_doubts_to_route(Reader& reader, std::string_view issuer_id);
Result<void> set_doubt_desk(Transaction& transaction, domain::DoubtId id, std::string_view desk);
/// Desks somebody of the office looks after.
Result<std::vector<std::string>> list_own_desks(Reader& reader,
                                                domain::StaffId staff,
                                                std::string_view issuer_id);
Result<void> set_own_desks(Transaction& transaction,
                           domain::StaffId staff,
                           std::string_view issuer_id,
                           const std::vector<std::string>& desks);

/// The holder's report, opened.
struct DoubtReport {
    AccountId account;
    std::string text;
};
/// @error not_found
Result<DoubtReport> load_doubt_report(Reader& reader,
                                      const DataKeys& keys,
                                      HolderId holder,
                                      domain::DoubtId id);

/// One part of the conversation behind the report.
struct DoubtMessage {
    int seq = 0;  ///< from 1; the report is 0
    domain::DoubtMessageKind kind = domain::DoubtMessageKind::addition;
    std::int64_t author = 0;  ///< account or staff
    std::string text;
    Instant written_at{};
};
Result<std::vector<DoubtMessage>> list_doubt_messages(Reader& reader,
                                                      const DataKeys& keys,
                                                      HolderId holder,
                                                      domain::DoubtId id);
/// @return its number in the conversation.  @error doubt.closed  the conversation is too long.
Result<int> add_doubt_message(Transaction& transaction,
                              const DataKeys& keys,
                              const DoubtCase& doubt,
                              const DoubtMessage& message);

}  // namespace yinxin::storage
