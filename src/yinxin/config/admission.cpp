// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/admission.hpp"

#include "yinxin/config/keys.hpp"

namespace yinxin::config {
namespace {

constexpr std::int64_t most_requests = 100'000;
constexpr std::uint64_t least_bodies = 16ULL << 20;
constexpr std::uint64_t most_bodies = 64ULL << 30;
constexpr std::chrono::seconds longest{600};

Error wrong(std::string reason) {
    return Error(ErrorCode::malformed, std::move(reason));
}

Key count_key(std::string_view path, std::string_view meaning, std::uint64_t Admission::* member) {
    return {
        path,
        meaning,
        [member](Settings& settings, const Value& value) -> Result<void> {
            const auto* number = std::get_if<std::int64_t>(&value);
            if (number == nullptr) return wrong("a whole number is needed");
            if (*number < 1 || *number > most_requests) {
                return wrong("a number from 1 to 100000 is needed");
            }
            settings.admission.*member = static_cast<std::uint64_t>(*number);
            return ok();
        },
        [member](const Settings& settings) { return std::to_string(settings.admission.*member); }};
}

Key length_key(std::string_view path,
               std::string_view meaning,
               std::chrono::seconds Admission::* member) {
    return {path,
            meaning,
            [member](Settings& settings, const Value& value) -> Result<void> {
                const auto* text = std::get_if<std::string>(&value);
                if (text == nullptr) return wrong("text in quotes is needed");
                YX_TRY(const std::chrono::seconds length, parse_duration(*text));
                if (length < std::chrono::seconds(1) || length > longest) {
                    return wrong("from one second to ten minutes");
                }
                settings.admission.*member = length;
                return ok();
            },
            [member](const Settings& settings) {
                return log::json_quote(show_duration(settings.admission.*member));
            }};
}

}  // namespace

std::vector<Key> admission_keys() {
    return {
        count_key("admission.at_once",
                  "Requests of one kind (verification, holders, office, ...) worked on at once.",
                  &Admission::at_once),
        count_key("admission.waiting",
                  "Requests of one kind that may wait for that; others see the waiting page.",
                  &Admission::waiting),
        length_key("admission.patience",
                   "Longest wait before the waiting page is shown.",
                   &Admission::patience),
        length_key("admission.deadline",
                   "What an admitted request has not begun after so long is not begun any more.",
                   &Admission::deadline),
        {"admission.bodies",
         "Memory for forms and files that arrive; beyond it new ones are refused.",
         [](Settings& settings, const Value& value) -> Result<void> {
             const auto* text = std::get_if<std::string>(&value);
             if (text == nullptr) return wrong("text in quotes is needed");
             YX_TRY(const std::uint64_t size, parse_size(*text));
             if (size < least_bodies || size > most_bodies) {
                 return wrong("a size from 16MiB to 64GiB is needed");
             }
             settings.admission.bodies = size;
             return ok();
         },
         [](const Settings& settings) {
             return log::json_quote(show_size(settings.admission.bodies));
         }},
    };
}

}  // namespace yinxin::config
