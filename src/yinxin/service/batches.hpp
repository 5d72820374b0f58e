// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/svg.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/imports.hpp"

#include <optional>
#include <string>
#include <vector>

/// 批次 as the office sees them: the list, and everything that ever happened to one.
namespace yinxin::service {

enum class BatchOrder { changed, exam, count, release };

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::BatchOrder> {
    static constexpr std::array<Keyed<service::BatchOrder>, 4> rows{{
        {service::BatchOrder::changed, "changed"},
        {service::BatchOrder::exam, "exam"},
        {service::BatchOrder::count, "count"},
        {service::BatchOrder::release, "release"},
    }};
};

namespace yinxin::service {

/// What the list shows; the authority is the actor's.
struct BatchListWish {
    std::string qualification_id;
    int exam_year = 0;
    std::optional<domain::BatchState> state;
    BatchOrder order = BatchOrder::changed;
    bool is_ascending = false;
    int page = 1;
};
inline constexpr int batches_of_a_page = 50;

struct BatchList {
    std::vector<storage::BatchRow> rows;
    std::int64_t total = 0;
    std::vector<int> years;                   ///< of all batches, for the filter
    std::vector<std::string> qualifications;  ///< the same
};
/// @error forbidden
[[nodiscard]] Task<Result<BatchList>> list_batches(Services& services,
                                                   domain::StaffActor actor,
                                                   BatchListWish wish);

/// Batches that wait for people.
struct BatchNeeds {
    std::int64_t stopped = 0;
    std::int64_t troubled = 0;
};
/// @error forbidden
[[nodiscard]] Task<Result<BatchNeeds>> count_batch_needs(Services& services,
                                                         domain::StaffActor actor);

/// One line of a batch's trail.
struct TrailLine {
    Instant at{};
    std::string kind;  ///< message batch_trail.<kind>
    std::string who;   ///< empty: the program, at its time
    std::string reason;
    domain::ProposalId proposal;          ///< 0: none
    std::optional<Instant> release_at{};  ///< where the line is about it
};

struct BatchDetails {
    storage::BatchRow batch;
    std::optional<storage::ImportRecord> import;
    std::vector<TrailLine> trail;              ///< the oldest first
    std::vector<ProposalView> waiting;         ///< proposals about it that are open
    std::int64_t released_before = 0;          ///< certificates of the examination the year before
    std::int64_t released_this = 0;            ///< of this examination so far, this batch included
    std::vector<storage::Leftover> leftovers;  ///< the first of them
    int samples = 0;                           ///< pictures that can be drawn of its rows
};
inline constexpr int leftovers_shown = 50;
/// @error forbidden, not_found
[[nodiscard]] Task<Result<BatchDetails>> load_batch(Services& services,
                                                    domain::StaffActor actor,
                                                    BatchId batch);
/// What somebody who decides must see; the batch of a proposal that is about one.
[[nodiscard]] Task<Result<std::optional<BatchDetails>>> batch_of_proposal(
    Services& services, domain::StaffActor actor, const ProposalView& proposal);

inline constexpr int most_samples = 3;
/// 样张 number 0 to `samples` - 1 of a batch whose rows wait: as a certificate of it will look,
/// without seal and QR. @error forbidden, not_found
[[nodiscard]] Task<Result<std::string>> draw_sample(Services& services,
                                                    domain::StaffActor actor,
                                                    BatchId batch,
                                                    int number,
                                                    documents::SvgSize size);

/// All rows without a certificate, the first 100,000. @error forbidden, not_found
[[nodiscard]] Task<Result<std::vector<storage::Leftover>>> list_leftovers(Services& services,
                                                                          domain::StaffActor actor,
                                                                          BatchId batch);

}  // namespace yinxin::service
