// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a visitor's browser takes out of our own pages: just enough of HTML for that.
namespace yinxin::load {

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// The fields of the form whose `action` is this address, as somebody sends it who leaves what is
/// there: hidden and typed values, of each group of choices the chosen one or else the first, and
/// the ticks the form demands. Nothing if the page has no such form.
[[nodiscard]] std::optional<FormFields> find_form(std::string_view html, std::string_view action);
/// Sets a field; adds it where the form had none.
void set_field(FormFields& fields, std::string_view name, std::string_view value);
/// application/x-www-form-urlencoded
[[nodiscard]] std::string encode_form(const FormFields& fields);

/// The first text between two marks, unescaped. Nothing if one of them is not there.
[[nodiscard]] std::optional<std::string> find_between(std::string_view html,
                                                      std::string_view before,
                                                      std::string_view after);
/// Stylesheets, scripts, icons and pictures of our own that the page names; each once. Pictures
/// that are loaded only when looked at are left out.
[[nodiscard]] std::vector<std::string> find_assets(std::string_view html);
/// Without the characters HTML writes in another way: &amp; &lt; &gt; &quot; and decimal numbers.
[[nodiscard]] std::string unescape(std::string_view html);

}  // namespace yinxin::load
