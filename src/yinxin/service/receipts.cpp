// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/receipts.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/receipt_number.hpp"
#include "yinxin/issuing/letter_press.hpp"
#include "yinxin/service/receipt_json.hpp"
#include "yinxin/storage/audit_log.hpp"

namespace yinxin::service {
namespace {

using storage::Reader;
using storage::ReceiptFiles;
using storage::Transaction;

/// Long enough to read an answer again, short enough to forget it.
constexpr std::chrono::hours answer_is_kept{24};
/// Numbers are drawn at random; two of one day meet about never.
constexpr int number_tries = 3;

crypto::Digest32 hash_of(std::string_view token) {
    return crypto::sha256(as_bytes(token));
}

std::string draw_number(Instant now) {
    const std::uint64_t drawn =
        std::uint64_t{crypto::random_below(100'000)} * 100'000 + crypto::random_below(100'000);
    return domain::make_receipt_number(civil_day(now), drawn);
}

Result<ReceiptFiles> press(const issuing::LetterPress& letters,
                           const documents::Letter& letter,
                           const std::string& json,
                           Instant now) {
    YX_TRY(Bytes pdf, letters.seal(letter, now));
    YX_TRY(const std::string jws, letters.sign(json));
    return ReceiptFiles{letter.number, std::move(pdf), to_bytes(jws)};
}

/// One try with one number.
Task<Result<void>> give_numbered(Services& services,
                                 const std::string& token,
                                 const KeptAnswer& answer,
                                 documents::Letter letter) {
    const Instant now = services.clock.now();
    letter.number = draw_number(now);
    letter.made_at = format_civil(now);
    const std::string json = receipt_json(answer, letter, services.settings.public_url);
    flow::Pool& pool = services.letters_pool != nullptr ? *services.letters_pool : services.cpu;
    YX_CO_TRY(const ReceiptFiles files,
              co_await flow::on_pool(pool, [letters = services.letters, letter, json, now] {
                  return press(*letters, letter, json, now);
              }));
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        const Instant until = now + services.settings.receipts.keep;
        YX_TRY(const bool is_new,
               storage::add_receipt(transaction, services.keys, hash_of(token), files, now, until));
        if (!is_new) return ok();
        return storage::append_audit(transaction,
                                     {now,
                                      domain::ActorKind::anonymous,
                                      "",
                                      domain::EventKind::receipt_given,
                                      "receipt:" + files.number,
                                      {{"sha256", to_hex(crypto::sha256(files.pdf))}}});
    });
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
    const documents::Letter letter = words(answer);
    for (int left = number_tries; left > 0; --left) {
        auto given = co_await give_numbered(services, token, answer, letter);
        const bool is_taken = !given && given.error().code() == ErrorCode::storage_conflict;
        if (!is_taken || left == 1) co_return given;
    }
    co_return Error(ErrorCode::internal, "unreachable");
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
