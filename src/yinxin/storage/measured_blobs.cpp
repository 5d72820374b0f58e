// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/measured_blobs.hpp"

#include <chrono>

namespace yinxin::storage {
namespace {

/// The numbers of one operation.
class Meter {
  public:
    Meter(observe::Metrics& metrics, std::string_view operation)
        : seconds_(metrics.histogram("yinxin_blob_seconds",
                                     "Time of one operation on the blob store",
                                     observe::waiting_bounds(),
                                     {{"operation", operation}})),
          errors_(metrics.counter("yinxin_blob_errors_total",
                                  "Operations on the blob store that failed",
                                  {{"operation", operation}})) {}

    template <class F>
    auto measure(F&& work) {
        const auto started = std::chrono::steady_clock::now();
        auto outcome = work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
        seconds_.observe(took.count());
        if (!outcome && outcome.error().code() != ErrorCode::not_found) errors_.add();
        return outcome;
    }

  private:
    observe::Histogram seconds_;
    observe::Counter errors_;
};

class MeasuredBlobs final : public BlobStore {
  public:
    MeasuredBlobs(std::unique_ptr<BlobStore> blobs, observe::Metrics& metrics)
        : blobs_(std::move(blobs)),
          put_(metrics, "put"),
          get_(metrics, "get"),
          has_(metrics, "has"),
          remove_(metrics, "remove"),
          list_(metrics, "list") {}

    Result<void> put_all(std::span<const Blob> blobs) override {
        return put_.measure([&] { return blobs_->put_all(blobs); });
    }
    Result<Bytes> get(const crypto::Digest32& name) override {
        return get_.measure([&] { return blobs_->get(name); });
    }
    Result<bool> has(const crypto::Digest32& name) override {
        return has_.measure([&] { return blobs_->has(name); });
    }
    Result<void> remove(const crypto::Digest32& name) override {
        return remove_.measure([&] { return blobs_->remove(name); });
    }
    Result<void> remove_all(std::span<const crypto::Digest32> names) override {
        return remove_.measure([&] { return blobs_->remove_all(names); });
    }
    Result<void> list(const BlobVisitor& visit) override {
        return list_.measure([&] { return blobs_->list(visit); });
    }
    Result<bool> remove_unless_put_since(const crypto::Digest32& name, Instant since) override {
        return remove_.measure([&] { return blobs_->remove_unless_put_since(name, since); });
    }

  private:
    std::unique_ptr<BlobStore> blobs_;
    Meter put_;
    Meter get_;
    Meter has_;
    Meter remove_;
    Meter list_;
};

}  // namespace

std::unique_ptr<BlobStore> measure_blobs(std::unique_ptr<BlobStore> blobs,
                                         observe::Metrics& metrics) {
    return std::make_unique<MeasuredBlobs>(std::move(blobs), metrics);
}

}  // namespace yinxin::storage
