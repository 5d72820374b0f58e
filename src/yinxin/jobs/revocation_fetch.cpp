// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/revocation_fetch.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/jobs/outbound_call.hpp"
#include "yinxin/observe/external.hpp"

namespace yinxin::jobs {
namespace {

constexpr int http_ok = 200;
constexpr std::size_t longest_detail = 300;

/// @param body  of a POST; nullptr: GET.
Result<Bytes> exchange(const std::string& url,
                       const Bytes* body,
                       const config::Revocation& settings,
                       const std::function<bool()>& is_stopping) {
    OutboundCall call{.url = url,
                      .deadline = settings.deadline,
                      .largest_answer = settings.largest,
                      .protocols = Protocols::http_and_https,
                      .reach = Reach::anybody,
                      .is_stopping = is_stopping};
    if (body != nullptr) {
        call.headers = {"Content-Type: application/ocsp-request"};
        call.body = as_text(*body);
    }
    observe::ExternalCall measured(observe::External::revocation);
    const OutboundAnswer answer = make_call(call);
    measured.end(answer.is_answered() && answer.status == http_ok);
    if (!answer.is_answered()) return answer.error();
    if (answer.status != http_ok) {
        return Error(ErrorCode::unavailable, "HTTP status " + std::to_string(answer.status));
    }
    return to_bytes(answer.body);
}

}  // namespace

Result<HeldData> fetch_revocation_data(const RevocationShelf& shelf,
                                       const RevocationTarget& target,
                                       const Clock& clock,
                                       const std::function<bool()>& is_stopping) {
    std::optional<crypto::OcspRequest> request;
    if (!target.is_list()) {
        YX_TRY(request, crypto::make_ocsp_request(*target.subject, *target.issuer));
    }
    YX_TRY(const Bytes answer,
           exchange(target.url, request ? &request->der : nullptr, shelf.settings(), is_stopping));
    const std::shared_ptr<const HeldData> held = shelf.held_for(target);
    return take_revocation_data(target,
                                answer,
                                request ? std::optional(request->nonce) : std::nullopt,
                                shelf.chains(),
                                held.get(),
                                clock.now());
}

Result<void> record_fetch(storage::Transaction& transaction,
                          const RevocationTarget& target,
                          const Result<HeldData>& outcome,
                          Instant now) {
    const storage::RevocationKey key = target.key();
    if (!outcome) {
        const Error& error = outcome.error();
        log::warning("revocation.fetch_failed",
                     {{"address", key.address}, {"error", error.describe()}});
        return storage::note_revocation_failure(
            transaction, key, Error(error.code(), error.detail().substr(0, longest_detail)), now);
    }
    storage::AcceptedRevocation accepted{
        .key = key, .der = outcome->der, .sha256 = {}, .number = {}, .next_update = {}};
    const crypto::Digest32 digest = crypto::sha256(accepted.der);
    accepted.sha256.assign(digest.begin(), digest.end());
    if (outcome->list) accepted.number = outcome->list->number();
    accepted.this_update = outcome->this_update();
    accepted.next_update = outcome->next_update();
    // Not taken: another node had newer meanwhile, which is as good.
    YX_CHECK(storage::put_revocation_data(transaction, accepted, now));
    return ok();
}

}  // namespace yinxin::jobs
