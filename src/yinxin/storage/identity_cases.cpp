// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/identity_cases.hpp"

#include "yinxin/storage/identity_files.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::IdentityCaseId;
using domain::IdentityCaseKind;
using domain::IdentityCaseState;

/// Members stand in the order of sql/identity_case/find.sql.
struct SealedCase {
    IdentityCaseId id;
    IdentityCaseKind kind = IdentityCaseKind::binding;
    std::optional<std::int64_t> account;
    std::string issuer_id;
    IdentityCaseState state = IdentityCaseState::open;
    Bytes applicant;
    Instant requested_at{};
    Instant waits_since{};
    std::optional<std::int64_t> proposed_by;
    std::optional<std::int64_t> decided_by;
    std::optional<Instant> settled_at;
};

/// Members stand in the order of sql/identity_message/list.sql.
struct SealedMessage {
    int seq = 0;
    domain::IdentityMessageKind kind = domain::IdentityMessageKind::addition;
    std::int64_t author = 0;
    Bytes text;
    Instant written_at{};
};

Result<IdentityCase> open_case(const DataKeys& keys, const SealedCase& row) {
    IdentityCase request;
    request.id = row.id;
    request.kind = row.kind;
    request.account = AccountId{row.account.value_or(0)};
    request.issuer_id = row.issuer_id;
    request.state = row.state;
    YX_TRY(request.applicant,
           keys.columns.open_text(personal_columns::identity_applicant(row.id), row.applicant));
    request.requested_at = row.requested_at;
    request.waits_since = row.waits_since;
    request.proposed_by = domain::StaffId{row.proposed_by.value_or(0)};
    request.decided_by = domain::StaffId{row.decided_by.value_or(0)};
    request.settled_at = row.settled_at;
    return request;
}

Result<std::optional<IdentityCase>> open_maybe(const DataKeys& keys,
                                               const std::optional<SealedCase>& row) {
    if (!row) return std::optional<IdentityCase>();
    YX_TRY(IdentityCase request, open_case(keys, *row));
    return std::optional(std::move(request));
}

Result<void> changed_one(Result<std::int64_t> changed) {
    if (!changed) return std::move(changed).error();
    if (*changed == 0) return Error(ErrorCode::conflict, "identity case");
    return ok();
}

}  // namespace

Result<void> insert_identity_case(Transaction& transaction,
                                  const DataKeys& keys,
                                  const NewIdentityCase& request) {
    const auto entered = transaction.execute(
        sql::identity_case::insert,
        request.id,
        request.kind,
        request.account ? std::optional(request.account->value) : std::nullopt,
        request.issuer_id,
        keys.columns.seal(personal_columns::identity_applicant(request.id), request.applicant),
        request.requested_at);
    if (!entered && entered.error().code() == ErrorCode::storage_conflict) {
        return Error(ErrorCode::conflict, "a request is not settled");
    }
    if (!entered) return Error(entered.error());
    IdentityMessage statement;
    statement.kind = domain::IdentityMessageKind::statement;
    statement.author = request.account.value_or(AccountId{}).value;
    statement.text = request.statement;
    statement.written_at = request.requested_at;
    YX_CHECK(add_identity_message(transaction, keys, request.id, statement));
    return ok();
}

Result<std::optional<IdentityCase>> find_identity_case(Reader& reader,
                                                       const DataKeys& keys,
                                                       IdentityCaseId id) {
    YX_TRY(const auto row, reader.maybe<SealedCase>(sql::identity_case::find, id));
    return open_maybe(keys, row);
}

Result<std::optional<IdentityCase>> find_newest_identity_case(Reader& reader,
                                                              const DataKeys& keys,
                                                              AccountId account) {
    YX_TRY(const auto row, reader.maybe<SealedCase>(sql::identity_case::find_newest, account));
    return open_maybe(keys, row);
}

