// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/measured_blobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Fails as it is told.
class Failing final : public BlobStore {
  public:
    explicit Failing(ErrorCode code) : code_(code) {}
    Result<void> put_all(std::span<const Blob>) override { return Error(code_); }
    Result<Bytes> get(const crypto::Digest32&) override { return Error(code_); }
    Result<void> remove(const crypto::Digest32&) override { return ok(); }

  private:
    ErrorCode code_;
};

TEST(MeasuredBlobs, counts_and_times_each_operation_and_its_failures) {
    observe::Metrics metrics;
    const auto blobs =
        measure_blobs(std::make_unique<Failing>(ErrorCode::storage_unavailable), metrics);
    EXPECT_FALSE(blobs->get({}));
    EXPECT_FALSE(blobs->put({}, {}));
    EXPECT_TRUE(blobs->remove({}));
    EXPECT_EQ(blobs->list({}).error().code(), ErrorCode::unsupported);
    const std::string text = metrics.expose();
    EXPECT_THAT(text, HasSubstr("yinxin_blob_seconds_count{operation=\"get\"} 1"));
    EXPECT_THAT(text, HasSubstr("yinxin_blob_seconds_count{operation=\"remove\"} 1"));
    EXPECT_THAT(text, HasSubstr("yinxin_blob_errors_total{operation=\"get\"} 1"));
    EXPECT_THAT(text, HasSubstr("yinxin_blob_errors_total{operation=\"put\"} 1"));
    EXPECT_THAT(text, HasSubstr("yinxin_blob_errors_total{operation=\"remove\"} 0"));
}

TEST(MeasuredBlobs, a_file_that_is_not_there_is_no_failure_of_the_store) {
    observe::Metrics metrics;
    const auto blobs = measure_blobs(std::make_unique<Failing>(ErrorCode::not_found), metrics);
    EXPECT_EQ(blobs->get({}).error().code(), ErrorCode::not_found);
    EXPECT_FALSE(*blobs->has({}));
    EXPECT_THAT(metrics.expose(), Not(HasSubstr("errors_total{operation=\"get\"} 1")));
}

}  // namespace
}  // namespace yinxin::storage
