// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/api_clients.hpp"

/// What clients asked, how often, and what they were answered.
namespace yinxin::storage {

using CallId = Id<struct CallTag>;

/// A span in which uses are counted. `misses` is a day as well.
enum class UsageSpan { minute, day, misses };
/// When the span that runs at `now` began: minutes of the clock, civil days (UTC+8).
[[nodiscard]] Instant span_began(UsageSpan span, Instant now) noexcept;
/// When it ends.
[[nodiscard]] Instant span_ends(UsageSpan span, Instant now) noexcept;

/// Counts one use. @return how many there were in the span that runs, this one included.
Result<std::int64_t> count_usage(Transaction& transaction,
                                 ClientId client,
                                 UsageSpan span,
                                 Instant now);
Result<std::int64_t> usage_so_far(Reader& reader, ClientId client, UsageSpan span, Instant now);

struct NewCall {
    ClientId client;
    CallId id;
    Instant at;
    std::string operation;
    std::string purpose;
};
Result<void> insert_call(Transaction& transaction, const DataKeys& keys, const NewCall& call);
/// @param status  of HTTP.  @param outcome  verdict key or another stable word; may be empty.
Result<void> finish_call(
    Transaction& transaction, ClientId client, CallId id, int status, std::string_view outcome);

struct CallRow {
    CallId id;
    Instant at;
    std::string operation;
    std::string purpose;
    int status = 0;  ///< 0: not finished
    std::string outcome;
};
/// Newest first, those before `before`.
Result<std::vector<CallRow>> list_calls(
    Reader& reader, const DataKeys& keys, ClientId client, CallId before, int most);

/// What stands under an idempotency key.
struct KeptApiAnswer {
    Bytes request_hash;
    std::optional<int> status;  ///< none: still being worked on
    std::string answer;         ///< as given to keep_api_answer
};
/// @return false: the key is taken; see find_api_answer.
Result<bool> reserve_api_answer(Transaction& transaction,
                                ClientId client,
                                const crypto::Digest32& key_hash,
                                const crypto::Digest32& request_hash,
                                Instant now);
Result<std::optional<KeptApiAnswer>> find_api_answer(Reader& reader,
                                                     const DataKeys& keys,
                                                     ClientId client,
                                                     const crypto::Digest32& key_hash);
Result<void> keep_api_answer(Transaction& transaction,
                             const DataKeys& keys,
                             ClientId client,
                             const crypto::Digest32& key_hash,
                             int status,
                             std::string_view answer);
Result<void> drop_api_answer(Transaction& transaction,
                             ClientId client,
                             const crypto::Digest32& key_hash);

/// Forgets what is kept no longer: calls after 400 days, answers after one. @return how many.
Result<std::int64_t> forget_old_calls(Transaction& transaction, Instant now);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::UsageSpan> {
    static constexpr std::array<Keyed<storage::UsageSpan>, 3> rows{{
        {storage::UsageSpan::minute, "minute"},
        {storage::UsageSpan::day, "day"},
        {storage::UsageSpan::misses, "misses"},
    }};
};

}  // namespace yinxin::domain
