// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/batches.hpp"

#include <optional>
#include <string>
#include <vector>

/// 证书办理进度: how far the certificates of each examination are. Fed by the batches, with nothing
/// of any person in it.
namespace yinxin::service {

/// One examination of one authority, with all its batches together.
struct ExamProgress {
    std::string issuer_id;
    std::string qualification_id;
    int exam_year = 0;
    domain::ProgressStage stage = domain::ProgressStage::scoring;  ///< of the batch furthest on
    bool has_behind = false;            ///< another batch with certificates is not that far
    Instant changed_at{};               ///< since when the stage is reached
    std::optional<Instant> release_at;  ///< planned, where it is being made
};
/// Pure: one line for each examination of the given batches, the latest change first.
[[nodiscard]] std::vector<ExamProgress> progress_of(const std::vector<storage::BatchRow>& batches);

[[nodiscard]] Task<Result<std::vector<ExamProgress>>> list_progress(Services& services);

}  // namespace yinxin::service
