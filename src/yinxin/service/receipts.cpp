// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/receipts.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/receipt_number.hpp"
#include "yinxin/service/receipt_json.hpp"
#include "yinxin/service/receipt_press.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::ReceiptFiles;
using storage::Transaction;

/// Long enough to read an answer again, short enough to forget it.
constexpr std::chrono::hours answer_is_kept{24};
crypto::Digest32 hash_of(std::string_view token) {
    return crypto::sha256(as_bytes(token));
}

}  // namespace

Task<Result<std::string>> keep_answer(Services& services, CheckedSubject checked) {
    const Instant now = services.clock.now();
    const std::string token = crypto::random_token();
    const storage::NewResult result{hash_of(token),
                                    now,
                                    now + answer_is_kept,
                                    std::string(domain::key(checked.report.verdict)),
                                    pack(checked)};
    YX_CO_CHECK(co_await services.store.write([&](Transaction& transaction) {
        return storage::insert_result(transaction, services.keys, result);
    }));
    co_return token;
}

Task<Result<KeptAnswer>> load_answer(Services& services, std::string token) {
    const Instant now = services.clock.now();
    YX_CO_TRY(std::optional<storage::KeptRow> row,
              co_await services.store.read([&](Reader& reader) {
                  return storage::find_result(reader, services.keys, hash_of(token), now);
              }));
    if (!row) co_return Error(ErrorCode::not_found, "no answer with this token");
    // A program of another version kept it: as good as gone.
    Result<CheckedSubject> checked = unpack_checked(row->report);
    if (!checked) co_return Error(ErrorCode::not_found, "an answer of another version");
    co_return KeptAnswer{*std::move(checked),
                         row->checked_at,
                         row->expires_at,
                         std::move(row->receipt_no),
                         row->receipt_made_at};
}

Task<Result<void>> give_receipt(Services& services, std::string token, ReceiptWords words) {
    if (services.letters == nullptr) co_return Error(ErrorCode::unavailable, "no receipts key");
    YX_CO_TRY(const KeptAnswer answer, co_await load_answer(services, token));
    if (answer.receipt_no) co_return ok();
    ReceiptPlan plan;
    plan.key = hash_of(token);
    plan.letter = words(answer);
    plan.json_of = [&answer, &services](const documents::Letter& letter) {
        return receipt_json(answer, letter, services.settings.public_url);
    };
    plan.make_number = domain::make_receipt_number;
    co_return co_await press_receipt(services, std::move(plan));
}

Task<Result<ReceiptFiles>> open_receipt(Services& services, std::string token) {
    const Instant now = services.clock.now();
    YX_CO_TRY(std::optional<ReceiptFiles> files, co_await services.store.read([&](Reader& reader) {
        return storage::find_receipt_files(reader, services.keys, hash_of(token), now);
    }));
    if (!files) co_return Error(ErrorCode::not_found, "no receipt with this token");
    co_return *std::move(files);
}

Task<Result<std::optional<storage::ReceiptRow>>> recognise_receipt(Services& services,
                                                                   crypto::Digest32 sha256) {
    co_return co_await services.store.read(
        [&](Reader& reader) { return storage::find_receipt_by_file(reader, sha256); });
}

}  // namespace yinxin::service
