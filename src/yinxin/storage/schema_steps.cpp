// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/schema_steps.hpp"

#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr Statement list_done{"schema_step.list", "SELECT name FROM schema_step ORDER BY name"};

}  // namespace

Result<std::vector<Migration>> steps_left(Reader& reader, std::string_view foreign_engine) {
    YX_TRY(const std::vector<std::string> done, reader.all<std::string>(list_done));
    for (const std::string& name : done) {
        const bool known = std::any_of(sql::migrations.begin(),
                                       sql::migrations.end(),
                                       [&](const Migration& step) { return name == step.name; });
        if (!known) {
            return Error(ErrorCode::storage_schema,
                         "the database has step " + name + ", which this program does not know");
        }
    }
    std::vector<Migration> left;
    for (const Migration& step : sql::migrations) {
        const bool is_done = std::find(done.begin(), done.end(), step.name) != done.end();
        const bool is_foreign = std::string_view(step.name).ends_with(foreign_engine);
        if (!is_done && !is_foreign) left.push_back(step);
    }
    return left;
}

}  // namespace yinxin::storage
