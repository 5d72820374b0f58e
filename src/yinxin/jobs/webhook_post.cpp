// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/webhook_post.hpp"

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

constexpr long most_connections = 64;
constexpr int poll_ms = 1000;

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, FreeWith<curl_multi_cleanup>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

/// One post under way. Curl holds its address.
struct Transfer {
    Easy easy;
    Headers headers;
    domain::WebhookReach reach = domain::WebhookReach::internet;
    bool is_address_refused = false;
    CURLcode code = CURLE_OK;
};

bool may_connect(const sockaddr& address, domain::WebhookReach reach) {
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
    if (is_public_address(bytes)) return true;
    return reach == domain::WebhookReach::demonstration && is_loopback_address(bytes);
}

/// Called with the address a name led to, before anything is connected.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) noexcept {
    auto& transfer = *static_cast<Transfer*>(user);
    if (!may_connect(address->addr, transfer.reach)) {
        transfer.is_address_refused = true;
        return CURL_SOCKET_BAD;
    }
    transfer.is_address_refused = false;  // of several addresses this one may do
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// What a receiver says besides its status is nobody's business.
std::size_t drop(char*, std::size_t size, std::size_t count, void*) noexcept {
    return size * count;
}

void set_up(Transfer& transfer, const WebhookPost& post, std::chrono::milliseconds deadline) {
    CURL* easy = transfer.easy.get();
    for (const auto& [name, value] : post.headers) {
        transfer.headers.reset(
            curl_slist_append(transfer.headers.release(), (name + ": " + value).c_str()));
    }
    // Else curl waits for "100 Continue" where bodies are long.
    transfer.headers.reset(curl_slist_append(transfer.headers.release(), "Expect:"));
    const bool is_demo = transfer.reach == domain::WebhookReach::demonstration;
    const auto limit = static_cast<long>(deadline.count());
    curl_easy_setopt(easy, CURLOPT_URL, post.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, is_demo ? "https,http" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers.get());
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(post.body.size()));
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
}

void run_all(CURLM* multi) {
    int running = 1;
    while (running > 0) {
        if (curl_multi_perform(multi, &running) != CURLM_OK) return;
        if (running > 0) curl_multi_poll(multi, nullptr, 0, poll_ms, nullptr);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            Transfer* transfer = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            transfer->code = message->data.result;
        }
    }
}

std::string failure_of(const Transfer& transfer) {
    if (transfer.is_address_refused) return "address";
    switch (transfer.code) {
        case CURLE_OK:
            return "";
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            return "connect";
        case CURLE_OPERATION_TIMEDOUT:
            return "timeout";
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
            return "tls";
        default:
            return "broken";
    }
}

WebhookOutcome outcome_of(const Transfer& transfer) {
    long status = 0;
    curl_off_t took = 0;  // microseconds
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_TOTAL_TIME_T, &took);
    WebhookOutcome outcome;
    outcome.failure = failure_of(transfer);
    outcome.status = outcome.failure.empty() ? static_cast<int>(status) : 0;
    outcome.took = std::chrono::milliseconds(took / 1000);
    return outcome;
}

}  // namespace

std::vector<WebhookOutcome> post_webhooks(const std::vector<WebhookPost>& posts,
                                          domain::WebhookReach reach,
                                          std::chrono::milliseconds deadline) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    const Multi multi(started == CURLE_OK ? curl_multi_init() : nullptr);
    std::vector<WebhookOutcome> outcomes(posts.size(), WebhookOutcome{0, "broken", {}});
    if (!multi) return outcomes;
    curl_multi_setopt(multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, most_connections);
    std::vector<std::unique_ptr<Transfer>> transfers;
    for (const WebhookPost& post : posts) {
        auto transfer = std::make_unique<Transfer>();
        transfer->easy.reset(curl_easy_init());
        transfer->reach = reach;
        set_up(*transfer, post, deadline);
        curl_multi_add_handle(multi.get(), transfer->easy.get());
        transfers.push_back(std::move(transfer));
    }
    run_all(multi.get());
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        outcomes[i] = outcome_of(*transfers[i]);
        // Many at once, so each is measured by curl and not by this thread.
        const auto& series = observe::external(observe::External::webhook);
        series.seconds.note(outcomes[i].took);
        if (!outcomes[i].failure.empty()) series.errors.add();
        curl_multi_remove_handle(multi.get(), transfers[i]->easy.get());
    }
    return outcomes;
}

}  // namespace yinxin::jobs
