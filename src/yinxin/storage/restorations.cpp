// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/restorations.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<std::int64_t> generation_of(Reader& reader) {
    return reader.one<std::int64_t>(sql::restoration::generation);
}

Result<std::vector<Restoration>> list_restorations(Reader& reader) {
    return reader.all<Restoration>(sql::restoration::list);
}

Result<std::int64_t> record_restoration(Transaction& transaction, const NewRestoration& restored) {
    if (restored.gap < 1) return Error(ErrorCode::invalid_input, "a gap below 1");
    YX_TRY(const std::int64_t before, generation_of(transaction));
    const std::int64_t generation = before + 1;
    YX_CHECK(transaction.execute(sql::restoration::insert,
                                 generation,
                                 restored.at,
                                 restored.restored.seq,
                                 restored.restored.chain,
                                 restored.witness.seq,
                                 restored.witness.chain,
                                 restored.gap));
    YX_CHECK(transaction.execute(sql::restoration::advance_series, restored.gap));
    YX_CHECK(transaction.execute(sql::restoration::advance_feeds, restored.gap));
    // What was ended after the state that is back would be alive again, and nobody knows which.
    for (const Statement& ends : {sql::restoration::end_sessions,
                                  sql::restoration::end_staff_sessions,
                                  sql::restoration::end_one_time_codes,
                                  sql::restoration::end_download_links,
                                  sql::restoration::end_use_codes,
                                  sql::restoration::end_api_answers}) {
        YX_CHECK(transaction.execute(ends));
    }
    YX_CHECK(append_audit(transaction,
                          {restored.at,
                           domain::ActorKind::operator_shell,
                           "restore",
                           domain::EventKind::data_restored,
                           "restoration:" + std::to_string(generation),
                           {{"source", restored.source},
                            {"restored_seq", std::to_string(restored.restored.seq)},
                            {"restored_chain", to_hex(restored.restored.chain)},
                            {"witness_seq", std::to_string(restored.witness.seq)},
                            {"witness_chain", to_hex(restored.witness.chain)},
                            {"gap", std::to_string(restored.gap)}}}));
    return generation;
}

}  // namespace yinxin::storage
