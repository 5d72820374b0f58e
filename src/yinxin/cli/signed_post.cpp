// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/signed_post.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/signed_requests.hpp"
#include "yinxin/signing/jws.hpp"

#include <cstdlib>
#include <memory>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <curl/curl.h>

namespace yinxin::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t number_bytes = 16;
constexpr std::size_t longest_answer = std::size_t{16} * 1024 * 1024;
constexpr long deadline_seconds = 600;  ///< a large file is read and checked before the answer
constexpr long connect_seconds = 10;

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Form = std::unique_ptr<curl_mime, FreeWith<curl_mime_free>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

std::size_t keep(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& text = *static_cast<std::string*>(user);
    if (text.size() + size * count > longest_answer) return 0;
    try {
        text.append(data, size * count);
    } catch (const std::exception&) {
        return 0;
    }
    return size * count;
}

void add_part(curl_mime* form, const char* name, const char* file, std::string_view content) {
    curl_mimepart* part = curl_mime_addpart(form);
    curl_mime_name(part, name);
    if (file != nullptr) curl_mime_filename(part, file);
    curl_mime_data(part, content.data(), content.size());
}

/// Messages come in the language of the terminal; Chinese unless it says otherwise.
const char* language_header() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view(value).starts_with("zh") ? "Accept-Language: zh-CN"
                                                         : "Accept-Language: en";
    }
    return "Accept-Language: zh-CN";
}

}  // namespace

Result<std::string> sign_request(const OfficeRequest& request,
                                 const crypto::PersonalSigner& key,
                                 Instant now) {
    json::object parameters;
    for (const auto& [name, value] : request.parameters)
        parameters[name] = value;
    json::object claims{{"aud", request.url},
                        {"sub", request.login_name},
                        {"iat", epoch_of(now)},
                        {"jti", crypto::random_token(number_bytes)},
                        {"verb", request.verb},
                        {"apply", request.applies},
                        {"params", std::move(parameters)}};
    if (!request.body.empty()) {
        claims["body_sha256"] = to_hex(crypto::sha256(request.body));
        claims["file_name"] = request.file_name;
    }
    return signing::sign_personal_jws(key, service::request_type, json::serialize(claims));
}

Result<OfficeAnswer> post_request(const OfficeRequest& request,
                                  const std::string& jws,
                                  const std::filesystem::path& ca) {
    const Easy easy(curl_easy_init());
    if (easy == nullptr) return Error(ErrorCode::unavailable, "no curl");
    const Form form(curl_mime_init(easy.get()));
    add_part(form.get(), "request", nullptr, jws);
    if (!request.body.empty()) {
        add_part(form.get(), "file", "file", as_text(request.body));
    }
    Headers headers(curl_slist_append(nullptr, language_header()));
    headers.reset(curl_slist_append(headers.release(), "Expect:"));
    const std::string url = request.url + "/office/api";
    const std::string trusted = ca.string();
    OfficeAnswer answer;
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, deadline_seconds);
    curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_MIMEPOST, form.get());
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer.body);
    if (!trusted.empty()) curl_easy_setopt(easy.get(), CURLOPT_CAINFO, trusted.c_str());
    const CURLcode code = curl_easy_perform(easy.get());
    if (code != CURLE_OK) {
        return Error(ErrorCode::unavailable, url + ": " + curl_easy_strerror(code));
    }
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

}  // namespace yinxin::cli
