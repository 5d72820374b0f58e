// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yinxin::config {

/// A TOML value before it has a meaning.
using Value = std::variant<std::string, std::int64_t, std::vector<std::string>>;

/// One key an operator may write: the loader, the example file and the manual all read this table.
struct Key {
    std::string_view path;  ///< "listen.port"
    std::string_view meaning;
    /// Puts a value into the settings; the error's detail says what is wrong with it.
    std::function<Result<void>(Settings&, const Value&)> take;
    /// The value in these settings, as it would be written in the file.
    std::function<std::string(const Settings&)> show;
};

/// All keys; keys of a section stand together.
[[nodiscard]] std::span<const Key> keys();
/// Those of the section "database".
[[nodiscard]] std::vector<Key> database_keys();
/// Those of the section "revocation".
[[nodiscard]] std::vector<Key> revocation_keys();
/// Those of the section "admission".
[[nodiscard]] std::vector<Key> admission_keys();
/// Those of the section "pressure".
[[nodiscard]] std::vector<Key> pressure_keys();
/// Those of the section "blobs".
[[nodiscard]] std::vector<Key> blob_keys();
[[nodiscard]] const Key* find_key(std::string_view path) noexcept;
/// Whether some key lies below this path ("listen").
[[nodiscard]] bool is_section(std::string_view path) noexcept;

/// "1d", "90s"; the largest unit that needs no fraction.
[[nodiscard]] std::string show_duration(std::chrono::seconds length);
/// "8MiB", "512B"; the largest unit that needs no fraction.
[[nodiscard]] std::string show_size(std::uint64_t size);

}  // namespace yinxin::config
