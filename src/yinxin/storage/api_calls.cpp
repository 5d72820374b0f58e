// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/api_calls.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours answer_is_kept{24};
/// No request takes so long: whoever began it is dead.
constexpr std::chrono::minutes answer_takes_at_most{2};
constexpr Days call_is_kept{400};

/// Members stand in the order of sql/api_call/list.sql.
struct SealedCall {
    CallId id;
    Instant at;
    std::string operation;
    Bytes purpose;
    int status = 0;
    std::string outcome;
};

/// Members stand in the order of sql/api_answer/find.sql.
struct SealedAnswer {
    Bytes request_hash;
    std::optional<int> status;
    std::optional<Bytes> answer;
};

}  // namespace

Instant span_began(UsageSpan span, Instant now) noexcept {
    if (span == UsageSpan::minute) return std::chrono::floor<std::chrono::minutes>(now);
    return start_of(civil_day(now));
}

Instant span_ends(UsageSpan span, Instant now) noexcept {
    if (span == UsageSpan::minute) return span_began(span, now) + 1min;
    return start_of(civil_day(now) + Days(1));
}

Result<std::int64_t> count_usage(Transaction& transaction,
                                 ClientId client,
                                 UsageSpan span,
                                 Instant now) {
    return transaction.one<std::int64_t>(
        sql::api_usage::count, client, span, span_began(span, now));
}

Result<std::int64_t> usage_so_far(Reader& reader, ClientId client, UsageSpan span, Instant now) {
    YX_TRY(const auto calls,
           reader.maybe<std::int64_t>(sql::api_usage::find, client, span, span_began(span, now)));
    return calls.value_or(0);
}

Result<void> insert_call(Transaction& transaction, const DataKeys& keys, const NewCall& call) {
    const Bytes purpose =
        keys.columns.seal(personal_columns::api_call_purpose(call.client), call.purpose);
    YX_CHECK(transaction.execute(
        sql::api_call::insert, call.client, call.id, call.at, call.operation, purpose));
    return ok();
}

Result<void> finish_call(
    Transaction& transaction, ClientId client, CallId id, int status, std::string_view outcome) {
    YX_CHECK(transaction.execute(sql::api_call::finish, client, id, status, outcome));
    return ok();
}

Result<std::vector<CallRow>> list_calls(
    Reader& reader, const DataKeys& keys, ClientId client, CallId before, int most) {
    YX_TRY(std::vector<SealedCall> sealed,
           reader.all<SealedCall>(sql::api_call::list, client, before, most));
    std::vector<CallRow> rows;
    rows.reserve(sealed.size());
    for (SealedCall& call : sealed) {
        YX_TRY(std::string purpose,
               keys.columns.open_text(personal_columns::api_call_purpose(client), call.purpose));
        rows.push_back({call.id,
                        call.at,
                        std::move(call.operation),
                        std::move(purpose),
                        call.status,
                        std::move(call.outcome)});
    }
    return rows;
}

Result<bool> reserve_api_answer(Transaction& transaction,
                                ClientId client,
                                const crypto::Digest32& key_hash,
                                const crypto::Digest32& request_hash,
                                Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::api_answer::begin,
                               client,
                               key_hash,
                               request_hash,
                               now,
                               now + answer_is_kept,
                               now - answer_takes_at_most));
    return changed == 1;
}

Result<std::optional<KeptApiAnswer>> find_api_answer(Reader& reader,
                                                     const DataKeys& keys,
                                                     ClientId client,
                                                     const crypto::Digest32& key_hash) {
    YX_TRY(auto row, reader.maybe<SealedAnswer>(sql::api_answer::find, client, key_hash));
    if (!row) return std::optional<KeptApiAnswer>();
    KeptApiAnswer kept{std::move(row->request_hash), row->status, {}};
    if (row->answer) {
        YX_TRY(
            kept.answer,
            keys.columns.open_text(personal_columns::api_answer(client, key_hash), *row->answer));
    }
    return std::optional(std::move(kept));
}

Result<void> keep_api_answer(Transaction& transaction,
                             const DataKeys& keys,
                             ClientId client,
                             const crypto::Digest32& key_hash,
                             int status,
                             std::string_view answer) {
    const Bytes sealed = keys.columns.seal(personal_columns::api_answer(client, key_hash), answer);
    YX_CHECK(transaction.execute(sql::api_answer::finish, client, key_hash, status, sealed));
    return ok();
}

Result<void> drop_api_answer(Transaction& transaction,
                             ClientId client,
                             const crypto::Digest32& key_hash) {
    YX_CHECK(transaction.execute(sql::api_answer::drop, client, key_hash));
    return ok();
}

Result<std::int64_t> forget_old_calls(Transaction& transaction, Instant now) {
    YX_TRY(const std::int64_t calls,
           transaction.execute(sql::api_call::delete_old, now - call_is_kept));
    YX_TRY(const std::int64_t answers, transaction.execute(sql::api_answer::delete_old, now));
    return calls + answers;
}

}  // namespace yinxin::storage
