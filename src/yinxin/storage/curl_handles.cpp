// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/curl_handles.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr std::size_t most_headers = 100;

CurlHandle open_handle() {
    // Once per process, before the first thread asks; never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    return CurlHandle(started == CURLE_OK ? curl_easy_init() : nullptr);
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    auto& exchange = *static_cast<CurlExchange*>(sink);
    const std::size_t length = size * count;
    if (exchange.answer.size() + length > exchange.largest_answer) return 0;
    try {
        exchange.answer.insert(exchange.answer.end(), data, data + length);
    } catch (...) {
        return 0;
    }
    return length;
}

void take_line(CurlExchange& exchange, std::string_view line) {
    // A new status line: what came before belongs to an interim answer.
    if (line.starts_with("HTTP/")) exchange.answer_headers.clear();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || exchange.answer_headers.size() >= most_headers) return;
    std::string name(line.substr(0, colon));
    std::ranges::transform(
        name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    exchange.answer_headers.emplace_back(std::move(name), trim(line.substr(colon + 1)));
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    try {
        take_line(*static_cast<CurlExchange*>(sink), {data, size * count});
    } catch (...) {
        return 0;
    }
    return size * count;
}

}  // namespace

CurlHandles::Loan CurlHandles::borrow(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    if (!is_free_.wait_until(lock, deadline, [this] { return lent_ < most_; })) {
        return {*this, CurlHandle()};
    }
    CurlHandle handle;
    if (idle_.empty()) {
        handle = open_handle();
    } else {
        handle = std::move(idle_.back());
        idle_.pop_back();
    }
    if (handle) ++lent_;
    return {*this, std::move(handle)};
}

void CurlHandles::give_back(CurlHandle handle) {
    {
        const std::scoped_lock lock(mutex_);
        --lent_;
        idle_.push_back(std::move(handle));
    }
    is_free_.notify_one();
}

CURLcode CurlExchange::perform(CURL* handle) {
    curl_easy_reset(handle);  // options of the last exchange; connections stay
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(limit.count())));
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers->get());
    if (!ca.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, ca.c_str());
    if (method == "HEAD") {
        curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    } else if (method == "PUT") {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
    }
    if (method != "HEAD") curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    const CURLcode code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return code;
}

std::string CurlExchange::answer_header(std::string_view name) const {
    const auto found =
        std::ranges::find(answer_headers, name, &std::pair<std::string, std::string>::first);
    return found == answer_headers.end() ? std::string() : found->second;
}

}  // namespace yinxin::storage
