// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/erasures.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/service/erasures.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

Result<void> list(const std::filesystem::path& directory) {
    YX_TRY(DataDirectory data, DataDirectory::open(directory));
    const CivilDay from = civil_day(SystemClock().now()) - service::erasures_shown;
    YX_TRY(const auto rows, data.store->read_now([from](storage::Reader& reader) {
        return storage::list_erasures(reader, from);
    }));
    for (const storage::ErasureRow& row : rows) {
        fmt::print("{}  {}  {}\n", format_day(CivilDay(Days(row.day))), row.what, row.erased);
    }
    return ok();
}

}  // namespace

int run_erasures(const std::filesystem::path& data) {
    const Result<void> done = list(data);
    if (done) return exit_ok;
    const Error& error = done.error();
    fmt::print(stderr, "yinxin: {}: {}\n", dotted_name(error.code()), error.detail());
    return exit_failed;
}

}  // namespace yinxin::cli
