// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pkcs11_signer.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/ecdsa_value.hpp"
#include "yinxin/crypto/pkcs11_object.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

#include <sys/stat.h>

namespace yinxin::crypto {
namespace {

/// More sessions than this make no token faster.
constexpr std::size_t most_sessions = 16;
/// SEQUENCE of two INTEGERs of 33 bytes.
constexpr std::size_t longest_p256_value = 72;

/// A session that is logged in, with the key as this session names it.
struct KeySession {
    Pkcs11Session session;
    CK_OBJECT_HANDLE key = 0;
};

/// Outcomes after which a fresh session, with a fresh log-in, may do better: the token was taken
/// out and is back, somebody logged out, the line to a module in the network broke.
bool is_gone(CK_RV outcome) {
    switch (outcome) {
        case CKR_SESSION_HANDLE_INVALID:
        case CKR_SESSION_CLOSED:
        case CKR_USER_NOT_LOGGED_IN:
        case CKR_KEY_HANDLE_INVALID:
        case CKR_OBJECT_HANDLE_INVALID:
        case CKR_DEVICE_ERROR:
        case CKR_DEVICE_REMOVED:
        case CKR_TOKEN_NOT_PRESENT:
        case CKR_TOKEN_NOT_RECOGNIZED:
        case CKR_GENERAL_ERROR:
        case CKR_FUNCTION_FAILED:
            return true;
        default:
            return false;
    }
}

/// One state of a PIN file; its content is not kept. Two that were written within one tick of the
/// clock are two files, because a new one is renamed into place.
struct PinFile {
    ino_t number = 0;
    off_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    static std::optional<PinFile> look_at(const std::filesystem::path& path) {
        struct stat status{};
        if (::stat(path.c_str(), &status) != 0) return std::nullopt;
        return PinFile{
            status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    }
    friend bool operator==(const PinFile&, const PinFile&) = default;
};

/// PIN files whose PIN a token refused, as they were then: what is in them is not offered again, by
/// no key of this process, because a token locks after a few wrong ones.
class RefusedPins {
  public:
    void add(const Pkcs11Uri& uri, const PinFile& file) {
        const std::scoped_lock lock(mutex_);
        refused_[name_of(uri)] = file;
    }
    [[nodiscard]] bool has(const Pkcs11Uri& uri, const PinFile& file) {
        const std::scoped_lock lock(mutex_);
        const auto found = refused_.find(name_of(uri));
        return found != refused_.end() && found->second == file;
    }

  private:
    static std::string name_of(const Pkcs11Uri& uri) {
        return uri.token + '\n' + uri.pin_file.string();
    }

    std::mutex mutex_;
    std::map<std::string, PinFile> refused_;  // guarded by mutex_
};

RefusedPins& refused_pins() {
    static RefusedPins pins;
    return pins;
}

/// Sessions with one key, lent to one thread at a time and opened when they are needed.
class KeySessions {
  public:
    KeySessions(std::shared_ptr<const Pkcs11Modules> modules, Pkcs11Uri uri, std::size_t most)
        : modules_(std::move(modules)), uri_(std::move(uri)), most_(most) {}

    /// Waits while all are lent. @error signing.key_unavailable
    [[nodiscard]] Result<KeySession> borrow();
    void give_back(KeySession session);
    /// For a session that came back broken and was closed. @param is_token_gone  then the idle ones
    /// are worth nothing either.
    void lose(bool is_token_gone);
    /// Opens one without counting it.
    [[nodiscard]] Result<KeySession> open();
    /// The key that every later session must find. Set before others use this.
    void expect(PublicKey key) { expected_ = std::move(key); }

  private:
    [[nodiscard]] Result<void> log_in(const Pkcs11Session& session, const Pkcs11Slot& slot);

    std::shared_ptr<const Pkcs11Modules> modules_;
    Pkcs11Uri uri_;
    std::size_t most_;
    std::optional<PublicKey> expected_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<KeySession> idle_;  // guarded by mutex_
    std::size_t lent_ = 0;          // guarded by mutex_
    std::mutex logging_in_;         ///< many threads with one wrong PIN would lock the token
};

Result<KeySession> KeySessions::borrow() {
    {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty() || lent_ < most_; });
        ++lent_;
        if (!idle_.empty()) {
            KeySession session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
    }
    auto fresh = open();
    if (!fresh) lose(false);
    return fresh;
}

void KeySessions::give_back(KeySession session) {
    {
        const std::scoped_lock lock(mutex_);
        --lent_;
        idle_.push_back(std::move(session));
    }
    returned_.notify_one();
}

void KeySessions::lose(bool is_token_gone) {
    std::vector<KeySession> dropped;  // closed outside the lock: a token may take its time
    {
        const std::scoped_lock lock(mutex_);
        --lent_;
        if (is_token_gone) dropped.swap(idle_);
    }
    returned_.notify_one();
}

Result<void> KeySessions::log_in(const Pkcs11Session& session, const Pkcs11Slot& slot) {
    const Error wrong(ErrorCode::key_unavailable, "wrong PIN in " + uri_.pin_file.string());
    const std::scoped_lock lock(logging_in_);
    const auto file = PinFile::look_at(uri_.pin_file);
    if (file && refused_pins().has(uri_, *file)) return wrong;
    YX_TRY(const LogIn outcome, session.log_in(slot, uri_.pin_file));
    if (outcome == LogIn::done) return ok();
    if (file) refused_pins().add(uri_, *file);
    return wrong;
}

Result<KeySession> KeySessions::open() {
    YX_TRY(const Pkcs11Slot slot, find_slot(*modules_, uri_));
    YX_TRY(Pkcs11Session session, Pkcs11Session::open(slot, Pkcs11Access::read_only));
    YX_CHECK(log_in(session, slot));
    YX_TRY(const CK_OBJECT_HANDLE key, find_private_key(session, uri_));
    YX_CHECK(check_is_guarded(session, key));
    if (expected_) {
        YX_TRY(const PublicKey found, read_public_key(session, key));
        if (found.spki() != expected_->spki()) {
            return Error(ErrorCode::key_unavailable, "another key has the name on the token now");
        }
    }
    return KeySession{std::move(session), key};
}

class Pkcs11Signer final : public Signer {
  public:
    Pkcs11Signer(std::unique_ptr<KeySessions> sessions, PublicKey key, std::size_t longest)
        : sessions_(std::move(sessions)), key_(std::move(key)), longest_(longest) {}

