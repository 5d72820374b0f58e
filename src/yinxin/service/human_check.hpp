// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <chrono>
#include <string>
#include <string_view>

/// 人机校验 before a query, and before the doors under pressure (entry_check.hpp), made here and
/// without third parties: the browser's script does some work, or, where there is none, the person
/// answers a question in words. A challenge belongs to one owner (an account, or a browser at one
/// door), lives a quarter of an hour, and is used once.
namespace yinxin::service {

/// Leading zero bits of SHA-256("challenge:work") for a query: about 33,000 hashes, a second of a
/// phone.
inline constexpr unsigned human_work_bits = 15;
inline constexpr std::chrono::minutes human_check_life{15};

struct HumanChallenge {
    std::string text;  ///< goes into the form; carries our MAC
    unsigned bits = human_work_bits;
    int first = 1;  ///< the question in words: the sum of two numbers from 1 to 9
    int second = 1;
};
/// @param owner  whose it is: an answer counts for the same owner alone.
[[nodiscard]] HumanChallenge new_human_challenge(const storage::DataKeys& keys,
                                                 std::string_view owner,
                                                 unsigned bits,
                                                 Instant now);
[[nodiscard]] HumanChallenge new_human_challenge(const storage::DataKeys& keys,
                                                 AccountId account,
                                                 Instant now);

/// What came back with the form.
struct HumanAnswer {
    std::string challenge;
    std::string work;    ///< of the script; empty without
    std::string answer;  ///< to the question
};
enum class HumanProof { work, question };

/// How the challenge was met; a right answer to somebody else's or an old one is none.
/// @error query.human_check_failed
Result<HumanProof> check_human(const storage::DataKeys& keys,
                               std::string_view owner,
                               const HumanAnswer& answer,
                               Instant now);
Result<HumanProof> check_human(const storage::DataKeys& keys,
                               AccountId account,
                               const HumanAnswer& answer,
                               Instant now);

/// Uses the challenge up. @error query.human_check_failed  it was used before.
Result<void> use_human_challenge(storage::Transaction& transaction,
                                 const std::string& challenge,
                                 Instant now);

/// Removes used challenges that have expired. @return how many.
Result<std::int64_t> forget_old_human_checks(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
