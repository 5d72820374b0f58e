// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/signed_requests.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/personal_key.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/service/passkeys.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
namespace sql = storage::sql;
using domain::EventKind;
using domain::StaffId;
using storage::StaffKeyOwner;
using storage::Transaction;

constexpr std::size_t longest_jws = 32 * 1024;
constexpr std::size_t shortest_number = 16;
constexpr std::size_t longest_number = 64;
constexpr Allowance requests_per_address{120, std::chrono::minutes(1)};

/// The reason goes to the caller, the detail into the log.
Error refused(const char* reason, std::string detail = {}) {
    return Error(ErrorCode::office_request_refused, std::move(detail)).with("reason", reason);
}

Result<json::object> parse_object(std::string_view part) {
    const auto bytes = parse_base64url(part);
    if (!bytes) return refused("format", "base64url");
    boost::system::error_code failure;
    json::parse_options options;
    options.max_depth = 8;
    json::value value = json::parse(as_text(*bytes), failure, {}, options);
    if (failure || !value.is_object()) return refused("format", "no JSON object");
    return std::move(value.as_object());
}

/// "": not there, or no text.
std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr || !found->is_string()) return {};
    return {found->as_string().data(), found->as_string().size()};
}

Result<void> only_members(const json::object& object, std::initializer_list<std::string_view> all) {
    for (const auto& member : object) {
        const std::string_view name(member.key());
        if (std::ranges::find(all, name) == all.end()) return refused("format", "unknown member");
    }
    return ok();
}

/// A JWS taken apart; nothing is trusted yet.
struct Received {
    std::string algorithm;
    std::string key_id;
    std::string signed_text;  ///< header and payload as they were signed
    Bytes signature;
    json::object claims;
};

Result<Received> take_apart(std::string_view jws) {
    const auto parts = split(jws, '.');
    if (jws.size() > longest_jws || parts.size() != 3) return refused("format", "no compact JWS");
    YX_TRY(const json::object header, parse_object(parts[0]));
    YX_CHECK(only_members(header, {"alg", "kid", "typ"}));
    if (text_of(header, "typ") != request_type) return refused("format", "typ");
    Received received;
    received.algorithm = text_of(header, "alg");
    received.key_id = text_of(header, "kid");
    received.signed_text = std::string(parts[0]) + '.' + std::string(parts[1]);
    auto signature = parse_base64url(parts[2]);
    if (!signature) return refused("format", "base64url");
    received.signature = *std::move(signature);
    YX_TRY(received.claims, parse_object(parts[1]));
    YX_CHECK(only_members(
        received.claims,
        {"aud", "sub", "iat", "jti", "verb", "apply", "params", "body_sha256", "file_name"}));
    return received;
}

/// Unknown keys and wrong signatures are told apart by nobody but the owner of the key.
Result<StaffKeyOwner> check_signature(Transaction& transaction,
                                      const Received& received,
                                      Instant now) {
    YX_TRY(auto owner, storage::find_key_owner(transaction, received.key_id, now));
    if (!owner) return refused("signature", "unknown key");
    YX_TRY(const crypto::PersonalKey key, crypto::PersonalKey::parse(owner->public_key));
    // The key decides on the algorithm, whatever the header says.
    if (received.algorithm != name_of(key.algorithm())) return refused("signature", "algorithm");
    if (!key.verify_jose(as_bytes(received.signed_text), received.signature)) {
        return refused("signature", "wrong");
    }
    return *std::move(owner);
}

Result<Instant> check_time(const json::object& claims, Instant now) {
    const json::value* found = claims.if_contains("iat");
    if (found == nullptr || !found->is_int64()) return refused("format", "iat");
    // Compared as numbers: what somebody writes here may be no time at all.
    const std::int64_t made = found->as_int64();
    const std::int64_t oldest = epoch_of(now - request_lasts);
    const std::int64_t newest = epoch_of(now + request_ahead);
    if (made <= oldest || made > newest) return refused("time");
    return instant_of(made);
}

Result<void> use_number(Transaction& transaction, const Received& received, Instant made_at) {
    const std::string_view number = text_of(received.claims, "jti");
    if (number.size() < shortest_number || number.size() > longest_number) {
        return refused("format", "jti");
    }
    const std::string value = "request:" + received.key_id + ":" + std::string(number);
    YX_TRY(
        const bool is_new,
        storage::use_once(transaction, crypto::sha256(as_bytes(value)), made_at + request_lasts));
    if (!is_new) return refused("used");
    return ok();
}

Result<void> check_body(const json::object& claims, const Bytes& body) {
    const std::string_view wanted = text_of(claims, "body_sha256");
    if (wanted.empty() && body.empty()) return ok();
    if (wanted != to_hex(crypto::sha256(body))) return refused("body");
    return ok();
}

Result<std::map<std::string, std::string>> parameters_of(const json::object& claims) {
    std::map<std::string, std::string> parameters;
    const json::value* found = claims.if_contains("params");
    if (found == nullptr) return parameters;
    if (!found->is_object()) return refused("format", "params");
    for (const auto& member : found->as_object()) {
        if (!member.value().is_string()) return refused("format", "a parameter is no text");
        const json::string& text = member.value().as_string();
        parameters.emplace(std::string_view(member.key()), std::string_view(text));
    }
    return parameters;
}

Result<Mode> mode_of(const json::object& claims) {
    const json::value* found = claims.if_contains("apply");
    if (found == nullptr) return Mode::rehearse;
    if (!found->is_bool()) return refused("format", "apply");
    return found->as_bool() ? Mode::apply : Mode::rehearse;
}

struct Arrival {
    std::string jws;
    Bytes body;
    Origin origin;
    Instant now{};
};

