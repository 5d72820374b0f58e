// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/response.hpp"
#include "yinxin/http/router.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::http {

/// 离线核验: one file that checks offline codes without a network, with our keys written into it.
/// Its script and style stand inside, so that a saved file works; its policy names their hashes.
class OfflinePage {
  public:
    /// @param spki  the key of offline codes; empty: the installation signs none and has no page.
    /// @error config.invalid  web/offline/check.html is not there or not of its shape.
    [[nodiscard]] static Result<OfflinePage> make(std::span<const WebFile> files,
                                                  std::string_view service,
                                                  BytesView spki);
    /// @error not_found  the installation signs no offline codes.
    [[nodiscard]] Result<Response> respond() const;
    [[nodiscard]] bool exists() const noexcept { return page_ != nullptr; }

  private:
    std::shared_ptr<const std::string> page_;
    std::string policy_;
};

Task<Result<Response>> show_offline(Context& context);

}  // namespace yinxin::http
