// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/files.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace yinxin::test {

/// A directory of its own below the system's temporary one, gone with the object.
class ScratchDirectory {
  public:
    ScratchDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "yinxin-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
        path_ = pattern;
    }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    ~ScratchDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
        return path_ / name;
    }

    /// Writes a file here and returns its path.
    std::filesystem::path write(std::string_view name, BytesView content) const {
        const std::filesystem::path file = path_ / name;
        if (!write_file_durably(file, content)) throw std::runtime_error("write " + file.string());
        return file;
    }
    std::filesystem::path write(std::string_view name, std::string_view content) const {
        return write(name, as_bytes(content));
    }

  private:
    std::filesystem::path path_;
};

}  // namespace yinxin::test
