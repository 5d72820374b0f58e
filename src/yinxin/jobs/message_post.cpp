// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/message_post.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/gateway_signature.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/jobs/outbound_call.hpp"
#include "yinxin/observe/external.hpp"

#include <algorithm>
#include <cstring>

namespace yinxin::jobs {
namespace {

constexpr long most_connections = 32;
constexpr std::size_t largest_answer = 4096;  ///< only a reason is looked for in it
constexpr std::size_t nonce_bytes = 16;

constexpr int request_timeout = 408;
constexpr int too_many_requests = 429;

std::vector<std::string> signed_headers(const config::MessageGateway& gateway,
                                        const Secret& key,
                                        std::string_view body,
                                        Instant now) {
    const std::string time = std::to_string(epoch_of(now));
    Bytes random(nonce_bytes);
    crypto::fill_random(random);
    const std::string nonce = to_hex(random);
    return {
        "Content-Type: application/json; charset=utf-8",
        "User-Agent: Yinxin-Messages/1",
        "Yinxin-Gateway: " + gateway.name,
        "Yinxin-Timestamp: " + time,
        "Yinxin-Nonce: " + nonce,
        "Yinxin-Signature: v1=" + crypto::gateway_signature(key.expose_bytes(), time, nonce, body)};
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

MessageAnswer fate_of(const OutboundAnswer& answer) {
    if (!answer.is_answered()) {
        return {MessageFate::later, std::string(word_of(answer.failure))};
    }
    if (answer.status >= 200 && answer.status < 300) return {MessageFate::taken, {}};
    const std::string word = "status_" + std::to_string(answer.status);
    const bool is_client_error = answer.status >= 400 && answer.status < 500;
    if (!is_client_error || answer.status == request_timeout ||
        answer.status == too_many_requests) {
        return {MessageFate::later, word};
    }
    const std::string told = reason_in(answer.body);
    return {MessageFate::refused, told.empty() ? word : told};
}

void note_call(const OutboundAnswer& answer, MessageFate fate) {
    // Many at once, so each is measured by itself and not by this thread.
    const auto& series = observe::external(observe::External::messages);
    series.seconds.note(answer.took);
    if (fate == MessageFate::later) series.errors.add();
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
    std::vector<std::string> bodies;
    for (const MessagePost& post : posts)
        bodies.push_back(message_body(gateway, *gateway.find(post.name), post));
    std::vector<OutboundCall> calls;
    for (const std::string& body : bodies) {
        calls.push_back({.url = gateway.url,
                         .headers = signed_headers(gateway, key, body, now),
                         .body = body,
                         .deadline = gateway.deadline,
                         .largest_answer = largest_answer,
                         .overlong = Overlong::is_cut_off,
                         .protocols = Protocols::http_and_https,
                         .reach = Reach::anybody});
    }
    std::vector<MessageAnswer> answers;
    for (const OutboundAnswer& came : make_calls(calls, most_connections)) {
        answers.push_back(fate_of(came));
        note_call(came, answers.back().fate);
    }
    // They hold codes and numbers.
    for (std::string& body : bodies)
        explicit_bzero(body.data(), body.size());
    return answers;
}

}  // namespace yinxin::jobs
