// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/seals.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

struct SealRow {
    std::string id;
    std::string type;
    std::string issuer_id;
    std::string name;
    domain::SealState state = domain::SealState::applied;
    CivilDay valid_from{};
    std::optional<CivilDay> valid_until;
    std::string key_name;
    std::int64_t uses = 0;
    std::optional<std::string> ofd_key_name;
    std::optional<Bytes> electronic_seal;
};

SealRecord record_of(SealRow row) {
    return {domain::Seal{std::move(row.id),
                         std::move(row.issuer_id),
                         {std::move(row.name), ""},
                         row.state,
                         row.valid_from,
                         row.valid_until},
            std::move(row.type),
            std::move(row.key_name),
            row.uses,
            std::move(row.ofd_key_name),
            std::move(row.electronic_seal)};
}

}  // namespace

Result<void> insert_seal(Transaction& transaction, const SealRecord& record) {
    const domain::Seal& seal = record.seal;
    std::optional<std::string> until;
    if (seal.valid_until) until = format_day(*seal.valid_until);
    YX_CHECK(transaction.execute(sql::seal::insert,
                                 seal.id,
                                 record.type,
                                 seal.issuer_id,
                                 seal.name.zh,
                                 seal.state,
                                 format_day(seal.valid_from),
                                 until,
                                 record.key_name,
                                 record.ofd_key_name,
                                 record.electronic_seal));
    return ok();
}

Result<std::optional<SealRecord>> find_seal(Reader& reader, std::string_view seal_id) {
    YX_TRY(std::optional<SealRow> row, reader.maybe<SealRow>(sql::seal::find, seal_id));
    if (!row) return std::optional<SealRecord>();
    return std::optional(record_of(*std::move(row)));
}

Result<std::vector<SealRecord>> list_seals(Reader& reader) {
    YX_TRY(std::vector<SealRow> rows, reader.all<SealRow>(sql::seal::list));
    std::vector<SealRecord> records;
    for (SealRow& row : rows) {
        records.push_back(record_of(std::move(row)));
    }
    return records;
}

Result<void> set_seal_state(Transaction& transaction,
                            std::string_view seal_id,
                            domain::SealState state) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::seal::set_state, seal_id, state));
    if (changed == 0) return Error(ErrorCode::not_found, "seal " + std::string(seal_id));
    return ok();
}

Result<void> set_electronic_seal(Transaction& transaction,
                                 std::string_view seal_id,
                                 std::string_view ofd_key_name,
                                 BytesView electronic_seal) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(
               sql::seal::set_electronic_seal, seal_id, ofd_key_name, electronic_seal));
    if (changed == 0) return Error(ErrorCode::not_found, "seal " + std::string(seal_id));
    return ok();
}

Result<void> count_seal_use(Transaction& transaction, std::string_view seal_id, std::int64_t n) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::seal::count_uses, seal_id, n));
    if (changed == 0) return Error(ErrorCode::not_found, "seal " + std::string(seal_id));
    return ok();
}

}  // namespace yinxin::storage
