// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/provider_fetch.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/networks.hpp"
#include "yinxin/observe/external.hpp"

#include <algorithm>
#include <memory>

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace yinxin::jobs {
namespace {

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

constexpr std::size_t largest_answer = std::size_t{256} * 1024;
constexpr int first_fault = 500;

struct Arriving {
    std::string body;
    bool is_too_large = false;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    auto& arriving = *static_cast<Arriving*>(sink);
    const std::size_t length = size * count;
    arriving.is_too_large = arriving.body.size() + length > largest_answer;
    if (arriving.is_too_large) return 0;
    try {
        arriving.body.append(data, length);
    } catch (...) {
        return 0;
    }
    return length;
}

bool is_this_machine(const sockaddr& address) {
    AddressBytes bytes{};
    if (address.sa_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
        std::copy_n(v6.sin6_addr.s6_addr, bytes.size(), bytes.begin());
    } else if (address.sa_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        bytes[10] = bytes[11] = 0xFF;
        std::copy_n(reinterpret_cast<const std::uint8_t*>(&v4.sin_addr), 4, bytes.begin() + 12);
    } else {
        return false;
    }
    return is_loopback_address(bytes);
}

/// "localhost" may lead anywhere; what travels unprotected stays on this machine.
curl_socket_t open_loopback(void*, curlsocktype, curl_sockaddr* address) noexcept {
    if (!is_this_machine(address->addr)) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void set_up(CURL* easy, const ProviderCall& call, const Headers& headers, Arriving& arriving) {
    const auto deadline = static_cast<long>(call.deadline.count());
    const bool is_plain = call.is_loopback_allowed && call.url.starts_with("http://");
    curl_easy_setopt(easy, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, is_plain ? "http" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, deadline);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, deadline);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &arriving);
    if (!call.ca.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, call.ca.c_str());
    if (is_plain) curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_loopback);
    if (!call.form.empty()) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call.form.data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.form.size()));
    }
}

Headers headers_of(const ProviderCall& call) {
    Headers headers(curl_slist_append(nullptr, "Accept: application/json"));
    const auto add = [&headers](const std::string& line) {
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    };
    add("Expect:");
    if (!call.authorization.empty()) add("Authorization: " + call.authorization);
    return headers;
}

}  // namespace

Result<ProviderReply> call_provider(const ProviderCall& call) {
    // Once per process, before the first thread asks; never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    const Easy easy(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (!easy) return Error(ErrorCode::unavailable, "no HTTP client");
    const Headers headers = headers_of(call);
    Arriving arriving;
    set_up(easy.get(), call, headers, arriving);
    observe::ExternalCall measured(observe::External::provider);
    const CURLcode outcome = curl_easy_perform(easy.get());
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    measured.end(outcome == CURLE_OK && status < first_fault);
    if (arriving.is_too_large) return Error(ErrorCode::too_large, "the answer is too long");
    if (outcome == CURLE_OPERATION_TIMEDOUT) {
        return Error(ErrorCode::timed_out, "no answer within the deadline");
    }
    if (outcome != CURLE_OK) return Error(ErrorCode::unavailable, curl_easy_strerror(outcome));
    return ProviderReply{static_cast<int>(status), std::move(arriving.body)};
}

}  // namespace yinxin::jobs
