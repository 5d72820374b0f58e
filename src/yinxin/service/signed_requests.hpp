// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/rehearsal.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/staff_keys.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// 签名请求: what people of the office let programs do. One request is one JSON Web Signature with
/// a key its owner registered; docs/office-cli.md has the format. A key stands for a person, so
/// that whoever may not decide on the page may not decide here.
namespace yinxin::service {

inline constexpr std::size_t most_staff_keys = 5;
inline constexpr std::chrono::hours staff_key_lasts{365 * 24};
/// How old a request may be, and how far the clock of its maker may be ahead.
inline constexpr std::chrono::minutes request_lasts{5};
inline constexpr std::chrono::minutes request_ahead{1};
inline constexpr std::string_view request_type = "yinxin-request";  ///< "typ" of the JWS

/// A request whose signature, time and number are right.
struct SignedRequest {
    domain::StaffActor actor;
    std::string verb;
    Mode mode = Mode::rehearse;
    std::map<std::string, std::string> parameters;
    std::string file_name;  ///< of the body; as the maker says
    Bytes body;             ///< what the request is about; may be empty
};

/// Lets a request in and uses its number up.
/// @param jws  compact serialization.
/// @error office.request_refused  param `reason`: format, key, signature, address, person, time,
///        used, body
/// @error too_many_requests
[[nodiscard]] Task<Result<SignedRequest>> open_signed_request(Services& services,
                                                              std::string jws,
                                                              Bytes body,
                                                              Origin origin);

struct NewStaffKey {
    std::string label;
    std::string pem;  ///< "-----BEGIN PUBLIC KEY-----…"
};
/// Keeps a public key of one's own, for a year.
/// @error invalid_input  label or pem; param `field`: label, pem
/// @error conflict  known already; param `field`: pem; or there are most_staff_keys: form
[[nodiscard]] Task<Result<void>> add_staff_key(Services& services,
                                               domain::StaffActor actor,
                                               NewStaffKey key);
/// @error not_found
[[nodiscard]] Task<Result<void>> remove_staff_key(Services& services,
                                                  domain::StaffActor actor,
                                                  std::string key_id);
[[nodiscard]] Task<Result<std::vector<storage::StaffKeyRow>>> list_own_staff_keys(
    Services& services, domain::StaffActor actor);

/// Forgets numbers and challenges that nobody would accept any more. @return how many.
Result<std::int64_t> forget_used_once(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
