// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <filesystem>
#include <memory>
#include <string>

#include <sys/types.h>

namespace yinxin::app {

/// nginx with one static file, the reference for rendered pages.
class Nginx {
  public:
    /// Serves "/page.html" of `size` bytes with two workers on a free port.
    /// @return nothing where nginx is not installed.  @error unavailable  it does not answer.
    static Result<std::unique_ptr<Nginx>> start(const std::filesystem::path& directory,
                                                std::size_t size);
    ~Nginx();
    Nginx(const Nginx&) = delete;
    Nginx& operator=(const Nginx&) = delete;
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  private:
    Nginx(pid_t process, std::uint16_t port) : process_(process), port_(port) {}
    pid_t process_;
    std::uint16_t port_;
};

/// Answers with status 200 a second to many keep-alive connections asking for one page, for two
/// seconds. @error unavailable  another status
Result<double> requests_per_second(std::uint16_t port, const std::string& path);

}  // namespace yinxin::app
