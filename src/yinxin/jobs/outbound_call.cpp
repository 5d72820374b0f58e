// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/outbound_call.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/networks.hpp"
#include "yinxin/base/text.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace yinxin::jobs {
namespace {

constexpr int poll_ms = 1000;

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, FreeWith<curl_multi_cleanup>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

bool has_started() {
    // Once per process, before the first thread asks; never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    return started == CURLE_OK;
}

Easy open_easy() {
    return Easy(has_started() ? curl_easy_init() : nullptr);
}

/// One call under way. Curl holds its address.
struct Exchange {
    explicit Exchange(const OutboundCall& made) : call(made) {}

    const OutboundCall& call;
    Headers headers;
    OutboundAnswer answer;
    bool is_address_refused = false;
    bool is_too_large = false;
    CURLcode code = CURLE_FAILED_INIT;
};

std::optional<AddressBytes> bytes_of(const sockaddr& address) {
    AddressBytes bytes{};
    if (address.sa_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
        std::copy_n(v6.sin6_addr.s6_addr, bytes.size(), bytes.begin());
    } else if (address.sa_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        bytes[10] = bytes[11] = 0xFF;
        std::copy_n(reinterpret_cast<const std::uint8_t*>(&v4.sin_addr), 4, bytes.begin() + 12);
    } else {
        return std::nullopt;
    }
    return bytes;
}

bool may_connect(const sockaddr& address, Reach reach) {
    if (reach == Reach::anybody) return true;
    const auto bytes = bytes_of(address);
    if (!bytes) return false;
    const bool is_here = is_loopback_address(*bytes);
    switch (reach) {
        case Reach::internet:
            return is_public_address(*bytes);
        case Reach::internet_and_this_machine:
            return is_here || is_public_address(*bytes);
        case Reach::this_machine:
            return is_here;
        case Reach::anybody:
            break;
    }
    return false;
}

/// Called with the address a name led to, before anything is connected.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) noexcept {
    auto& exchange = *static_cast<Exchange*>(user);
    // Of several addresses a later one may do.
    exchange.is_address_refused = !may_connect(address->addr, exchange.call.reach);
    if (exchange.is_address_refused) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& exchange = *static_cast<Exchange*>(user);
    std::string& body = exchange.answer.body;
    const std::size_t length = size * count;
    const std::size_t room = exchange.call.largest_answer - body.size();
    if (length > room && exchange.call.overlong == Overlong::fails) {
        exchange.is_too_large = true;
        return 0;
    }
    try {
        body.append(data, std::min(length, room));
    } catch (...) {
        return 0;
    }
    return length;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& exchange = *static_cast<Exchange*>(user);
    const std::string_view line(data, size * count);
    try {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos &&
            to_lower_ascii(line.substr(0, colon)) == exchange.call.kept_header) {
            exchange.answer.header = trim(line.substr(colon + 1));
        }
    } catch (...) {
        return 0;
    }
    return size * count;
}

int give_up_when_stopping(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    const auto& is_stopping = *static_cast<const std::function<bool()>*>(stopping);
    return is_stopping() ? 1 : 0;
}

const char* names_of(Protocols protocols) {
    switch (protocols) {
        case Protocols::https:
            return "https";
        case Protocols::http:
            return "http";
        case Protocols::http_and_https:
            return "http,https";
    }
    return "https";
}

void add_header(Exchange& exchange, const std::string& line) {
    exchange.headers.reset(curl_slist_append(exchange.headers.release(), line.c_str()));
}

void set_up_body(CURL* easy, std::string_view body) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    // Without a pointer curl would read from standard input.
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.empty() ? "" : body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
}

void set_up(CURL* easy, Exchange& exchange) {
    const OutboundCall& call = exchange.call;
    for (const std::string& line : call.headers)
        add_header(exchange, line);
    // Else curl waits for "100 Continue" where bodies are long.
    add_header(exchange, "Expect:");
    const long limit = std::max(1L, static_cast<long>(call.deadline.count()));  // 0: for ever
    curl_easy_setopt(easy, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, names_of(call.protocols));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange.headers.get());
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &exchange);
    if (!call.ca.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, call.ca.c_str());
    if (call.body) set_up_body(easy, *call.body);
    if (!call.kept_header.empty()) {
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
    }
    if (call.is_stopping) {
        // Only read by the function above.
        curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &call.is_stopping);
        curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &give_up_when_stopping);
        curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    }
}

