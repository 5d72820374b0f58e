// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_uses.hpp"

#include "yinxin/service/redeeming.hpp"
#include "yinxin/service/sandbox_register.hpp"
#include "yinxin/service/throttle.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::OrganisationId;
using domain::UseState;
using storage::Reader;
using storage::Transaction;
using storage::UseId;

constexpr std::chrono::hours hour{1};
constexpr std::string_view vain_bucket = "authorised/client";

constexpr UseId sandbox_ready{1};
constexpr UseId sandbox_withdrawn{3};

Result<OrganisationId> need_organisation(const ApiCall& call) {
    if (call.client.organisation) return OrganisationId{*call.client.organisation};
    return Error(ErrorCode::api_no_organisation, "client " + call.client.id.str());
}

Result<void> check_vain_tries(Reader& reader, const Services& services, const ApiCall& call) {
    YX_TRY(const std::int64_t vain,
           uses_so_far(reader, services.keys, vain_bucket, call.client.id.str(), hour, call.at));
    if (vain < vain_redeems_per_client_hour) return ok();
    return Error(ErrorCode::too_many_requests, "client " + call.client.id.str()).retry_in(hour);
}

bool is_vain(const Error& refusal) {
    return refusal.code() == ErrorCode::authorised_use_over ||
           refusal.code() == ErrorCode::authorised_use_code_invalid;
}

/// What redeeming came to: the use, a refusal, or neither while the copy is being pressed.
struct Outcome {
    std::optional<FetchedUse> use;
    std::optional<Error> refusal;
};

Result<std::optional<storage::FetchedCopy>> find_own_fetch(Reader& reader,
                                                           const ApiCall& call,
                                                           UseId use) {
    YX_TRY(const OrganisationId organisation, need_organisation(call));
    YX_TRY(auto fetched, storage::find_fetched_copy(reader, organisation, use));
    if (fetched && fetched->client != call.client.id) fetched.reset();
    return fetched;
}

Result<FetchedUse> read_use(Reader& reader,
                            const Services& services,
                            const ApiCall& call,
                            UseId use) {
    YX_TRY(const auto fetched, find_own_fetch(reader, call, use));
    if (!fetched) return Error(ErrorCode::not_found, "fetched copy");
    YX_TRY(auto shown, dress_fetched(reader, services, *fetched, call.at));
    if (!shown) return Error(ErrorCode::not_found, "fetched copy");
    return *std::move(shown);
}

Result<Outcome> redeem_in(Transaction& transaction,
                          const Services& services,
                          const ApiCall& call,
                          OrganisationId organisation,
                          const RedeemQuestion& question) {
    YX_CHECK(check_vain_tries(transaction, services, call));
    const Redeemer redeemer{domain::ActorKind::integrator,
                            call.client.id.str(),
                            organisation,
                            {AccountId{},
                             call.client.id,
                             crypto::sha256(as_bytes(std::string_view(question.request_key)))}};
    YX_TRY(Redeemed redeemed, redeem_code(transaction, services, redeemer, question.code, call.at));
    if (!redeemed.refusal) {
        YX_TRY(FetchedUse use, read_use(transaction, services, call, redeemed.use));
        return Outcome{std::move(use), std::nullopt};
    }
    if (redeemed.refusal->code() == ErrorCode::endorsement_not_ready) return Outcome{};
    if (is_vain(*redeemed.refusal)) {
        YX_CHECK(count_use(
            transaction, services.keys, vain_bucket, call.client.id.str(), hour, call.at));
    }
    return Outcome{std::nullopt, std::move(redeemed.refusal)};
}

