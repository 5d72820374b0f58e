// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/json_body.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/service/api_calls.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace yinxin::http {

/// What an operation of the API answers.
struct ApiAnswer {
    std::string body;     ///< JSON
    std::string outcome;  ///< kept with the call: a verdict or another stable word; may be empty
    int status = 200;
    std::string_view type = "application/json";  ///< of the body; a constant
    std::shared_ptr<const std::string> file{};   ///< handed out instead of the body
    std::string file_name{};
    /// Not the last word: the same request, its Idempotency-Key too, is worth sending again then.
    std::optional<std::chrono::seconds> retry_in{};
};
using ApiOperation = Task<Result<ApiAnswer>> (*)(Context&, const service::ApiCall&);

/// An operation for those who have a key: asks for key, address, scope, purpose and quota, keeps
/// the call and how it ended, answers a repeated Idempotency-Key with what it was answered before,
/// and says how much of the quota is left.
[[nodiscard]] Handler behind_door(std::optional<domain::ClientScope> scope, ApiOperation operation);

/// The body, which must be JSON. @error unsupported  it does not say so.  @error malformed
[[nodiscard]] Result<JsonValue> read_json(const Context& context);

/// A number of the query, e.g. "limit"; `usual` where it is not given.
/// @error invalid_input  no number, or not in [least, most]; param `member`
[[nodiscard]] Result<std::int64_t> query_number(const Context& context,
                                                std::string_view name,
                                                std::int64_t usual,
                                                std::int64_t least,
                                                std::int64_t most);

}  // namespace yinxin::http
