// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/keyed.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::config {

/// Reads one TOML table key by key and remembers what is wrong first, so that a reader of ten keys
/// is ten lines. Whoever hands out a StrictTable calls finish() after it was read.
class StrictTable {
  public:
    struct Source;
    /// @param place  for messages, e.g. "qualifications[3]".
    StrictTable(const Source& source, std::string place);

    /// Must be there and not empty.
    [[nodiscard]] std::string text(std::string_view key);
    [[nodiscard]] std::string text_or_empty(std::string_view key);
    /// { zh = "…", en = "…" }, both there.
    [[nodiscard]] domain::Bilingual bilingual(std::string_view key);
    [[nodiscard]] domain::Bilingual bilingual_or_empty(std::string_view key);
    [[nodiscard]] int integer(std::string_view key);
    [[nodiscard]] int integer_or(std::string_view key, int otherwise);
    [[nodiscard]] bool truth_or(std::string_view key, bool otherwise);
    [[nodiscard]] CivilDay day(std::string_view key);
    [[nodiscard]] std::optional<CivilDay> day_if_any(std::string_view key);
    /// A list of texts; left out: empty.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    /// Calls `visit` for each table of a list; left out: not at all.
    void tables(std::string_view key, const std::function<void(StrictTable&)>& visit);

    /// The value of an enumeration by its key.
    template <domain::HasKeys E>
    [[nodiscard]] E keyed(std::string_view key) {
        const auto value = domain::parse_key<E>(text(key));
        if (!value) refuse(key, "unknown word");
        return value ? *value : E{};
    }
    template <domain::HasKeys E>
    [[nodiscard]] E keyed_or(std::string_view key, E otherwise) {
        return has(key) ? keyed<E>(key) : otherwise;
    }

    [[nodiscard]] bool has(std::string_view key) const;
    /// Records that the value of a key is wrong; the first record stays.
    void refuse(std::string_view key, std::string_view reason);
    /// ok, or the first thing that is wrong; a key nobody asked for is wrong, too.
    [[nodiscard]] Result<void> finish();

  private:
    bool ask(std::string_view key);
    bool need(std::string_view key);

    const Source& source_;
    std::string place_;
    std::set<std::string, std::less<>> asked_;
    std::optional<Error> wrong_;
};

/// Parses a TOML text and gives its top table to `read`.
/// @error config.invalid  the detail names the line or the table and key; param "key".
[[nodiscard]] Result<void> read_strictly(std::string_view toml,
                                         const std::function<void(StrictTable&)>& read);

}  // namespace yinxin::config
