// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/keys.hpp"

/// How a key of each kind of value is read, checked and shown; for the files that list keys.
namespace yinxin::config {

inline Error wrong(std::string reason) {
    return Error(ErrorCode::malformed, std::move(reason));
}

inline std::string in_quotes(std::string_view text) {
    return log::json_quote(text);
}

/// The one text a value must be.
inline Result<std::string> text_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return wrong("text in quotes is needed");
}

using Check = Result<void> (*)(const std::string&);

inline Result<void> anything(const std::string&) {
    return ok();
}

/// postgresql://… without a password, or nothing.
Result<void> is_database_url(const std::string& text);

template <class Member>
Key text_key(std::string_view path,
             std::string_view meaning,
             Member member,
             Check check = anything) {
    return {path,
            meaning,
            [member, check](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(const std::string text, text_of(value));
                YX_CHECK(check(text));
                member(settings) = text;
                return ok();
            },
            [member](const Settings& settings) {
                return in_quotes(std::string(member(const_cast<Settings&>(settings))));
            }};
}

template <class Member>
Key number_key(std::string_view path,
               std::string_view meaning,
               Member member,
               std::int64_t least,
               std::int64_t most) {
    return {path,
            meaning,
            [=](Settings& settings, const Value& value) -> Result<void> {
                const auto* number = std::get_if<std::int64_t>(&value);
                if (number == nullptr) return wrong("a whole number is needed");
                if (*number < least || *number > most) {
                    return wrong("a number from " + std::to_string(least) + " to " +
                                 std::to_string(most) + " is needed");
                }
                using Number = std::remove_reference_t<decltype(member(settings))>;
                member(settings) = static_cast<Number>(*number);
                return ok();
            },
            [member](const Settings& settings) {
                return std::to_string(member(const_cast<Settings&>(settings)));
            }};
}

template <class Member>
Key duration_key(std::string_view path,
                 std::string_view meaning,
                 Member member,
                 std::chrono::seconds least = std::chrono::seconds(1),
                 std::chrono::seconds most = std::chrono::days(3660)) {
    return {path,
            meaning,
            [=](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(const std::string text, text_of(value));
                YX_TRY(const std::chrono::seconds length, parse_duration(text));
                if (length < least && least == std::chrono::seconds(1)) {
                    return wrong("more than nothing is needed");
                }
                if (length < least) return wrong("at least " + show_duration(least) + " is needed");
                if (length > most) return wrong("at most " + show_duration(most));
                member(settings) = length;
                return ok();
            },
            [member](const Settings& settings) {
                return in_quotes(show_duration(member(const_cast<Settings&>(settings))));
            }};
}

template <class Member>
Key size_key(std::string_view path,
             std::string_view meaning,
             Member member,
             std::uint64_t least,
             std::uint64_t most) {
    return {path,
            meaning,
            [=](Settings& settings, const Value& value) -> Result<void> {
                YX_TRY(const std::string text, text_of(value));
                YX_TRY(const std::uint64_t size, parse_size(text));
                if (size < least || size > most) {
                    return wrong("a size from " + show_size(least) + " to " + show_size(most) +
                                 " is needed");
                }
                member(settings) = size;
                return ok();
            },
            [member](const Settings& settings) {
                return in_quotes(show_size(member(const_cast<Settings&>(settings))));
            }};
}

template <class Member>
Key list_key(std::string_view path, std::string_view meaning, Member member, Check check) {
    return {path,
            meaning,
            [member, check](Settings& settings, const Value& value) -> Result<void> {
                const auto* texts = std::get_if<std::vector<std::string>>(&value);
                if (texts == nullptr) return wrong("a list of texts is needed");
                for (const std::string& text : *texts)
                    YX_CHECK(check(text));
                member(settings) = *texts;
                return ok();
            },
            [member](const Settings& settings) {
                std::string all = "[";
                for (const std::string& text : member(const_cast<Settings&>(settings))) {
                    all += (all.size() > 1 ? ", " : "") + in_quotes(text);
                }
                return all + "]";
            }};
}

/// The member of the settings a key stands for.
#define YX_AT(member) [](Settings& s) -> auto& { return s.member; }

}  // namespace yinxin::config