Result<std::vector<IdentityCase>> list_identity_cases(Reader& reader,
                                                      const DataKeys& keys,
                                                      std::string_view issuer_id,
                                                      const IdentityFilter& filter,
                                                      int most,
                                                      int skip) {
    const bool is_settled = filter.show == "settled";
    auto found = is_settled
                     ? reader.all<SealedCase>(
                           sql::identity_case::list_settled, issuer_id, filter.kind, most, skip)
                     : reader.all<SealedCase>(sql::identity_case::list_unsettled,
                                              issuer_id,
                                              filter.show,
                                              filter.kind,
                                              most,
                                              skip);
    YX_TRY(const std::vector<SealedCase> rows, std::move(found));
    std::vector<IdentityCase> requests;
    for (const SealedCase& row : rows) {
        YX_TRY(IdentityCase request, open_case(keys, row));
        requests.push_back(std::move(request));
    }
    return requests;
}

Result<std::int64_t> count_waiting_identity_cases(Reader& reader, std::string_view issuer_id) {
    return reader.one<std::int64_t>(sql::identity_case::count_waiting, issuer_id);
}

Result<void> set_identity_asked(Transaction& transaction, IdentityCaseId id) {
    return changed_one(transaction.execute(sql::identity_case::set_asked, id));
}

Result<void> set_identity_open(Transaction& transaction,
                               IdentityCaseId id,
                               IdentityCaseState from,
                               Instant now) {
    return changed_one(transaction.execute(sql::identity_case::set_open, id, from, now));
}

Result<void> set_identity_proposed(Transaction& transaction,
                                   IdentityCaseId id,
                                   domain::StaffId staff) {
    return changed_one(transaction.execute(sql::identity_case::set_proposed, id, staff));
}

Result<void> settle_identity_case(Transaction& transaction,
                                  const IdentityCase& request,
                                  IdentityCaseState state,
                                  domain::StaffId staff,
                                  Instant now) {
    YX_CHECK(changed_one(
        transaction.execute(sql::identity_case::settle, request.id, state, staff, now)));
    if (request.account.is_set()) {
        const bool is_accepted = state == IdentityCaseState::confirmed;
        YX_CHECK(transaction.execute(sql::binding::settle_request,
                                     request.account,
                                     std::string_view(is_accepted ? "accepted" : "refused")));
    }
    return set_identity_files_delete_at(transaction, request.id, now + domain::identity_files_stay);
}

Result<void> withdraw_identity_case(Transaction& transaction,
                                    const DataKeys& keys,
                                    AccountId account,
                                    Instant now) {
    YX_CHECK(
        transaction.execute(sql::binding::settle_request, account, std::string_view("accepted")));
    YX_TRY(const auto newest, find_newest_identity_case(transaction, keys, account));
    if (!newest || newest->settled_at) return ok();
    YX_CHECK(transaction.execute(sql::identity_case::withdraw, newest->id, now));
    return set_identity_files_delete_at(transaction, newest->id, now + domain::identity_files_stay);
}

Result<int> add_identity_message(Transaction& transaction,
                                 const DataKeys& keys,
                                 IdentityCaseId id,
                                 const IdentityMessage& message) {
    YX_TRY(const int seq, transaction.one<int>(sql::identity_message::count, id));
    if (seq >= domain::most_doubt_messages) {
        return Error(ErrorCode::too_many_requests, "identity messages");
    }
    YX_CHECK(transaction.execute(
        sql::identity_message::insert,
        id,
        seq,
        message.kind,
        message.author,
        keys.columns.seal(personal_columns::identity_message(id, seq), message.text),
        message.written_at));
    return seq;
}

Result<std::vector<IdentityMessage>> list_identity_messages(Reader& reader,
                                                            const DataKeys& keys,
                                                            IdentityCaseId id) {
    YX_TRY(const auto rows, reader.all<SealedMessage>(sql::identity_message::list, id));
    std::vector<IdentityMessage> messages;
    for (const SealedMessage& row : rows) {
        YX_TRY(std::string text,
               keys.columns.open_text(personal_columns::identity_message(id, row.seq), row.text));
        messages.push_back({row.seq, row.kind, row.author, std::move(text), row.written_at});
    }
    return messages;
}

}  // namespace yinxin::storage
