// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/http/web_tree.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace yinxin::http {

/// One member of a request, or one parameter.
struct ApiMember {
    std::string name;
    std::string type;
    std::string text;
    bool is_required = false;
};

/// One operation as the document tells it.
struct ApiEntry {
    std::string method;  ///< "POST"
    std::string path;
    std::string scope;  ///< empty: none is needed
    domain::Bilingual summary;
    std::string text;
    std::vector<ApiMember> members;
    std::vector<std::pair<std::string, std::string>> answers;  ///< status, what it means
};

/// web/api/openapi.json: served as it is, and shown to people.
class ApiDocument {
  public:
    /// @param public_url  goes into `servers`.
    /// @error config.invalid  not there, or not an OpenAPI document of the form used here.
    [[nodiscard]] static Result<ApiDocument> load(std::span<const WebFile> files,
                                                  std::string_view public_url);

    [[nodiscard]] const std::shared_ptr<const std::string>& text() const noexcept { return text_; }
    [[nodiscard]] const std::vector<ApiEntry>& entries() const noexcept { return entries_; }

  private:
    std::shared_ptr<const std::string> text_;
    std::vector<ApiEntry> entries_;
};

/// GET /api/v1/openapi.json
Result<Response> show_api_document(Context& context);
/// GET /api/v1/docs
Result<Response> show_api_docs(Context& context);

}  // namespace yinxin::http
