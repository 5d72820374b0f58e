// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_client.hpp"
#include "yinxin/app/house.hpp"
#include "yinxin/crypto/keys.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// What the benchmarks that go through HTTP share: a demonstration of their own, served.
namespace yinxin::app {

/// A certificate with a session of its own that may apply for it.
struct Subject {
    LineId line;
    std::string cookie;
    std::string form;
};

/// What differs between these demonstrations.
struct BenchDemonstration {
    bool seals_ofd = false;          ///< the budgets are those of PDFs
    config::Database database = {};  ///< an empty one, or embedded
};

/// Thousands of connections, both ends of each where the service is in this process.
void raise_file_limit();

/// Makes a full demonstration in `directory` with one kind of seal key, and serves it on a free
/// port of the loopback address, profile B-B, without limits of requests.
Result<std::unique_ptr<House>> open_bench_house(const std::filesystem::path& directory,
                                                crypto::KeyKind seal_key,
                                                const BenchDemonstration& wish = {});
/// Every certificate nobody has applied for yet, each with an account of its own.
Result<std::vector<Subject>> open_subjects(House& house);
/// Applies for a copy. @return the page of the application
Result<std::string> apply_for(BenchClient& client, const Subject& subject);
/// Until every waiting copy is pressed.
Result<void> wait_until_pressed(service::Services& services);
/// Processor time of this process so far, all threads.
double processor_seconds();
/// The most memory this process has had so far, as the kernel counts it, MiB.
double peak_memory_mib();
/// Rows a benchmark of the office works on: YX_BENCH_ROWS in the environment, else 100,000.
std::int64_t bench_rows();
/// The empty PostgreSQL database that YX_BENCH_DATABASE in the environment names; else embedded.
config::Database bench_database();
/// Empties that database of what a demonstration made in it, for the next one; embedded: nothing.
Result<void> empty_database(const std::filesystem::path& data, const config::Database& database);
/// Seconds the server needs to take rows of a table, from memory, with COPY into a table like it
/// with the same constraints and indexes. @param rows  what follows the table's name: which of them
Result<double> copy_seconds(const std::filesystem::path& data,
                            const config::Database& database,
                            const std::string& table,
                            const std::string& rows);
/// Seconds an empty database with the same schema, at `target`, needs for `script` in one
/// transaction. The script finds the database `source` attached as "src".
Result<double> load_seconds(const std::filesystem::path& source,
                            const std::filesystem::path& target,
                            const std::string& script);

}  // namespace yinxin::app
