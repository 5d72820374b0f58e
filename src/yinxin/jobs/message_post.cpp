// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/message_post.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/crypto/gateway_signature.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/observe/external.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include <curl/curl.h>

namespace yinxin::jobs {
namespace {

constexpr long most_connections = 32;
constexpr int poll_ms = 1000;
constexpr std::size_t largest_answer = 4096;
constexpr std::size_t nonce_bytes = 16;

constexpr long request_timeout = 408;
constexpr long too_many_requests = 429;

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, FreeWith<curl_multi_cleanup>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

/// One post under way. Curl holds its address.
struct Transfer {
    Easy easy;
    Headers headers;
    std::string body;
    std::string answer;
    CURLcode code = CURLE_FAILED_INIT;
};

std::size_t keep(char* data, std::size_t size, std::size_t count, void* user) noexcept {
    auto& answer = *static_cast<std::string*>(user);
    const std::size_t length = size * count;
    // Only a reason is looked for in it: what is longer is no failure of the gateway's.
    try {
        answer.append(data, std::min(length, largest_answer - answer.size()));
    } catch (...) {
        return 0;
    }
    return length;
}

void add_header(Transfer& transfer, const std::string& line) {
    transfer.headers.reset(curl_slist_append(transfer.headers.release(), line.c_str()));
}

void sign(Transfer& transfer,
          const config::MessageGateway& gateway,
          const Secret& key,
          Instant now) {
    const std::string time = std::to_string(epoch_of(now));
    Bytes random(nonce_bytes);
    crypto::fill_random(random);
    const std::string nonce = to_hex(random);
    add_header(transfer, "Content-Type: application/json; charset=utf-8");
    add_header(transfer, "User-Agent: Yinxin-Messages/1");
    add_header(transfer, "Yinxin-Gateway: " + gateway.name);
    add_header(transfer, "Yinxin-Timestamp: " + time);
    add_header(transfer, "Yinxin-Nonce: " + nonce);
    add_header(transfer,
               "Yinxin-Signature: v1=" +
                   crypto::gateway_signature(key.expose_bytes(), time, nonce, transfer.body));
    // Else curl waits for "100 Continue" where bodies are long.
    add_header(transfer, "Expect:");
}

void set_up(Transfer& transfer, const config::MessageGateway& gateway) {
    CURL* easy = transfer.easy.get();
    const auto limit = static_cast<long>(std::chrono::milliseconds(gateway.deadline).count());
    curl_easy_setopt(easy, CURLOPT_URL, gateway.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, limit);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers.get());
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer.body.size()));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer.answer);
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

std::string failure_of(CURLcode code) {
    switch (code) {
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

/// The carrier's own word for a refusal, {"reason":"…"}; anything else it says is nobody's business
/// and might repeat the number.
std::string reason_in(std::string_view answer) {
    static constexpr std::string_view member = "\"reason\":\"";
    std::string squeezed(answer);
    std::erase_if(squeezed, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const std::size_t at = squeezed.find(member);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + member.size();
    const std::size_t end = squeezed.find('"', begin);
    if (end == std::string::npos) return {};
    std::string word = squeezed.substr(begin, end - begin);
    return domain::is_message_reason(word) ? word : std::string();
}

MessageAnswer answer_of(const Transfer& transfer) {
    if (transfer.code != CURLE_OK) return {MessageFate::later, failure_of(transfer.code)};
    long status = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return {MessageFate::taken, {}};
    const std::string word = "status_" + std::to_string(status);
    const bool is_client_error = status >= 400 && status < 500;
    if (!is_client_error || status == request_timeout || status == too_many_requests) {
        return {MessageFate::later, word};
    }
    const std::string told = reason_in(transfer.answer);
    return {MessageFate::refused, told.empty() ? word : told};
}

void note_call(const Transfer& transfer, const MessageAnswer& answer) {
    curl_off_t took = 0;  // microseconds
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_TOTAL_TIME_T, &took);
    // Many at once, so each is measured by curl and not by this thread.
    const auto& series = observe::external(observe::External::messages);
    series.seconds.note(std::chrono::microseconds(took));
    if (answer.fate == MessageFate::later) series.errors.add();
}

}  // namespace

std::string message_body(const config::MessageGateway& gateway,
                         const config::MessageTemplate& registered,
                         const MessagePost& post) {
    const bool is_english = post.language == "en" && !registered.id_en.empty();
    const bool is_mail = gateway.channel == domain::MessageChannel::mail;
    const std::string& subject = is_english ? registered.subject_en : registered.subject;
    std::string body =
        "{\"id\":" + log::json_quote(post.id.str()) +
        ",\"to\":" + log::json_quote(post.content.to.text()) +
        ",\"sign\":" + log::json_quote(gateway.sign_name) +
        ",\"template\":" + log::json_quote(is_english ? registered.id_en : registered.id) +
        (is_mail ? ",\"subject\":" + log::json_quote(subject) : "") + ",\"parameters\":[";
    for (const std::string& name : registered.parameters) {
        const auto value = post.content.parameters.find(name);
        body += (body.ends_with('[') ? "" : ",") +
                log::json_quote(value == post.content.parameters.end() ? "" : value->second);
    }
    return body + "]}";
}

std::vector<MessageAnswer> post_messages(const config::MessageGateway& gateway,
                                         const Secret& key,
                                         const std::vector<MessagePost>& posts,
                                         Instant now) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    std::vector<MessageAnswer> answers(posts.size(), MessageAnswer{MessageFate::later, "broken"});
    const Multi multi(started == CURLE_OK ? curl_multi_init() : nullptr);
    if (!multi) return answers;
    curl_multi_setopt(multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, most_connections);
    std::vector<std::unique_ptr<Transfer>> transfers;
    for (const MessagePost& post : posts) {
        auto transfer = std::make_unique<Transfer>();
        if (const auto* registered = gateway.find(post.name); registered != nullptr) {
            transfer->body = message_body(gateway, *registered, post);
            transfer->easy.reset(curl_easy_init());
            if (!transfer->easy) return answers;
            sign(*transfer, gateway, key, now);
            set_up(*transfer, gateway);
            curl_multi_add_handle(multi.get(), transfer->easy.get());
        }
        transfers.push_back(std::move(transfer));
    }
    run_all(multi.get());
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        Transfer& transfer = *transfers[i];
        if (!transfer.easy) {
            answers[i] = {MessageFate::refused, "no_template"};
            continue;
        }
        answers[i] = answer_of(transfer);
        note_call(transfer, answers[i]);
        curl_multi_remove_handle(multi.get(), transfer.easy.get());
        // It holds a code and a number.
        explicit_bzero(transfer.body.data(), transfer.body.size());
    }
    return answers;
}

}  // namespace yinxin::jobs
