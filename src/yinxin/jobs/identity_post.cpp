// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/identity_post.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/observe/external.hpp"

#include <memory>

#include <curl/curl.h>

namespace yinxin::jobs {
namespace {

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

constexpr std::size_t largest_answer = std::size_t{16} * 1024;
constexpr std::string_view signature_header = "yinxin-signature:";
constexpr long good_status = 200;

struct Arriving {
    IdentityReply reply;
    bool is_too_large = false;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    auto& arriving = *static_cast<Arriving*>(sink);
    const std::size_t length = size * count;
    arriving.is_too_large = arriving.reply.body.size() + length > largest_answer;
    if (arriving.is_too_large) return 0;
    try {
        arriving.reply.body.append(data, length);
    } catch (...) {
        return 0;
    }
    return length;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    auto& arriving = *static_cast<Arriving*>(sink);
    const std::string_view line(data, size * count);
    try {
        if (to_lower_ascii(line.substr(0, signature_header.size())) == signature_header) {
            arriving.reply.signature = trim(line.substr(signature_header.size()));
        }
    } catch (...) {
        return 0;
    }
    return size * count;
}

Headers headers_of(const IdentityPost& post) {
    Headers headers;
    for (const std::string& line : {std::string("Content-Type: application/json; charset=utf-8"),
                                    std::string("User-Agent: Yinxin-Identity/1"),
                                    "Yinxin-Timestamp: " + post.time,
                                    "Yinxin-Nonce: " + post.nonce,
                                    "Yinxin-Signature: " + post.signature,
                                    std::string("Expect:")}) {
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }
    return headers;
}

void set_up(CURL* easy, const IdentityPost& post, const Headers& headers, Arriving& arriving) {
    const auto limit = static_cast<long>(post.deadline.count());
    curl_easy_setopt(easy, CURLOPT_URL, post.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(post.body.size()));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &arriving);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &arriving);
}

}  // namespace

Result<IdentityReply> post_identity(const IdentityPost& post) {
    // Once per process, before the first thread asks; never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    const Easy easy(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (!easy) return Error(ErrorCode::unavailable, "no HTTP client");
    const Headers headers = headers_of(post);
    Arriving arriving;
    set_up(easy.get(), post, headers, arriving);
    observe::ExternalCall measured(observe::External::identity);
    const CURLcode outcome = curl_easy_perform(easy.get());
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    measured.end(outcome == CURLE_OK && status == good_status);
    if (arriving.is_too_large) return Error(ErrorCode::too_large, "the answer is too long");
    if (outcome == CURLE_OPERATION_TIMEDOUT) {
        return Error(ErrorCode::timed_out, "no answer within the deadline");
    }
    if (outcome != CURLE_OK) return Error(ErrorCode::unavailable, curl_easy_strerror(outcome));
    arriving.reply.status = static_cast<int>(status);
    return std::move(arriving.reply);
}

}  // namespace yinxin::jobs
