// SPDX-License-Identifier: Apache-2.0
#pragma once

// The openssl program as a stranger that judges what we write, and writes what we must read.

#include "yinxin/base/files.hpp"

#include <cstdio>
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

struct Ran {
    int status = -1;
    std::string output;  ///< standard output and standard error
};

/// `openssl ARGUMENTS` in a shell, in this directory.
inline Ran openssl(const ScratchDirectory& directory, const std::string& arguments) {
    const std::string command =
        "cd '" + directory.path().string() + "' && openssl " + arguments + " 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    Ran ran;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) {
        ran.output.append(buffer, count);
    }
    const int status = ::pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

}  // namespace yinxin::test
