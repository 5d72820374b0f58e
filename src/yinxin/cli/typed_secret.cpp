// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/typed_secret.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/free_with.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/private_file.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <termios.h>

#include <unistd.h>

namespace yinxin::cli {
namespace {

constexpr std::size_t longest_text = 64 * 1024;

using File = std::unique_ptr<std::FILE, FreeWith<std::fclose>>;

/// The terminal stops showing what is typed, until this goes.
class Silence {
  public:
    explicit Silence(int terminal) : terminal_(terminal) {
        is_set_ = ::tcgetattr(terminal_, &before_) == 0;
        if (!is_set_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(terminal_, TCSAFLUSH, &silent);
    }
    ~Silence() {
        if (is_set_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

  private:
    int terminal_;
    termios before_{};
    bool is_set_ = false;
};

Secret first_line(const std::string& text) {
    return Secret(text.substr(0, text.find_first_of("\r\n")));
}

}  // namespace

Result<Secret> ask_secret(const std::string& question) {
    const File terminal(std::fopen("/dev/tty", "r+"));
    if (terminal == nullptr) {
        return Error(ErrorCode::invalid_input, "no terminal to ask at: " + question);
    }
    std::fputs((question + ": ").c_str(), terminal.get());
    std::fflush(terminal.get());
    std::array<char, 512> line{};
    bool is_read = false;
    {
        const Silence silence(::fileno(terminal.get()));
        is_read = std::fgets(line.data(), static_cast<int>(line.size()), terminal.get()) != nullptr;
    }
    std::fputs("\n", terminal.get());
    Secret typed = is_read ? first_line(line.data()) : Secret();
    explicit_bzero(line.data(), line.size());
    return typed;
}

Result<Secret> read_secret_line(const std::filesystem::path& path) {
    YX_TRY(const Secret text, crypto::read_private_file(path));
    return first_line(text.expose());
}

Result<std::string> read_text_argument(const std::string& path) {
    std::string text;
    if (path == "-") {
        std::array<char, 4096> part{};
        while (const std::size_t count = std::fread(part.data(), 1, part.size(), stdin)) {
            text.append(part.data(), count);
            if (text.size() > longest_text) return Error(ErrorCode::too_large, "standard input");
        }
    } else {
        YX_TRY(text, read_text_file(path));
        if (text.size() > longest_text) return Error(ErrorCode::too_large, path);
    }
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    return text;
}

}  // namespace yinxin::cli
