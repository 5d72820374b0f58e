// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/messages.hpp"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace yinxin::http {

/// web/ as it stands in the binary, or on disk (development).
class WebTree {
  public:
    [[nodiscard]] static WebTree embedded();
    /// @error file.io  the directory cannot be read.
    [[nodiscard]] static Result<WebTree> read(const std::string& directory);
    /// read(YINXIN_WEB_DIR) if that variable is set, else embedded().
    [[nodiscard]] static Result<WebTree> from_environment();

    /// Sorted by path; valid as long as this object.
    [[nodiscard]] std::span<const WebFile> files() const noexcept { return files_; }

  private:
    std::vector<std::unique_ptr<std::pair<std::string, std::string>>> owned_;
    std::vector<WebFile> files_;
};

}  // namespace yinxin::http
