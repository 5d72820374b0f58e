// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_service.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/crypto/gateway_signature.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/flow/deadline.hpp"
#include "yinxin/observe/external.hpp"
#include "yinxin/service/strict_json.hpp"

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using storage::StatedPerson;

constexpr int http_ok = 200;
constexpr std::size_t nonce_bytes = 16;
constexpr int failures_that_pause = 3;
constexpr std::chrono::seconds pause_after_failures{30};

std::string fresh_nonce() {
    Bytes random(nonce_bytes);
    crypto::fill_random(random);
    return to_hex(random);
}

/// Neither content nor ticket reaches the log.
Error refused(std::string_view rule) {
    log::warning("identity_service.refused", {{"rule", std::string(rule)}});
    return Error(ErrorCode::unavailable, "identity service: " + std::string(rule));
}

/// The person an answer names; none: the service does not know.
Result<std::optional<StatedPerson>> person_in(const json::object& answer) {
    const json::value* person = answer.if_contains("person");
    if (person == nullptr) return refused("no person");
    if (person->is_null()) return std::optional<StatedPerson>();
    if (!person->is_object()) return refused("person");
    const json::object& fields = person->as_object();
    const auto type =
        domain::parse_key<domain::IdDocumentType>(text_under(fields, "document_type"));
    if (!type) return refused("document_type");
    auto name = domain::parse_person_name(text_under(fields, "name"));
    auto document = domain::parse_id_number(*type, text_under(fields, "document_number"));
    if (!name || !document) return refused("name or document_number");
    return std::optional(StatedPerson{*std::move(name), *std::move(document)});
}

}  // namespace

std::string identity_answer_signature(const Secret& key,
                                      const IdentityQuestion& question,
                                      std::string_view body) {
    return "v1=" + crypto::gateway_signature(
                       key.expose_bytes(), question.time, question.nonce + ".answer", body);
}

IdentityService::IdentityService(const config::IdentityService& settings,
                                 Secret key,
                                 const Clock& clock,
                                 flow::Pool& pool,
                                 IdentityWire wire)
    : settings_(settings),
      key_(std::move(key)),
      clock_(clock),
      pool_(pool),
      wire_(std::move(wire)) {}

void IdentityService::note(bool is_good, Instant now) {
    const std::lock_guard lock(mutex_);
    failures_ = is_good ? 0 : failures_ + 1;
    const bool is_paused = failures_ >= failures_that_pause;
    if (is_paused && !paused_until_) {
        log::warning("identity_service.paused", {{"seconds", pause_after_failures.count()}});
    }
    paused_until_ = is_paused ? std::optional(now + pause_after_failures) : std::nullopt;
    observe::external(observe::External::identity).paused.set(is_paused ? 1 : 0);
}

Task<Result<std::string>> IdentityService::ask(std::string body) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        if (paused_until_ && now < *paused_until_) {
            co_return Error(ErrorCode::unavailable, "identity service is left alone");
        }
    }
    IdentityQuestion question;
    question.url = settings_.url;
    question.body = std::move(body);
    question.time = std::to_string(epoch_of(now));
    question.nonce = fresh_nonce();
    question.signature =
        "v1=" + crypto::gateway_signature(
                    key_.expose_bytes(), question.time, question.nonce, question.body);
    question.deadline = settings_.deadline;
    // By value: whoever waits may be gone before the answer is there.
    auto work = [wire = wire_, question] { return wire(question); };
    auto answer = co_await flow::with_deadline(flow::on_pool(pool_, std::move(work)),
                                               settings_.deadline + std::chrono::seconds(1));
    if (!answer) {
        note(false, now);
        log::warning("identity_service.away", {{"error", dotted_name(answer.error().code())}});
        const bool is_late = answer.error().code() == ErrorCode::timed_out;
        co_return Error(is_late ? ErrorCode::timed_out : ErrorCode::unavailable,
                        "identity service");
    }
    const std::string expected = identity_answer_signature(key_, question, answer->body);
    const bool is_signed = equal_constant_time(as_bytes(expected), as_bytes(answer->signature));
    note(is_signed && answer->status == http_ok, now);
    if (answer->status != http_ok) {
        co_return refused("status " + std::to_string(answer->status));
    }
    if (!is_signed) co_return refused("signature");
    co_return std::move(answer->body);
}

Task<Result<std::optional<std::string>>> IdentityService::begin(StatedPerson person,
                                                                std::string back) {
    const json::object question{{"ask", "begin"},
                                {"name", person.name.value},
                                {"document_type", domain::key(person.document.type)},
                                {"document_number", person.document.number},
                                {"back", back}};
    YX_CO_TRY(const std::string body, co_await ask(json::serialize(question)));
    const auto answer = parse_strict_object(body);
    if (!answer) co_return refused("no strict JSON");
    const json::value* known = answer->if_contains("known");
    if (known == nullptr || !known->is_bool()) co_return refused("known");
    if (!known->as_bool()) co_return std::optional<std::string>();
    std::string address = text_under(*answer, "go");
    // Whoever holds the key, too, sends people nowhere else.
    if (!settings_.may_lead_to(address)) co_return refused("go");
    co_return std::optional(std::move(address));
}

Task<Result<std::optional<StatedPerson>>> IdentityService::identify(std::string ticket) {
    const json::object question{{"ask", "who"}, {"ticket", ticket}};
    YX_CO_TRY(const std::string body, co_await ask(json::serialize(question)));
    const auto answer = parse_strict_object(body);
    if (!answer) co_return refused("no strict JSON");
    co_return person_in(*answer);
}

}  // namespace yinxin::service
