// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/copies.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/copy_number.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

struct Numbers {
    std::string copy_no;
    std::string code;
    std::string token;
};

Numbers draw_numbers(Instant now) {
    std::array<std::uint8_t, 7> code_bytes{};
    std::array<std::uint8_t, 16> token_bytes{};
    std::array<std::uint8_t, 8> number_bytes{};
    crypto::fill_random(code_bytes);
    crypto::fill_random(token_bytes);
    crypto::fill_random(number_bytes);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : number_bytes) {
        number = (number << 8) | byte;
    }
    return {domain::make_copy_number(civil_day(now), number),
            domain::make_copy_code(code_bytes).value,
            domain::make_copy_token(token_bytes).value};
}

}  // namespace

Result<std::optional<CopyRow>> find_copy(Reader& reader, CopyKey key) {
    return reader.maybe<CopyRow>(sql::copy::find, key.holder, key.copy);
}

Result<std::optional<CopyFileRow>> find_copy_file(Reader& reader,
                                                  CopyKey key,
                                                  domain::CopyFormat format) {
    return reader.maybe<CopyFileRow>(sql::copy::find_file, key.holder, key.copy, format);
}

Result<std::vector<CopyFileRow>> list_copy_files(Reader& reader, CopyKey key) {
    return reader.all<CopyFileRow>(sql::copy::list_files, key.holder, key.copy);
}

Result<std::optional<CopyKey>> find_copy_by_token(Reader& reader, const domain::CopyToken& token) {
    return reader.maybe<CopyKey>(sql::lookup::find_copy_token, token.value);
}

Result<std::optional<CopyKey>> find_copy_by_code(Reader& reader, const domain::CopyCode& code) {
    return reader.maybe<CopyKey>(sql::lookup::find_copy_code, code.value);
}

Result<std::optional<CopyKey>> find_copy_by_number(Reader& reader, std::string_view copy_no) {
    return reader.maybe<CopyKey>(sql::lookup::find_copy_no, copy_no);
}

Result<std::optional<ExemptCopy>> find_exempt_copy(Reader& reader,
                                                   HolderId holder,
                                                   LineId line,
                                                   int version) {
    return reader.maybe<ExemptCopy>(sql::copy::find_exempt, holder, line, version);
}

Result<void> insert_copy(Transaction& transaction, const NewCopy& copy) {
    const Numbers numbers = draw_numbers(copy.now);
    YX_CHECK(transaction.execute(sql::copy::insert,
                                 copy.holder,
                                 copy.id,
                                 numbers.copy_no,
                                 numbers.code,
                                 numbers.token,
                                 copy.line,
                                 copy.version,
                                 copy.endorsement,
                                 copy.now));
    const std::pair<const Statement*, const std::string&> reserved[] = {
        {&sql::lookup::insert_copy_token, numbers.token},
        {&sql::lookup::insert_copy_code, numbers.code},
        {&sql::lookup::insert_copy_no, numbers.copy_no}};
    for (const auto& [statement, number] : reserved) {
        YX_TRY(const std::int64_t rows,
               transaction.execute(*statement, number, copy.holder, copy.id));
        if (rows != 1) return Error(ErrorCode::storage_conflict, "a copy has this number");
    }
    return ok();
}

Result<void> insert_copy_with_job(Transaction& transaction, const NewCopy& copy) {
    YX_CHECK(insert_copy(transaction, copy));
    YX_CHECK(transaction.execute(
        sql::job::insert, new_id(), "press", copy.holder, copy.id, copy.now, copy.now));
    return ok();
}

Result<std::vector<CopyChecks>> list_copy_checks(Reader& reader, HolderId holder, LineId line) {
    return reader.all<CopyChecks>(sql::copy::list_checks, holder, line);
}

Result<void> count_copy_check(Transaction& transaction,
                              CopyKey key,
                              std::string_view door,
                              Instant now) {
    const std::int64_t minute = epoch_of(now) / 60 * 60;
    YX_CHECK(transaction.execute(sql::copy::count_check, key.holder, key.copy, door, minute));
    return ok();
}

}  // namespace yinxin::storage
