// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exam_progress.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace yinxin::service {
namespace {

using domain::ProgressStage;
using storage::BatchRow;

/// Planned, and the public may count on it: two people have approved the batch.
std::optional<Instant> planned(const BatchRow& batch) {
    const bool is_being_made = domain::stage_of(batch.state) == ProgressStage::making;
    return is_being_made ? batch.release_at : std::nullopt;
}

/// An examination whose results are awaited is a batch without certificates.
bool is_placeholder(const BatchRow& batch) {
    return batch.state == domain::BatchState::scoring;
}

void add(ExamProgress& exam, const BatchRow& batch) {
    const ProgressStage stage = domain::stage_of(batch.state);
    if (stage == exam.stage) {
        // The latest of those that are equally far; the earliest planned time.
        exam.changed_at = std::max(exam.changed_at, batch.changed_at);
        const auto time = planned(batch);
        if (time && (!exam.release_at || *time < *exam.release_at)) exam.release_at = time;
        return;
    }
    if (stage < exam.stage) {
        exam.has_behind = exam.has_behind || !is_placeholder(batch);
        return;
    }
    exam.has_behind = exam.has_behind || exam.stage != ProgressStage::scoring;
    exam.stage = stage;
    exam.changed_at = batch.changed_at;
    exam.release_at = planned(batch);
}

}  // namespace

std::vector<ExamProgress> progress_of(const std::vector<BatchRow>& batches) {
    std::map<std::tuple<std::string, std::string, int>, ExamProgress> exams;
    for (const BatchRow& batch : batches) {
        ExamProgress fresh{batch.issuer_id,
                           batch.qualification_id,
                           batch.exam_year,
                           domain::stage_of(batch.state),
                           false,
                           batch.changed_at,
                           planned(batch)};
        const auto [at, is_new] = exams.try_emplace(
            {batch.issuer_id, batch.qualification_id, batch.exam_year}, std::move(fresh));
        if (!is_new) add(at->second, batch);
    }
    std::vector<ExamProgress> lines;
    for (auto& [key, exam] : exams) {
        lines.push_back(std::move(exam));
    }
    std::ranges::sort(lines, [](const ExamProgress& a, const ExamProgress& b) {
        return std::tie(b.changed_at, a.qualification_id, a.exam_year, a.issuer_id) <
               std::tie(a.changed_at, b.qualification_id, b.exam_year, b.issuer_id);
    });
    return lines;
}

Task<Result<std::vector<ExamProgress>>> list_progress(Services& services) {
    auto read = [](storage::Reader& reader) -> Result<std::vector<ExamProgress>> {
        YX_TRY(const auto batches, storage::list_announced_batches(reader));
        return progress_of(batches);
    };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
