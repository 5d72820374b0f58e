// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/revocation_fetch.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/observe/external.hpp"

#include <memory>

#include <curl/curl.h>

namespace yinxin::jobs {
namespace {

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using Headers = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

constexpr long http_ok = 200;
constexpr std::size_t longest_detail = 300;

/// What arrives, up to the limit.
struct Arriving {
    Bytes bytes;
    std::size_t largest = 0;
    bool is_too_large = false;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* sink) noexcept {
    auto& arriving = *static_cast<Arriving*>(sink);
    const std::size_t length = size * count;
    arriving.is_too_large = arriving.bytes.size() + length > arriving.largest;
    if (arriving.is_too_large) return 0;
    try {
        arriving.bytes.insert(arriving.bytes.end(), data, data + length);
    } catch (...) {
        return 0;
    }
    return length;
}

int give_up_when_stopping(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    const auto& is_stopping = *static_cast<const std::function<bool()>*>(stopping);
    return is_stopping() ? 1 : 0;
}

Easy open_easy() {
    // Once per process, before the first thread asks; never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    return Easy(started == CURLE_OK ? curl_easy_init() : nullptr);
}

/// @param body  of a POST; nullptr: GET.
Result<Bytes> exchange(const std::string& url,
                       const Bytes* body,
                       const config::Revocation& settings,
                       const std::function<bool()>& is_stopping) {
    const Easy easy = open_easy();
    if (!easy) return Error(ErrorCode::unavailable, "no HTTP client");
    Headers headers;
    Arriving arriving{{}, settings.largest};
    const auto deadline = static_cast<long>(std::chrono::milliseconds(settings.deadline).count());
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");  // the environment is no configuration
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, deadline);
    curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT_MS, deadline);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &arriving);
    if (is_stopping) {
        // Only read by the function above.
        curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &is_stopping);
        curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, &give_up_when_stopping);
        curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
    }
    if (body != nullptr) {
        headers.reset(curl_slist_append(nullptr, "Content-Type: application/ocsp-request"));
        curl_slist_append(headers.get(), "Expect:");
        curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(easy.get(), CURLOPT_POST, 1L);
        curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, body->data());
        curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
    }
    observe::ExternalCall call(observe::External::revocation);
    const CURLcode outcome = curl_easy_perform(easy.get());
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    call.end(outcome == CURLE_OK && status == http_ok);
    if (arriving.is_too_large) return Error(ErrorCode::too_large, "the answer is too long");
    if (outcome == CURLE_OPERATION_TIMEDOUT) {
        return Error(ErrorCode::timed_out, "no answer within the deadline");
    }
    if (outcome != CURLE_OK) return Error(ErrorCode::unavailable, curl_easy_strerror(outcome));
    if (status != http_ok) {
        return Error(ErrorCode::unavailable, "HTTP status " + std::to_string(status));
    }
    return std::move(arriving.bytes);
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
