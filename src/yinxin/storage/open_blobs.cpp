// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/open_blobs.hpp"

#include "yinxin/storage/aws_credentials.hpp"
#include "yinxin/storage/measured_blobs.hpp"
#include "yinxin/storage/s3_blobs.hpp"

#include <thread>

namespace yinxin::storage {
namespace {

Result<std::unique_ptr<BlobStore>> open_s3(const config::Blobs& settings,
                                           crypto::KeyRing keys,
                                           observe::Metrics* metrics) {
    auto opened = AwsCredentialsFile::open(settings.credentials);
    if (!opened) {
        return Error(ErrorCode::config_invalid, "blobs.credentials: " + opened.error().detail());
    }
    const std::shared_ptr<AwsCredentialsFile> credentials = *std::move(opened);
    S3Client::Plan plan;
    plan.settings = settings;
    plan.credentials = [credentials] { return credentials->current(); };
    plan.now = [] { return SystemClock().now(); };
    plan.pause = [](std::chrono::milliseconds wait) { std::this_thread::sleep_for(wait); };
    if (metrics != nullptr) {
        plan.retries = metrics->counter("yinxin_blob_retries_total",
                                        "Requests to the blob store that were sent again");
    }
    return make_s3_blobs(std::move(plan), std::move(keys));
}

}  // namespace

Result<std::unique_ptr<BlobStore>> open_blobs(const config::Blobs& settings,
                                              const std::filesystem::path& directory,
                                              const DataKeys& keys,
                                              observe::Metrics* metrics) {
    YX_TRY(auto blobs,
           settings.is_s3() ? open_s3(settings, keys.columns, metrics)
                            : open_directory_blobs(directory, keys.columns));
    if (metrics == nullptr) return blobs;
    return measure_blobs(std::move(blobs), *metrics);
}

}  // namespace yinxin::storage
