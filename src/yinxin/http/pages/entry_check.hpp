// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/watched_door.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/watched_doors.hpp"

#include <optional>
#include <string>
#include <string_view>

/// 人机校验 in the forms before login (docs/abuse.md): a part of the form that is there only while
/// its door is under pressure. templates/parts/entry_check.html
namespace yinxin::http {

using domain::WatchedDoor;

/// The fields it adds to a form; handlers allow them always, for a form may be older or newer than
/// the pressure.
inline constexpr std::string_view entry_challenge_field = "challenge";
inline constexpr std::string_view entry_work_field = "work";
inline constexpr std::string_view entry_answer_field = "answer";

/// Where on the page it stands.
struct EntryPlace {
    WatchedDoor door{};
    std::string_view section = "ENTRY_CHECK";  ///< of the template around the part
    std::string_view id = "answer";            ///< of the field, for labels and the list of errors
};

/// Fills the section if the door asks for it now. @param errors  what was refused, by `place.id`
Task<void> show_entry_check(Context& context,
                            View& view,
                            EntryPlace place,
                            const std::optional<Error>& refusal);
/// Lets the form in, or says in `errors` what to do; the form is shown again with all that was
/// typed.
/// @return the refusal to hand to show_entry_check
Task<Result<std::optional<Error>>> pass_entry_check(Context& context,
                                                    EntryPlace place,
                                                    FormErrors& errors);

/// Counts what came of a try at a door. @param error  null: nothing went wrong
void watch_door(const Context& context,
                WatchedDoor door,
                const Error* error,
                std::string target = {});
/// The same where whether there is such a target must not be told: every try is a sign.
void watch_request(const Context& context,
                   WatchedDoor door,
                   const Error* error,
                   std::string target);

/// The error of an outcome; null: there is none.
template <class T>
const Error* error_in(const Result<T>& outcome) {
    return outcome ? nullptr : &outcome.error();
}

}  // namespace yinxin::http
