// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/copy_states.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {

Result<std::vector<CopyStanding>> list_copy_standings(Reader& reader, LineKey key) {
    YX_TRY(std::vector<CopyRow> copies,
           reader.all<CopyRow>(sql::copy::list_for_line, key.holder, key.line));
    YX_TRY(const std::vector<CopyJob> jobs,
           reader.all<CopyJob>(sql::job::list_of_copies, key.holder));
    std::vector<CopyStanding> standings;
    standings.reserve(copies.size());
    for (CopyRow& copy : copies) {
        CopyStanding standing{std::move(copy), std::nullopt, std::nullopt};
        YX_TRY(standing.pdf,
               find_copy_file(reader, {key.holder, standing.copy.id}, domain::CopyFormat::pdf));
        const auto job = std::ranges::find(jobs, standing.copy.id, &CopyJob::copy);
        if (job != jobs.end()) standing.job = *job;
        standings.push_back(std::move(standing));
    }
    return standings;
}

Result<std::vector<MessageStanding>> list_messages_to(Reader& reader,
                                                      const DataKeys& keys,
                                                      const domain::Recipient& recipient,
                                                      int most) {
    return reader.all<MessageStanding>(
        sql::message::list_to, personal_columns::recipient_index(keys.index, recipient), most);
}

}  // namespace yinxin::storage