    [[nodiscard]] SignatureAlgorithm algorithm() const noexcept override {
        return key_.algorithm();
    }
    [[nodiscard]] Result<Bytes> sign(BytesView message) const override;
    [[nodiscard]] BytesView public_key_spki() const noexcept override { return key_.spki(); }
    [[nodiscard]] std::size_t max_signature_size() const noexcept override { return longest_; }

  private:
    [[nodiscard]] CK_RV sign_once(const KeySession& lent, Bytes& input, Bytes& value) const;

    std::unique_ptr<KeySessions> sessions_;
    PublicKey key_;
    std::size_t longest_;
};

CK_RV Pkcs11Signer::sign_once(const KeySession& lent, Bytes& input, Bytes& value) const {
    const CK_FUNCTION_LIST& functions = lent.session.functions();
    const bool is_rsa = algorithm() == SignatureAlgorithm::rsa_sha256;
    CK_MECHANISM mechanism{is_rsa ? CKM_RSA_PKCS : CKM_ECDSA, nullptr, 0};
    const CK_SESSION_HANDLE handle = lent.session.handle();
    if (const CK_RV begun = functions.C_SignInit(handle, &mechanism, lent.key); begun != CKR_OK) {
        return begun;
    }
    CK_ULONG size = value.size();
    const CK_RV outcome = functions.C_Sign(handle, input.data(), input.size(), value.data(), &size);
    if (outcome == CKR_OK) value.resize(std::min<std::size_t>(size, value.size()));
    return outcome;
}

Result<Bytes> Pkcs11Signer::sign(BytesView message) const {
    const Digest32 digest = sha256(message);
    const bool is_rsa = algorithm() == SignatureAlgorithm::rsa_sha256;
    // RFC 8017 section 9.2: the token pads what it is given, which is the DigestInfo.
    Bytes input = is_rsa ? der::sequence({digest_algorithm_identifier(DigestAlgorithm::sha256),
                                          der::octet_string(digest)})
                         : Bytes(digest.begin(), digest.end());
    CK_RV outcome = CKR_OK;
    constexpr int turns = 2;
    for (int turn = 0; turn < turns; ++turn) {
        Bytes value(longest_);
        {
            YX_TRY(KeySession lent, sessions_->borrow());
            outcome = sign_once(lent, input, value);
            if (outcome == CKR_OK) {
                sessions_->give_back(std::move(lent));
                if (is_rsa) return value;
                return der_ecdsa_value(value);
            }
        }
        sessions_->lose(is_gone(outcome));
        if (!is_gone(outcome)) break;
    }
    // A token that is away comes back: that is an outage, not the end of what was to be signed.
    return Error(is_gone(outcome) ? ErrorCode::key_unavailable : ErrorCode::signature_failed,
                 "the token does not sign: " + describe_pkcs11(outcome));
}

Result<std::size_t> longest_signature(const Pkcs11Session& session,
                                      CK_OBJECT_HANDLE key,
                                      const PublicKey& public_key) {
    if (public_key.algorithm() == SignatureAlgorithm::ecdsa_p256_sha256) return longest_p256_value;
    const auto modulus = session.attribute(key, CKA_MODULUS);
    if (!modulus) return Error(ErrorCode::key_unavailable, "the RSA key shows no modulus");
    return modulus->size();
}

std::size_t session_limit(const CK_TOKEN_INFO& token) {
    const CK_ULONG most = token.ulMaxSessionCount;
    if (most == CK_EFFECTIVELY_INFINITE || most == CK_UNAVAILABLE_INFORMATION) return most_sessions;
    return std::min<std::size_t>(most, most_sessions);
}

}  // namespace

Result<std::shared_ptr<const Signer>> open_pkcs11_key(std::string_view uri) {
    YX_TRY(Pkcs11Uri parsed, parse_pkcs11_uri(uri));
    YX_TRY(auto modules, Pkcs11Modules::load(parsed.module_path));
    YX_TRY(const Pkcs11Slot slot, find_slot(*modules, parsed));
    auto sessions = std::make_unique<KeySessions>(
        std::move(modules), std::move(parsed), session_limit(slot.token));
    YX_TRY(KeySession first, sessions->borrow());
    YX_TRY(PublicKey key, read_public_key(first.session, first.key));
    YX_TRY(const std::size_t longest, longest_signature(first.session, first.key, key));
    sessions->expect(key);
    sessions->give_back(std::move(first));
    return std::shared_ptr<const Signer>(
        std::make_shared<Pkcs11Signer>(std::move(sessions), std::move(key), longest));
}

}  // namespace yinxin::crypto
