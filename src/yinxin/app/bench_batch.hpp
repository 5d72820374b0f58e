// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"

#include <filesystem>

/// What the benchmark of the office does around the clock: a batch that waits for approval, two
/// people who decide on it, and the database's own way to load the same rows.
namespace yinxin::app {

/// Clerk and approver of the batch's authority.
struct BenchOffice {
    domain::StaffActor clerk;
    domain::StaffActor approver;
};
Result<BenchOffice> open_bench_office(service::Services& services);

/// An import of `rows` checked rows, each of somebody new, submitted as a batch.
/// @param first  number of the first of these people
Result<BatchId> submit_bench_batch(service::Services& services,
                                   const BenchOffice& office,
                                   std::int64_t first,
                                   std::int64_t rows);
/// The second person approves it: from here on the house writes.
Result<void> approve_bench_batch(service::Services& services,
                                 const BenchOffice& office,
                                 BatchId batch);

/// Seconds the database needs to load the rows of the batch's certificates and people into an empty
/// database with the same schema: INSERT … SELECT from the attached file, one transaction.
Result<double> bulk_load_seconds(const std::filesystem::path& source,
                                 const std::filesystem::path& target,
                                 BatchId batch);

}  // namespace yinxin::app
