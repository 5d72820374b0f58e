// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/receipt_press.hpp"

#include "yinxin/domain/day_number.hpp"
#include "yinxin/issuing/letter_press.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/restorations.hpp"
#include "yinxin/storage/verification_results.hpp"

namespace yinxin::service {
namespace {

using storage::ReceiptFiles;
using storage::Transaction;

/// Numbers are drawn at random; two of one day meet about never.
constexpr int number_tries = 3;

Result<ReceiptFiles> press(const issuing::LetterPress& letters,
                           const documents::Letter& letter,
                           const std::string& json,
                           Instant now) {
    YX_TRY(Bytes pdf, letters.seal(letter, now));
    YX_TRY(const std::string jws, letters.sign(json));
    return ReceiptFiles{letter.number, std::move(pdf), to_bytes(jws)};
}

/// One try with one number.
Task<Result<void>> press_numbered(Services& services, const ReceiptPlan& plan) {
    const Instant now = services.clock.now();
    documents::Letter letter = plan.letter;
    YX_CO_TRY(const std::int64_t generation,
              co_await services.store.read(
                  [](storage::Reader& reader) { return storage::generation_of(reader); }));
    letter.number = plan.make_number(
        civil_day(now), services.keys.numbers.draw(generation, domain::day_number_range));
    letter.made_at = format_civil(now);
    const std::string json = plan.json_of(letter);
    flow::Pool& pool = services.letters_pool != nullptr ? *services.letters_pool : services.cpu;
    YX_CO_TRY(const ReceiptFiles files,
              co_await flow::on_pool(pool, [letters = services.letters, letter, json, now] {
                  return press(*letters, letter, json, now);
              }));
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        const Instant until = now + services.settings.receipts.keep;
        YX_TRY(const bool is_new,
               storage::add_receipt(transaction, services.keys, plan.key, files, now, until));
        if (!is_new) return ok();
        return storage::append_audit(transaction,
                                     {now,
                                      plan.actor_kind,
                                      plan.actor,
                                      domain::EventKind::receipt_given,
                                      "receipt:" + files.number,
                                      {{"sha256", to_hex(crypto::sha256(files.pdf))}}});
    });
}

}  // namespace

Task<Result<void>> press_receipt(Services& services, ReceiptPlan plan) {
    if (services.letters == nullptr) co_return Error(ErrorCode::unavailable, "no receipts key");
    for (int left = number_tries; left > 0; --left) {
        auto given = co_await press_numbered(services, plan);
        const bool is_taken = !given && given.error().code() == ErrorCode::storage_conflict;
        if (!is_taken || left == 1) co_return given;
    }
    co_return Error(ErrorCode::internal, "unreachable");
}

}  // namespace yinxin::service
