// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/language.hpp"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::http {

/// (path below web/, content)
using WebFile = std::pair<std::string_view, std::string_view>;

/// Every text people read, in every language: web/messages/<tag>/*.toml. Tables nest into dotted
/// keys; all files of a language make one list, in which a key may stand once.
class Messages {
  public:
    using Parameters = std::map<std::string, std::string>;

    /// @error config.invalid  not TOML, a value that is not text, a key twice, or a key that one
    ///                        language has and another has not. The detail names file and key.
    [[nodiscard]] static Result<Messages> load(std::span<const WebFile> files);

    /// The text as written, or nullopt.
    [[nodiscard]] std::optional<std::string_view> find(Language language,
                                                       std::string_view key) const;
    /// The text with {name} replaced from `parameters`; unknown names stay as they are. A missing
    /// key gives the key itself and an error in the log: tests catch it, people are not left alone.
    [[nodiscard]] std::string text(Language language,
                                   std::string_view key,
                                   const Parameters& parameters = {}) const;
    [[nodiscard]] std::vector<std::string_view> keys(Language language) const;

  private:
    using Texts = std::map<std::string, std::string, std::less<>>;
    std::array<Texts, languages.size()> texts_;
};

}  // namespace yinxin::http