OutboundFailure failure_of(const Exchange& exchange) {
    // Whatever another address of the name was refused for: this answer came over one that may.
    if (exchange.code == CURLE_OK) return OutboundFailure::none;
    if (exchange.is_too_large) return OutboundFailure::too_large;
    if (exchange.is_address_refused) return OutboundFailure::address;
    switch (exchange.code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            return OutboundFailure::connect;
        case CURLE_OPERATION_TIMEDOUT:
            return OutboundFailure::timeout;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
            return OutboundFailure::tls;
        default:
            return OutboundFailure::broken;
    }
}

/// @param easy  nullptr: there was no HTTP client.
OutboundAnswer answer_of(CURL* easy, Exchange& exchange) {
    OutboundAnswer answer = std::move(exchange.answer);
    answer.failure = failure_of(exchange);
    answer.detail = curl_easy_strerror(exchange.code);
    if (easy == nullptr) return answer;
    long status = 0;
    curl_off_t took = 0;  // microseconds
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &took);
    if (answer.is_answered()) answer.status = static_cast<int>(status);
    answer.took = std::chrono::microseconds(took);
    return answer;
}

OutboundAnswer perform(CURL* easy, const OutboundCall& call) {
    Exchange exchange(call);
    if (easy != nullptr) {
        set_up(easy, exchange);
        exchange.code = curl_easy_perform(easy);
    }
    return answer_of(easy, exchange);
}

void run_all(CURLM* multi) {
    int running = 1;
    while (running > 0) {
        if (curl_multi_perform(multi, &running) != CURLM_OK) return;
        if (running > 0) curl_multi_poll(multi, nullptr, 0, poll_ms, nullptr);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            Exchange* exchange = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
            exchange->code = message->data.result;
        }
    }
}

}  // namespace

std::string_view word_of(OutboundFailure failure) noexcept {
    switch (failure) {
        case OutboundFailure::none:
            return "";
        case OutboundFailure::address:
            return "address";
        case OutboundFailure::connect:
            return "connect";
        case OutboundFailure::tls:
            return "tls";
        case OutboundFailure::timeout:
            return "timeout";
        case OutboundFailure::too_large:
            return "too_large";
        case OutboundFailure::broken:
            break;
    }
    return "broken";
}

Error OutboundAnswer::error() const {
    if (failure == OutboundFailure::too_large) {
        return Error(ErrorCode::too_large, "the answer is too long");
    }
    if (failure == OutboundFailure::timeout) {
        return Error(ErrorCode::timed_out, "no answer within the deadline");
    }
    return Error(ErrorCode::unavailable, detail);
}

OutboundAnswer make_call(const OutboundCall& call) {
    const Easy easy = open_easy();
    return perform(easy.get(), call);
}

std::vector<OutboundAnswer> make_calls(std::span<const OutboundCall> calls, long most_connections) {
    const Multi multi(has_started() ? curl_multi_init() : nullptr);
    struct Underway {
        std::unique_ptr<Exchange> exchange;
        Easy easy;
    };
    std::vector<Underway> underway;
    for (const OutboundCall& call : calls) {
        Underway& one = underway.emplace_back(std::make_unique<Exchange>(call), nullptr);
        if (multi) one.easy = open_easy();
        if (!one.easy) continue;
        set_up(one.easy.get(), *one.exchange);
        curl_multi_add_handle(multi.get(), one.easy.get());
    }
    if (multi) {
        curl_multi_setopt(multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, most_connections);
        run_all(multi.get());
    }
    std::vector<OutboundAnswer> answers;
    for (const Underway& one : underway) {
        answers.push_back(answer_of(one.easy.get(), *one.exchange));
        if (one.easy) curl_multi_remove_handle(multi.get(), one.easy.get());
    }
    return answers;
}

struct OutboundLine::State {
    std::mutex mutex;
    std::vector<Easy> idle;
};

OutboundLine::OutboundLine() : state_(std::make_unique<State>()) {}

OutboundLine::~OutboundLine() = default;

OutboundAnswer OutboundLine::make_call(const OutboundCall& call) {
    Easy easy;
    {
        const std::scoped_lock lock(state_->mutex);
        if (!state_->idle.empty()) {
            easy = std::move(state_->idle.back());
            state_->idle.pop_back();
        }
    }
    if (!easy) easy = open_easy();
    OutboundAnswer answer = perform(easy.get(), call);
    if (easy) {
        curl_easy_reset(easy.get());  // what it was set up with ends here; its connections stay
        const std::scoped_lock lock(state_->mutex);
        state_->idle.push_back(std::move(easy));
    }
    return answer;
}

}  // namespace yinxin::jobs
