// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/api_calls.hpp"
#include "yinxin/storage/checks.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The door of the API: who calls, whether it may, how often, and that every call is kept with its
/// purpose before anything is answered.
namespace yinxin::service {

/// A call as it arrives.
struct Knock {
    Secret key;                                ///< as it was sent
    std::string address;                       ///< of the caller
    std::optional<domain::ClientScope> scope;  ///< none: every client may
    std::string operation;
    std::string purpose;  ///< as it was sent
};

/// How much of a quota is left.
struct QuotaLeft {
    std::int64_t limit = 0;
    std::int64_t left = 0;
    std::chrono::seconds resets_in{0};
};

/// On behalf of which organisation a client asks: holders read its name.
struct CallingOrganisation {
    std::string id;
    std::string name;
    Instant shown_from;  ///< to the holder; policy for authorities
};

/// A call that was let in.
struct ApiCall {
    storage::ApiClientRow client;
    domain::ClientScopes scopes;
    storage::CallId id;
    std::string purpose;  ///< in its normal form
    Instant at;
    std::optional<CallingOrganisation> organisation;  ///< whose client it is, while it is open

    [[nodiscard]] bool is_sandbox() const noexcept {
        return client.mode == domain::ClientMode::sandbox;
    }
    /// As the holder is told.
    [[nodiscard]] storage::Checker checker() const;
};

struct OpenedCall {
    Result<ApiCall> call;
    std::optional<QuotaLeft> minute;  ///< both known as soon as the key is
    std::optional<QuotaLeft> day;
};

/// @error api.key_invalid  no such key, wrong secret, ended, or a client that is disabled: one
///   answer for all of them.
/// @error api.address_refused; api.scope_missing (param `scope`); purpose.invalid
/// @error too_many_requests  the quota of the minute or the day is used up.
Task<OpenedCall> open_call(Services& services, Knock knock);

/// A request that may be repeated without being done twice.
struct Repeatable {
    std::string key;           ///< the client's Idempotency-Key
    crypto::Digest32 request;  ///< what is asked, whole
};
/// What was answered before.
struct RepeatedAnswer {
    int status = 200;
    std::string answer;
};
/// Reserves the key, or gives the answer that stands under it.
/// @error api.idempotency_reused  it was used for another request.
/// @error api.idempotency_running  that request is still being worked on.
Task<Result<std::optional<RepeatedAnswer>>> begin_repeatable(Services& services,
                                                             const ApiCall& call,
                                                             const Repeatable& request);

/// How a call ended.
struct CallEnd {
    int status = 200;
    std::string outcome;   ///< verdict or another stable word; may be empty
    std::string answer;    ///< what a repetition is answered, for 24 hours
    bool is_final = true;  ///< false: a repetition is worth working on again
};
/// Keeps how it ended. Of a repeatable request the answer is kept too, unless it is not final or
/// failed in a way that may pass (429 and 5xx): then its key is free again.
Task<Result<void>> close_call(Services& services,
                              const ApiCall& call,
                              const std::optional<Repeatable>& request,
                              CallEnd end);

/// A client's own calls, newest first, those before `before`.
Task<Result<std::vector<storage::CallRow>>> list_own_calls(Services& services,
                                                           const ApiCall& call,
                                                           storage::CallId before,
                                                           int most);

}  // namespace yinxin::service
