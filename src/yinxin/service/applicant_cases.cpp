// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/applicant_cases.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/proved_mobiles.hpp"
#include "yinxin/service/throttle.hpp"

namespace yinxin::service {
namespace {

using domain::IdentityCaseId;
using storage::IdentityCase;
using storage::Reader;
using storage::Transaction;

constexpr CodeExchange exchange{CodePurpose::office_case, CodePurpose::office_case_open};

/// A request that somebody without an account may still look at; none: not there, an account's own,
/// or settled so long ago that its evidence is gone.
Result<std::optional<IdentityCase>> find_case(Reader& reader,
                                              const Services& services,
                                              IdentityCaseId id,
                                              Instant now) {
    YX_TRY(auto request, storage::find_identity_case(reader, services.keys, id));
    const bool is_open =
        request && !request->account.is_set() &&
        (!request->settled_at || now < *request->settled_at + domain::identity_files_stay);
    if (!is_open) request.reset();
    return request;
}

Result<CodeTicket> open_request(Transaction& transaction,
                                const Services& services,
                                IdentityCaseId id,
                                const Origin& origin,
                                Instant now) {
    YX_CHECK(take_address_allowance(transaction, services.keys, origin, now));
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "identity/reference",
                            id.str(),
                            {case_codes_per_reference, std::chrono::hours(1)},
                            now));
    YX_TRY(const auto found, find_case(transaction, services, id, now));
    NewCodeRequest request;
    request.purpose = exchange.asked;
    request.subject = services.keys.index.of("identity-reference", id.str());
    // Messages that do not go out are counted too, each number for itself.
    request.to = domain::Mobile{"nobody:" + id.str()};
    if (found) {
        YX_TRY(const IdentityApplicant applicant, unpack_applicant(found->applicant));
        request.to = applicant.mobile;
    }
    const auto allowed = take_mobile_allowance(transaction, services.keys, request.to, now);
    if (!allowed && allowed.error().code() != ErrorCode::too_many_requests) return allowed.error();
    request.language = origin.language;
    request.is_genuine = found.has_value();
    request.is_silent = !allowed;
    request.facts = {found ? found->id.str() : "0"};
    return open_code_request(transaction, services, request, now);
}

/// The request a ticket opens. @error account.code_expired
Result<IdentityCase> case_of(Reader& reader,
                             const Services& services,
                             const Secret& ticket,
                             Instant now) {
    YX_TRY(const auto facts, find_grant(reader, services, exchange.granted, ticket, now));
    if (facts.size() != 1) return Error(ErrorCode::malformed, "case facts");
    const IdentityCaseId id{parse_integer(facts[0]).value_or(0)};
    YX_TRY(auto request, find_case(reader, services, id, now));
    if (!request) return Error(ErrorCode::code_expired, "request");
    return *std::move(request);
}

}  // namespace

Task<Result<CodeTicket>> request_case_code(Services& services,
                                           std::string reference,
                                           Origin origin) {
    const Instant now = services.clock.now();
    const auto number = parse_integer(trim(reference));
    if (!number || *number <= 0) {
        co_return Error(ErrorCode::invalid_input, "no number").with("field", "reference");
    }
    auto open = [&services, id = IdentityCaseId{*number}, origin, now](Transaction& transaction) {
        return open_request(transaction, services, id, origin, now);
    };
    co_return co_await services.store.write(open);
}

Task<Result<Secret>> open_applicant_case(Services& services, Secret ticket, std::string code) {
    return exchange_code(services, exchange, std::move(ticket), std::move(code));
}

Task<Result<IdentityStory>> load_applicant_case(Services& services, Secret ticket) {
    const Instant now = services.clock.now();
    auto read = [&services, ticket, now](Reader& reader) -> Result<IdentityStory> {
        YX_TRY(IdentityCase request, case_of(reader, services, ticket, now));
        return read_identity_story(reader, services, std::move(request));
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> add_to_applicant_case(Services& services, Secret ticket, IdentityForm form) {
    auto text = domain::parse_doubt_text(form.text);
    if (!text) co_return std::move(text).error().with("field", "text");
    form.text = *std::move(text);
    const Instant now = services.clock.now();
    auto enter = [&services, ticket, form, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const IdentityCase request, case_of(transaction, services, ticket, now));
        return add_to_request(transaction, services, request, identity_owner(ticket), form, now);
    };
    co_return co_await services.store.write(enter);
}

Task<Result<IdentityEvidence>> load_applicant_evidence(Services& services,
                                                       Secret ticket,
                                                       domain::IdentityFileId id) {
    YX_CO_TRY(IdentityStory story, co_await load_applicant_case(services, std::move(ticket)));
    co_return co_await load_evidence(services, std::move(story), id);
}

}  // namespace yinxin::service