/// The invented valid copy; the use of sandbox_withdrawn is over.
Result<FetchedUse> sandbox_use(UseId id, Instant now) {
    if (id != sandbox_ready && id != sandbox_withdrawn) {
        return Error(ErrorCode::not_found, "no such use in the sandbox");
    }
    const SandboxCertificate certificate = sandbox_certificates(now).front();
    FetchedUse use;
    use.fetched.use = id;
    use.fetched.fetched_at = now;
    use.fetched.ends_at = certificate.copy.valid_until;
    use.copy_no = certificate.copy.copy_no;
    use.code = certificate.code;
    use.token = certificate.copy.token;
    use.qualification = certificate.copy.qualification;
    use.purpose = "演示";
    if (id == sandbox_withdrawn) {
        use.state = UseState::withdrawn;
        use.closed = Error(ErrorCode::authorised_use_over);
        return use;
    }
    storage::CopyFileRow file;
    const crypto::Digest32 hash = crypto::sha256(as_bytes(std::string_view(certificate.file)));
    file.sha256.assign(hash.begin(), hash.end());
    file.size = static_cast<std::int64_t>(certificate.file.size());
    use.files.push_back(std::move(file));
    return use;
}

Result<std::optional<FetchedUse>> redeem_in_sandbox(const RedeemQuestion& question, Instant now) {
    YX_TRY(const domain::UseCode code, domain::parse_use_code(question.code));
    const auto uses = sandbox_uses();
    const auto found = std::ranges::find(uses, code, &SandboxUse::code);
    if (found == uses.end()) return Error(ErrorCode::authorised_use_over);
    if (found->name == "pressing") return std::optional<FetchedUse>();
    YX_TRY(FetchedUse use,
           sandbox_use(found->name == "ready" ? sandbox_ready : sandbox_withdrawn, now));
    return std::optional(std::move(use));
}

}  // namespace

Task<Result<std::optional<FetchedUse>>> redeem_for_client(Services& services,
                                                          const ApiCall& call,
                                                          RedeemQuestion question) {
    // A code opens once: an answer that was lost on the way must be asked for again.
    if (question.request_key.empty()) {
        co_return Error(ErrorCode::invalid_input, "key").with("member", "Idempotency-Key");
    }
    if (call.is_sandbox()) co_return redeem_in_sandbox(question, call.at);
    YX_CO_TRY(const OrganisationId organisation, need_organisation(call));
    YX_CO_TRY(Outcome outcome, co_await services.store.write([&](Transaction& transaction) {
        return redeem_in(transaction, services, call, organisation, question);
    }));
    if (outcome.refusal) co_return *std::move(outcome.refusal);
    co_return std::move(outcome.use);
}

Task<Result<FetchedUse>> load_client_use(Services& services, const ApiCall& call, UseId use) {
    if (call.is_sandbox()) co_return sandbox_use(use, call.at);
    co_return co_await services.store.read(
        [&](Reader& reader) { return read_use(reader, services, call, use); });
}

Task<Result<SealedFile>> open_client_use(Services& services,
                                         const ApiCall& call,
                                         UseId use,
                                         domain::CopyFormat format) {
    if (call.is_sandbox()) {
        YX_CO_TRY(const FetchedUse found, sandbox_use(use, call.at));
        if (found.closed) co_return *found.closed;
        if (format != domain::CopyFormat::pdf) co_return Error(ErrorCode::not_found, "sandbox");
        auto text = std::make_shared<const std::string>(sandbox_certificates(call.at).front().file);
        co_return SealedFile{format, std::move(text), "YINXIN-SANDBOX.txt"};
    }
    YX_CO_TRY(const storage::CopyKey key,
              co_await services.store.read([&](Reader& reader) -> Result<storage::CopyKey> {
                  YX_TRY(const auto fetched, find_own_fetch(reader, call, use));
                  return find_open_fetch(reader, services, fetched, call.at);
              }));
    co_return co_await open_fetched_file(
        services, {domain::ActorKind::integrator, call.client.id.str()}, key, format);
}

std::array<SandboxUse, 3> sandbox_uses() {
    return {{{"ready", domain::make_use_code("SANDB0X00000001")},
             {"pressing", domain::make_use_code("SANDB0X00000002")},
             {"withdrawn", domain::make_use_code("SANDB0X00000003")}}};
}

}  // namespace yinxin::service