Result<SignedRequest> admit(Transaction& transaction,
                            const Services& services,
                            const Arrival& arrival,
                            StaffId& known) {
    const Instant now = arrival.now;
    YX_TRY(const Received received, take_apart(arrival.jws));
    YX_TRY(const StaffKeyOwner owner, check_signature(transaction, received, now));
    known = owner.staff;
    const json::object& claims = received.claims;
    if (text_of(claims, "aud") != services.settings.public_url) return refused("address");
    if (text_of(claims, "sub") != owner.login_name) return refused("person");
    YX_TRY(const Instant made_at, check_time(claims, now));
    YX_CHECK(check_body(claims, arrival.body));
    YX_CHECK(use_number(transaction, received, made_at));
    SignedRequest request;
    request.verb = text_of(claims, "verb");
    request.file_name = text_of(claims, "file_name");
    YX_TRY(request.mode, mode_of(claims));
    YX_TRY(request.parameters, parameters_of(claims));
    storage::StaffRow named;
    named.id = owner.staff;
    named.name_sealed = owner.name_sealed;
    request.actor.id = owner.staff;
    request.actor.issuer_id = owner.issuer_id;
    request.actor.address = arrival.origin.address;
    YX_TRY(request.actor.name, storage::open_staff_name(services.keys, named));
    YX_TRY(request.actor.roles, storage::list_roles(transaction, owner.staff));
    YX_CHECK(transaction.execute(sql::staff_key::use, received.key_id, now));
    YX_CHECK(audit_staff(transaction,
                         EventKind::staff_login_succeeded,
                         request.actor,
                         "staff:" + owner.staff.str(),
                         now,
                         {{"factor", "key"}}));
    return request;
}

/// The request, or the refusal; both are kept.
struct Admission {
    std::optional<SignedRequest> request;
    std::optional<Error> refusal;
};

Result<Admission> admit_or_refuse(Transaction& transaction,
                                  const Services& services,
                                  const Arrival& arrival) {
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "staff-request/address",
                            counted_address(arrival.origin.address),
                            requests_per_address,
                            arrival.now));
    Admission admission;
    StaffId known;
    auto admitted = admit(transaction, services, arrival, known);
    if (admitted) {
        admission.request = *std::move(admitted);
        return admission;
    }
    if (admitted.error().code() != ErrorCode::office_request_refused) {
        return std::move(admitted).error();
    }
    admission.refusal = std::move(admitted).error();
    const std::string reason = admission.refusal->params().at("reason");
    YX_CHECK(
        audit_staff(transaction,
                    EventKind::staff_login_failed,
                    known,
                    known.is_set() ? "staff:" + known.str() : std::string(),
                    arrival.now,
                    {{"reason", "signed_request." + reason}, {"from", arrival.origin.address}}));
    return admission;
}

Error bad_field(ErrorCode code, const char* field) {
    return Error(code, field).with("field", field);
}

}  // namespace

Task<Result<SignedRequest>> open_signed_request(Services& services,
                                                std::string jws,
                                                Bytes body,
                                                Origin origin) {
    Arrival arrival{std::move(jws), std::move(body), std::move(origin), services.clock.now()};
    auto run = [&services, &arrival](Transaction& transaction) {
        return admit_or_refuse(transaction, services, arrival);
    };
    auto admission = co_await services.store.write(run);
    if (!admission) co_return std::move(admission).error();
    if (admission->refusal) {
        log::info("office_request.refused", {{"why", admission->refusal->detail()}});
        co_return *admission->refusal;
    }
    admission->request->body = std::move(arrival.body);
    co_return *std::move(admission->request);
}

Task<Result<void>> add_staff_key(Services& services, domain::StaffActor actor, NewStaffKey key) {
    const Instant now = services.clock.now();
    auto label = domain::parse_typed_line(key.label, longest_key_label, ErrorCode::invalid_input);
    if (!label || label->empty()) co_return bad_field(ErrorCode::invalid_input, "label");
    const auto parsed = crypto::PersonalKey::parse_pem(trim(key.pem));
    if (!parsed || parsed->algorithm() == crypto::PersonalAlgorithm::rs256) {
        co_return bad_field(ErrorCode::invalid_input, "pem");
    }
    const storage::StaffKeyRow row{
        parsed->id(), parsed->spki(), *std::move(label), now, now + staff_key_lasts, std::nullopt};
    auto run = [actor, row, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const auto known, storage::list_staff_keys(transaction, actor.id));
        if (known.size() >= most_staff_keys) return bad_field(ErrorCode::conflict, "form");
        auto inserted = storage::insert_staff_key(transaction, actor.id, row);
        if (!inserted && inserted.error().code() == ErrorCode::conflict) {
            return bad_field(ErrorCode::conflict, "pem");
        }
        YX_CHECK(inserted);
        return audit_factor(
            transaction, actor, {{"factor", "key_added"}, {"key", row.key_id}}, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> remove_staff_key(Services& services,
                                    domain::StaffActor actor,
                                    std::string key_id) {
    const Instant now = services.clock.now();
    auto run = [actor, key_id, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const std::int64_t gone,
               transaction.execute(sql::staff_key::remove, key_id, actor.id));
        if (gone == 0) return Error(ErrorCode::not_found, "key");
        return audit_factor(transaction, actor, {{"factor", "key_removed"}, {"key", key_id}}, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<std::vector<storage::StaffKeyRow>>> list_own_staff_keys(Services& services,
                                                                    domain::StaffActor actor) {
    auto read = [actor](storage::Reader& reader) {
        return storage::list_staff_keys(reader, actor.id);
    };
    co_return co_await services.store.read(read);
}

Result<std::int64_t> forget_used_once(Transaction& transaction, Instant now) {
    return transaction.execute(sql::staff_factor::forget_used, now);
}

}  // namespace yinxin::service
