// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/copies.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/copy_number.hpp"
#include "yinxin/storage/restorations.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Codes there are: what make_copy_code uses of its bytes, read as one number, lies below this.
constexpr std::uint64_t copy_code_range = std::uint64_t{1} << 55;

struct Numbers {
    std::string copy_no;
    std::string code;
    std::string token;
};

/// A token needs no class: two of 128 random bits never meet.
Numbers draw_numbers(const crypto::NumberClasses& classes, std::int64_t generation, Instant now) {
    std::array<std::uint8_t, 7> code_bytes{};
    std::array<std::uint8_t, 16> token_bytes{};
    crypto::fill_random(token_bytes);
    std::uint64_t code = classes.draw(generation, copy_code_range);
    for (auto byte = code_bytes.rbegin(); byte != code_bytes.rend(); ++byte) {
        *byte = static_cast<std::uint8_t>(code);
        code >>= 8;
    }
    const std::uint64_t number = classes.draw(generation, domain::copy_number_range);
    return {domain::make_copy_number(civil_day(now), number),
            domain::make_copy_code(code_bytes).value,
            domain::make_copy_token(token_bytes).value};
}

/// On a day with a million copies every hundredth number of a class is taken: another is drawn.
Result<Numbers> reserve_numbers(Transaction& transaction,
                                const crypto::NumberClasses& classes,
                                std::int64_t generation,
                                const NewCopy& copy) {
    constexpr int most_draws = 16;
    for (int draw = 0; draw < most_draws; ++draw) {
        Numbers numbers = draw_numbers(classes, generation, copy.now);
        YX_TRY(const std::int64_t reserved,
               transaction.execute(
                   sql::lookup::insert_copy_no, numbers.copy_no, copy.holder, copy.id));
        if (reserved == 1) return numbers;
    }
    return Error(ErrorCode::storage_conflict, "no free number for a copy");
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

Result<void> insert_copy(Transaction& transaction, const DataKeys& keys, const NewCopy& copy) {
    // Read where the number is entered: the database may be another one than when we started.
    YX_TRY(const std::int64_t generation, generation_of(transaction));
    YX_TRY(const Numbers numbers, reserve_numbers(transaction, keys.numbers, generation, copy));
    YX_CHECK(transaction.send(sql::copy::insert,
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
        {&sql::lookup::insert_copy_code, numbers.code}};
    for (const auto& [statement, number] : reserved) {
        YX_TRY(const std::int64_t rows,
               transaction.execute(*statement, number, copy.holder, copy.id));
        if (rows != 1) return Error(ErrorCode::storage_conflict, "a copy has this number");
    }
    return ok();
}

Result<void> insert_copy_with_job(Transaction& transaction,
                                  const DataKeys& keys,
                                  const NewCopy& copy) {
    YX_CHECK(insert_copy(transaction, keys, copy));
    YX_CHECK(transaction.send(
        sql::job::insert, new_id(), "press", copy.holder, copy.id, copy.now, copy.now, copy.trace));
    return ok();
}

Result<std::vector<CopyChecks>> list_copy_checks(Reader& reader, HolderId holder, LineId line) {
    return reader.all<CopyChecks>(sql::copy::list_checks, holder, line);
}

Result<void> count_copy_check(
    Transaction& transaction, CopyKey key, std::string_view door, Instant now, std::int64_t n) {
    const std::int64_t minute = epoch_of(now) / 60 * 60;
    YX_CHECK(transaction.send(sql::copy::count_check, key.holder, key.copy, door, minute, n));
    return ok();
}

}  // namespace yinxin::storage
