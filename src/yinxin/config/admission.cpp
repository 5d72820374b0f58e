// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/admission.hpp"

#include "yinxin/config/key_kinds.hpp"

namespace yinxin::config {
namespace {

constexpr std::int64_t most_requests = 100'000;
constexpr std::uint64_t least_bodies = 16ULL << 20;
constexpr std::uint64_t most_bodies = 64ULL << 30;
constexpr std::chrono::seconds longest{600};

}  // namespace

std::vector<Key> admission_keys() {
    return {
        number_key("admission.at_once",
                   "Requests of one kind (verification, holders, office, ...) worked on at once.",
                   YX_AT(admission.at_once),
                   1,
                   most_requests),
        number_key("admission.waiting",
                   "Requests of one kind that may wait for that; others see the waiting page.",
                   YX_AT(admission.waiting),
                   1,
                   most_requests),
        duration_key("admission.patience",
                     "Longest wait before the waiting page is shown.",
                     YX_AT(admission.patience),
                     std::chrono::seconds(1),
                     longest),
        duration_key("admission.deadline",
                     "What an admitted request has not begun after so long is not begun any more.",
                     YX_AT(admission.deadline),
                     std::chrono::seconds(1),
                     longest),
        size_key("admission.bodies",
                 "Memory for forms and files that arrive; beyond it new ones are refused.",
                 YX_AT(admission.bodies),
                 least_bodies,
                 most_bodies),
    };
}

}  // namespace yinxin::config
