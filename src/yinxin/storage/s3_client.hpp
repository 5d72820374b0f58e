// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/blobs.hpp"
#include "yinxin/observe/metrics.hpp"
#include "yinxin/storage/aws_signature.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

/// Signed requests to an S3-compatible store (Amazon S3 API 2006-03-01).
namespace yinxin::storage {

struct S3Request {
    std::string method;
    std::string key;  ///< of the object; empty: the bucket
    AwsPairs query = {};
    BytesView body = {};  ///< borrowed
};

struct S3Answer {
    long status = 0;
    Bytes body;
    std::string etag;        ///< without its quotes
    std::string encryption;  ///< x-amz-server-side-encryption
    std::string modified;    ///< Last-Modified, as it came
    std::chrono::seconds retry_after{0};

    [[nodiscard]] bool is_missing() const noexcept { return status == 404; }
};

/// Sends requests over connections that stay open, within a deadline, and tries again where the
/// store is slow, busy or away: with growing pauses of random length (AWS, "Exponential Backoff And
/// Jitter"). After failures in a row it is left alone for some seconds. Any number of threads may
/// use one.
class S3Client {
  public:
    struct Plan {
        config::Blobs settings;
        std::function<AwsCredentials()> credentials;
        std::function<Instant()> now;
        /// Waits between two tries.
        std::function<void(std::chrono::milliseconds)> pause;
        std::optional<observe::Counter> retries;  ///< counts tries after the first
    };

    explicit S3Client(Plan plan);
    S3Client(const S3Client&) = delete;
    S3Client& operator=(const S3Client&) = delete;
    ~S3Client();

    /// An answer of success, or that there is no such object. Blocks for settings.deadline at most.
    /// @error storage.unavailable  the store cannot be reached, does not answer in time, or refuses
    ///   (wrong key, no right, wrong region, no bucket, another clock); the detail says which. With
    ///   retry_after while the store is left alone.
    [[nodiscard]] Result<S3Answer> call(const S3Request& request);

    [[nodiscard]] const config::Blobs& settings() const noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::storage
