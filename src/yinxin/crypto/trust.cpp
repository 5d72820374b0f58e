// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/trust.hpp"

#include "yinxin/crypto/x509_state.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>

#include <openssl/x509_vfy.h>

namespace yinxin::crypto {
namespace {

using StoreHandle = Handle<X509_STORE, X509_STORE_free>;
using StoreContext = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;
/// Owns the stack, not the certificates in it.
using BorrowedStack = Handle<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }>;

/// Bounds on memory: beyond them the memory of past answers starts anew.
constexpr std::size_t most_paths = 1024;
constexpr std::size_t most_signed_lists = 1024;
constexpr int longest_path = 8;

struct KnownPath {
    TrustedPath path;
    Instant from;
    Instant until;  // inclusive
};

/// OpenSSL stops at the first fault. Dates are passed over here and judged afterwards, so that a
/// path which is outdated and also wrong is reported as wrong.
int pass_over_dates(int is_right, X509_STORE_CTX* context) {
    if (is_right == 1) return 1;
    const int fault = X509_STORE_CTX_get_error(context);
    return fault == X509_V_ERR_CERT_HAS_EXPIRED || fault == X509_V_ERR_CERT_NOT_YET_VALID ? 1 : 0;
}

StoreHandle make_store(const std::vector<Certificate>& anchors) {
    StoreHandle store(X509_STORE_new());
    if (store == nullptr) throw std::bad_alloc();
    for (const Certificate& anchor : anchors) {
        X509_STORE_add_cert(store.get(), anchor.state().x509.get());
    }
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_depth(rules, longest_path);
    // Level 2: at least 112 bits; no RSA below 2048, no SHA-1.
    X509_VERIFY_PARAM_set_auth_level(rules, 2);
    return store;
}

void free_encoding(unsigned char* encoded) {
    OPENSSL_free(encoded);
}

/// The path OpenSSL found, and when all of it is within its dates.
Result<KnownPath> path_of(const STACK_OF(X509) * chain) {
    KnownPath known{{}, Instant::min(), Instant::max()};
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        unsigned char* encoded = nullptr;
        const int length = i2d_X509(sk_X509_value(chain, i), &encoded);
        if (length <= 0) return Error(ErrorCode::internal, drain_openssl_errors());
        const Handle<unsigned char, free_encoding> owner(encoded);
        YX_TRY(Certificate link,
               Certificate::parse_der({encoded, static_cast<std::size_t>(length)}));
        known.from = std::max(known.from, link.not_before());
        known.until = std::min(known.until, link.not_after());
        known.path.certificates.push_back(std::move(link));
    }
    return known;
}

Result<KnownPath> build_path(X509_STORE& store,
                             const Certificate& leaf,
                             std::span<const Certificate> intermediates,
                             Instant at) {
    const BorrowedStack untrusted(sk_X509_new_null());
    for (const Certificate& intermediate : intermediates) {
        sk_X509_push(untrusted.get(), intermediate.state().x509.get());
    }
    const StoreContext context(X509_STORE_CTX_new());
    if (X509_STORE_CTX_init(context.get(), &store, leaf.state().x509.get(), untrusted.get()) != 1) {
        return Error(ErrorCode::internal, drain_openssl_errors());
    }
    X509_STORE_CTX_set_verify_cb(context.get(), pass_over_dates);
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()),
                               static_cast<time_t>(epoch_of(at)));
    if (X509_verify_cert(context.get()) != 1) {
        const int fault = X509_STORE_CTX_get_error(context.get());
        ERR_clear_error();
        return Error(ErrorCode::certificate_untrusted, X509_verify_cert_error_string(fault));
    }
    YX_TRY(KnownPath known, path_of(X509_STORE_CTX_get0_chain(context.get())));
    if (at < known.from || at > known.until) {
        return Error(ErrorCode::certificate_not_current, "outside its dates at " + format_utc(at));
    }
    return known;
}

/// What an answer depends on besides the time: the certificates that came along too, or a file with
/// a spoilt chain would be good whenever a better one was seen before it.
Digest32 question_of(const Certificate& leaf, std::span<const Certificate> intermediates) {
    Sha256 hash;
    hash.update(leaf.fingerprint());
    for (const Certificate& intermediate : intermediates) {
        hash.update(intermediate.fingerprint());
    }
    return hash.finish();
}

Error revoked(const Certificate& certificate, const Revocation& revocation) {
    return Error(ErrorCode::certificate_revoked, "revoked: " + to_hex(certificate.serial_der()))
        .with("revoked_at", std::to_string(epoch_of(revocation.at)))
        .with("reason", std::to_string(static_cast<int>(revocation.reason)));
}

Result<bool> ask_statements(std::span<const CertificateStatement> statements,
                            const Certificate& certificate,
                            Instant at) {
    bool is_spoken_of = false;
    for (const CertificateStatement& statement : statements) {
        if (statement.certificate != certificate.fingerprint()) continue;
        is_spoken_of = true;
        if (statement.revocation && statement.revocation->spoils_signature_made_at(at)) {
            return revoked(certificate, *statement.revocation);
        }
    }
    return is_spoken_of;
}

}  // namespace

