// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/offline_page.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/template_text.hpp"
#include "yinxin/signing/offline_code.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view source = "offline/check.html";

/// A source of the policy that allows exactly the text of one element of the page (CSP 3, 6.7.3.3).
Result<std::string> hash_of(std::string_view page, std::string_view element) {
    const std::string open = "<" + std::string(element) + ">";
    const std::size_t from = page.find(open);
    const std::size_t until = page.find("</" + std::string(element) + ">");
    if (from == std::string_view::npos || until == std::string_view::npos) {
        return Error(ErrorCode::config_invalid, "no such element")
            .with("element", std::string(element));
    }
    const std::size_t begin = from + open.size();
    const auto digest = crypto::sha256(as_bytes(page.substr(begin, until - begin)));
    return "'sha256-" + to_base64(digest) + "'";
}

std::string keys_json(BytesView spki) {
    return "[{\"id\": \"" + to_hex(signing::offline_key_id(spki)) + "\", \"spki\": \"" +
           to_base64(spki) + "\"}]";
}

}  // namespace

Result<OfflinePage> OfflinePage::make(std::span<const WebFile> files,
                                      std::string_view service,
                                      BytesView spki) {
    OfflinePage made;
    if (spki.empty()) return made;
    const auto file = std::ranges::find(files, source, &WebFile::first);
    if (file == files.end()) return Error(ErrorCode::config_invalid, "no offline page");
    std::string text(file->second);
    text = replace_all(std::move(text), "[[keys]]", keys_json(spki));
    text = replace_all(std::move(text), "[[service]]", log::json_quote(service));
    YX_TRY(const std::string script, hash_of(text, "script"));
    YX_TRY(const std::string style, hash_of(text, "style"));
    made.policy_ = "default-src 'none'; script-src " + script + "; style-src " + style +
                   "; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    made.page_ = std::make_shared<const std::string>(std::move(text));
    return made;
}

Result<Response> OfflinePage::respond() const {
    if (!exists()) return Error(ErrorCode::not_found, "no offline codes here");
    Response response;
    response.set_body(Body(page_), "text/html; charset=utf-8");
    response.set("Cache-Control", "no-cache");
    response.set_content_security_policy(policy_);
    return response;
}

Task<Result<Response>> show_offline(Context& context) {
    co_return context.site().offline.respond();
}

}  // namespace yinxin::http
