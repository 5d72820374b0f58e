// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/s3_blobs.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/in_parallel.hpp"
#include "yinxin/storage/s3_answers.hpp"
#include "yinxin/storage/sealed_blob.hpp"

#include <algorithm>
#include <array>

#include <curl/curl.h>
#include <openssl/evp.h>

namespace yinxin::storage {
namespace {

/// Threads of one call; the connections are those of the whole process.
constexpr std::size_t most_at_once = 8;

Error damaged(const crypto::Digest32& name) {
    return Error(ErrorCode::storage_unavailable,
                 "blob store: what it took is not what was sent: " + to_hex(name));
}

/// In hexadecimal; empty: this OpenSSL has no MD5.
std::string md5(BytesView bytes) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    std::size_t length = 0;
    if (EVP_Q_digest(nullptr, "MD5", nullptr, bytes.data(), bytes.size(), digest.data(), &length) !=
        1) {
        return {};
    }
    return to_hex(BytesView(digest.data(), length));
}

/// Whether the ETag of an object is another one's. It is the MD5 of the bytes where the store does
/// not encrypt with keys of its own and the object was put in one piece; anything else says
/// nothing.
bool is_of_other_bytes(const S3Answer& answer, BytesView bytes) {
    const bool says_something = answer.etag.size() == 32 && answer.encryption != "aws:kms" &&
                                answer.encryption != "aws:kms:dsse";
    if (!says_something) return false;
    const std::string own = md5(bytes);
    return !own.empty() && own != answer.etag;
}

class S3Blobs final : public BlobStore {
  public:
    S3Blobs(S3Client::Plan plan, crypto::KeyRing keys, int page)
        : client_(std::move(plan)), keys_(std::move(keys)), page_(page) {}

    Result<void> put_all(std::span<const Blob> blobs) override {
        return in_parallel(
            blobs.size(), threads(), [&](std::size_t i) { return put_one(blobs[i]); });
    }

    Result<Bytes> get(const crypto::Digest32& name) override {
        Result<Bytes> plain = get_once(name);
        if (plain || plain.error().code() != ErrorCode::blob_corrupt) return plain;
        // On its way, or where it lies? A second try tells.
        log::warning("blobs.damaged_answer", {{"blob", to_hex(name)}});
        return get_once(name);
    }

    Result<bool> has(const crypto::Digest32& name) override {
        YX_TRY(const S3Answer answer, client_.call({"HEAD", key_of(name)}));
        return !answer.is_missing();
    }

    Result<void> remove(const crypto::Digest32& name) override {
        YX_CHECK(client_.call({"DELETE", key_of(name)}));
        return ok();
    }

    Result<void> remove_all(std::span<const crypto::Digest32> names) override {
        return in_parallel(
            names.size(), threads(), [&](std::size_t i) { return remove(names[i]); });
    }

    Result<void> list(const BlobVisitor& visit) override {
        std::string token;
        do {
            YX_TRY(S3Page page, list_page(token));
            for (const S3Object& object : page.objects) {
                YX_CHECK(visit_one(object, visit));
            }
            token = std::move(page.next);
        } while (!token.empty());
        return ok();
    }

    /// Two requests: S3 deletes on no condition of age. In between lies one round trip; whoever
    /// puts the very bytes that were an orphan for a day in just that moment loses them.
    Result<bool> remove_unless_put_since(const crypto::Digest32& name, Instant since) override {
        YX_TRY(const S3Answer found, client_.call({"HEAD", key_of(name)}));
        if (found.is_missing()) return true;
        const std::time_t put_at = curl_getdate(found.modified.c_str(), nullptr);
        if (put_at < 0) {
            return Error(ErrorCode::storage_unavailable, "blob store: an object without a date");
        }
        if (instant_of(put_at) >= since) return false;
        YX_CHECK(remove(name));
        return true;
    }

  private:
    [[nodiscard]] std::size_t threads() const {
        return std::min<std::size_t>(most_at_once, client_.settings().connections);
    }
    [[nodiscard]] std::string key_of(const crypto::Digest32& name) const {
        return client_.settings().prefix + blob_path(name);
    }

    Result<void> put_one(const Blob& blob) {
        const Bytes sealed = seal_blob(keys_, blob.name, blob.content);
        const S3Request request{"PUT", key_of(blob.name), {}, sealed};
        YX_TRY(S3Answer answer, client_.call(request));
        if (answer.is_missing()) return damaged(blob.name);
        if (!is_of_other_bytes(answer, sealed)) return ok();
        log::warning("blobs.damaged_put", {{"blob", to_hex(blob.name)}});
        YX_TRY(answer, client_.call(request));
        return is_of_other_bytes(answer, sealed) ? Result<void>(damaged(blob.name)) : ok();
    }

    Result<Bytes> get_once(const crypto::Digest32& name) {
        YX_TRY(const S3Answer answer, client_.call({"GET", key_of(name)}));
        if (answer.is_missing()) return Error(ErrorCode::not_found, "blob " + to_hex(name));
        return open_blob(keys_, name, answer.body);
    }

    Result<S3Page> list_page(const std::string& token) {
        S3Request request{"GET", "", {{"list-type", "2"}, {"max-keys", std::to_string(page_)}}};
        const std::string& prefix = client_.settings().prefix;
        if (!prefix.empty()) request.query.emplace_back("prefix", prefix);
        if (!token.empty()) request.query.emplace_back("continuation-token", token);
        YX_TRY(const S3Answer answer, client_.call(request));
        auto page = parse_s3_page(answer.body);
        if (!page) {
            return Error(ErrorCode::storage_unavailable, "blob store: " + page.error().detail());
        }
        return page;
    }

    /// Objects of others in the same bucket are nobody's business here.
    Result<void> visit_one(const S3Object& object, const BlobVisitor& visit) const {
        std::string_view key = object.key;
        if (!key.starts_with(client_.settings().prefix)) return ok();
        key.remove_prefix(client_.settings().prefix.size());
        const auto name = parse_blob_path(key);
        return name ? visit({*name, object.put_at, object.size}) : ok();
    }

    S3Client client_;
    crypto::KeyRing keys_;
    int page_;
};

}  // namespace

std::unique_ptr<BlobStore> make_s3_blobs(S3Client::Plan plan, crypto::KeyRing keys, int page) {
    return std::make_unique<S3Blobs>(std::move(plan), std::move(keys), page);
}

}  // namespace yinxin::storage