struct TrustStore::State {
    State(std::vector<Certificate> trusted,
          std::vector<Crl> lists,
          std::vector<Certificate> between)
        : anchors(std::move(trusted)),
          links(std::move(between)),
          store(make_store(anchors)),
          data(std::make_shared<const RevocationData>(
              RevocationData{.crls = std::move(lists), .statements = {}})) {}

    [[nodiscard]] bool is_signed_by(const Crl& crl, const Certificate& issuer);
    [[nodiscard]] Result<TrustedPath> find_path(const Certificate& leaf,
                                                std::span<const Certificate> intermediates,
                                                Instant at);
    /// Whether anything at hand speaks of a certificate. @error signing.certificate_revoked
    [[nodiscard]] Result<bool> ask_lists(std::span<const Crl> lists,
                                         const Certificate& certificate,
                                         const Certificate& issuer,
                                         Instant at);
    [[nodiscard]] std::shared_ptr<const RevocationData> data_at_hand() {
        const std::scoped_lock lock(mutex);
        return data;
    }

    const std::vector<Certificate> anchors;
    const std::vector<Certificate> links;
    const StoreHandle store;
    std::mutex mutex;
    std::shared_ptr<const RevocationData> data;                  // guarded by mutex
    std::map<Digest32, KnownPath> paths;                         // by question, guarded by mutex
    std::map<std::pair<Digest32, Digest32>, bool> signed_lists;  // guarded by mutex
};

bool TrustStore::State::is_signed_by(const Crl& crl, const Certificate& issuer) {
    const std::pair key(crl.fingerprint(), issuer.fingerprint());
    {
        const std::scoped_lock lock(mutex);
        if (const auto known = signed_lists.find(key); known != signed_lists.end()) {
            return known->second;
        }
    }
    const bool answer = crl.is_signed_by(issuer);
    const std::scoped_lock lock(mutex);
    if (signed_lists.size() >= most_signed_lists) signed_lists.clear();
    signed_lists.emplace(key, answer);
    return answer;
}

Result<TrustedPath> TrustStore::State::find_path(const Certificate& leaf,
                                                 std::span<const Certificate> intermediates,
                                                 Instant at) {
    const Digest32 question = question_of(leaf, intermediates);
    {
        const std::scoped_lock lock(mutex);
        const auto seen = paths.find(question);
        if (seen != paths.end() && seen->second.from <= at && at <= seen->second.until) {
            return seen->second.path;
        }
    }
    std::vector<Certificate> between(intermediates.begin(), intermediates.end());
    between.insert(between.end(), links.begin(), links.end());
    YX_TRY(KnownPath found, build_path(*store, leaf, between, at));
    TrustedPath path = found.path;
    const std::scoped_lock lock(mutex);
    if (paths.size() >= most_paths) paths.clear();
    paths.insert_or_assign(question, std::move(found));
    return path;
}

Result<bool> TrustStore::State::ask_lists(std::span<const Crl> lists,
                                          const Certificate& certificate,
                                          const Certificate& issuer,
                                          Instant at) {
    bool is_spoken_of = false;
    for (const Crl& crl : lists) {
        if (!is_signed_by(crl, issuer)) continue;
        is_spoken_of = true;
        const auto entry = crl.find(certificate.serial_der());
        if (entry && entry->spoils_signature_made_at(at)) return revoked(certificate, *entry);
    }
    return is_spoken_of;
}

TrustStore::TrustStore(std::vector<Certificate> anchors,
                       std::vector<Crl> crls,
                       std::vector<Certificate> known)
    : state_(std::make_unique<State>(std::move(anchors), std::move(crls), std::move(known))) {}

TrustStore::~TrustStore() = default;

const std::vector<Certificate>& TrustStore::anchors() const noexcept {
    return state_->anchors;
}

void TrustStore::renew(RevocationData data) {
    auto fresh = std::make_shared<const RevocationData>(std::move(data));
    const std::scoped_lock lock(state_->mutex);
    state_->data.swap(fresh);
}

Result<TrustedPath> TrustStore::verify(const Certificate& leaf,
                                       std::span<const Certificate> intermediates,
                                       Instant at,
                                       std::span<const Crl> more_crls) const {
    YX_TRY(TrustedPath path, state_->find_path(leaf, intermediates, at));
    path.revocation_known = true;
    const std::shared_ptr<const RevocationData> data = state_->data_at_hand();
    for (std::size_t i = 0; i + 1 < path.certificates.size(); ++i) {
        const Certificate& certificate = path.certificates[i];
        const Certificate& issuer = path.certificates[i + 1];
        YX_TRY(const bool is_listed, state_->ask_lists(data->crls, certificate, issuer, at));
        YX_TRY(const bool is_told, state_->ask_lists(more_crls, certificate, issuer, at));
        YX_TRY(const bool is_stated, ask_statements(data->statements, certificate, at));
        path.revocation_known = path.revocation_known && (is_listed || is_told || is_stated);
    }
    return path;
}

Result<void> verify_chain(const Certificate& leaf,
                          std::span<const Certificate> intermediates,
                          std::span<const Certificate> anchors,
                          Instant at,
                          std::span<const Crl> crls) {
    const TrustStore store(std::vector<Certificate>(anchors.begin(), anchors.end()));
    YX_CHECK(store.verify(leaf, intermediates, at, crls));
    return ok();
}

}  // namespace yinxin::crypto
