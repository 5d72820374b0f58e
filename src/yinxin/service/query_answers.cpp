// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/query_answers.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/receipt_number.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/json_members.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/receipt_press.hpp"

#include <span>

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using domain::CertificateKind;
using domain::CertificateStatus;
using json_members::both;
using storage::Reader;
using storage::ReceiptFiles;
using storage::Transaction;

/// As for the answers about files: long enough to read again, short enough to forget.
constexpr std::chrono::hours answer_is_kept{24};
constexpr std::size_t asked_fields = 6;
constexpr std::size_t found_fields = 11;

/// The account is part of the key: the same token in other hands opens nothing.
crypto::Digest32 key_of(AccountId account, std::string_view token) {
    return crypto::sha256(as_bytes("query:" + account.str() + ":" + std::string(token)));
}

std::string pack(const QueryAnswer& answer) {
    std::vector<std::string> fields{answer.asked.name,
                                    answer.asked.id_number,
                                    answer.asked.management_number,
                                    answer.asked.purpose,
                                    answer.masked_id,
                                    std::to_string(epoch_of(answer.at))};
    if (!answer.found) return pack_fields(fields);
    const QueriedCertificate& found = *answer.found;
    const char* withheld = found.is_stopped ? "stopped" : (found.is_recalled ? "recalled" : "");
    for (const std::string& field : {std::string(domain::key(found.kind)),
                                     found.qualification.zh,
                                     found.qualification.en,
                                     found.level.zh,
                                     found.level.en,
                                     found.specialty.zh,
                                     found.specialty.en,
                                     format_day(found.issued_on),
                                     std::string(domain::key(found.status)),
                                     std::string(withheld),
                                     found.photo_sha256}) {
        fields.push_back(field);
    }
    return pack_fields(fields);
}

Result<QueriedCertificate> unpack_found(std::span<const std::string> fields) {
    const auto kind = domain::parse_key<CertificateKind>(fields[0]);
    const auto status = domain::parse_key<CertificateStatus>(fields[8]);
    if (!kind || !status) return Error(ErrorCode::malformed, "a packed query answer");
    YX_TRY(const CivilDay issued_on, parse_day(fields[7]));
    return QueriedCertificate{*kind,
                              {fields[1], fields[2]},
                              {fields[3], fields[4]},
                              {fields[5], fields[6]},
                              issued_on,
                              *status,
                              fields[9] == "recalled",
                              fields[9] == "stopped",
                              fields[10]};
}

/// @error malformed  not written by pack, or by a program whose answers had other members.
Result<QueryAnswer> unpack(std::string_view packed) {
    YX_TRY(const std::vector<std::string> fields, unpack_fields(packed));
    const bool is_found = fields.size() == asked_fields + found_fields;
    if (!is_found && fields.size() != asked_fields) {
        return Error(ErrorCode::malformed, "a packed query answer");
    }
    const auto at = parse_integer(fields[5]);
    if (!at) return Error(ErrorCode::malformed, "a packed query answer");
    QueryAnswer answer{
        {fields[0], fields[1], fields[2], fields[3]}, fields[4], instant_of(*at), std::nullopt};
    if (!is_found) return answer;
    YX_TRY(answer.found, unpack_found(std::span(fields).subspan(asked_fields)));
    return answer;
}

json::value certificate_of(const QueryAnswer& answer) {
    if (!answer.found) return nullptr;
    const QueriedCertificate& found = *answer.found;
    return json::object{{"kind", domain::key(found.kind)},
                        {"qualification", both(found.qualification)},
                        {"level", both(found.level)},
                        {"specialty", both(found.specialty)},
                        {"issued_on", format_day(found.issued_on)},
                        {"status", domain::key(found.status)},
                        {"recalled", found.is_recalled},
                        {"stopped", found.is_stopped}};
}

std::string query_receipt_json(const QueryAnswer& answer,
                               const documents::Letter& letter,
                               std::string_view service_url) {
    const json::object asked{{"name", answer.asked.name},
                             {"masked_id", answer.masked_id},
                             {"management_number", answer.asked.management_number}};
    return json::serialize(json::object{{"type", "yinxin-query-receipt"},
                                        {"version", 1},
                                        {"number", letter.number},
                                        {"service", service_url},
                                        {"made_at", letter.made_at},
                                        {"asked_at", format_civil(answer.at)},
                                        {"purpose", answer.asked.purpose},
                                        {"asked", asked},
                                        {"outcome", answer.outcome()},
                                        {"certificate", certificate_of(answer)},
                                        {"words", json_members::words(letter)}});
}

}  // namespace

std::string QueryAnswer::outcome() const {
    if (!found) return "not_found";
    if (found->is_stopped) return "stopped";
    return found->is_recalled ? "recalled" : std::string(domain::key(found->status));
}

QueriedCertificate queried(const storage::CertificateRecord& record) {
    const domain::FaceData& face = record.face;
    return {face.kind,
            face.qualification,
            face.level,
            face.specialty,
            face.issued_on,
            record.status,
            storage::is_recalled(record),
            storage::is_stopped(record),
            storage::is_released(record) ? face.photo_sha256 : std::string()};
}

Result<std::string> keep_query_answer(Transaction& transaction,
                                      const storage::DataKeys& keys,
                                      AccountId account,
                                      const QueryAnswer& answer) {
    std::string token = crypto::random_token();
    YX_CHECK(storage::insert_result(transaction,
                                    keys,
                                    {key_of(account, token),
                                     answer.at,
                                     answer.at + answer_is_kept,
                                     std::string(query_outcome_prefix) + answer.outcome(),
                                     pack(answer)}));
    return token;
}

Task<Result<KeptQueryAnswer>> load_query_answer(Services& services,
                                                AccountId account,
                                                std::string token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 key = key_of(account, token);
    YX_CO_TRY(std::optional<storage::KeptRow> row,
              co_await services.store.read([&](Reader& reader) {
                  return storage::find_result(reader, services.keys, key, now);
              }));
    if (!row) co_return Error(ErrorCode::not_found, "no answer with this token");
    // A program of another version kept it: as good as gone.
    Result<QueryAnswer> answer = unpack(row->report);
    if (!answer) co_return Error(ErrorCode::not_found, "an answer of another version");
    KeptQueryAnswer kept;
    kept.answer = *std::move(answer);
    kept.expires_at = row->expires_at;
    kept.receipt_no = std::move(row->receipt_no);
    kept.receipt_made_at = row->receipt_made_at;
    if (kept.answer.found && !kept.answer.found->photo_sha256.empty()) {
        // A missing photo does not spoil the answer.
        auto photo = co_await fetch_photo(services, kept.answer.found->photo_sha256);
        if (photo) kept.photo = *std::move(photo);
    }
    co_return kept;
}

Task<Result<void>> give_query_receipt(Services& services,
                                      AccountId account,
                                      std::string token,
                                      QueryReceiptWords words) {
    YX_CO_TRY(const KeptQueryAnswer kept, co_await load_query_answer(services, account, token));
    if (kept.receipt_no) co_return ok();
    ReceiptPlan plan;
    plan.key = key_of(account, token);
    plan.letter = words(kept.answer);
    plan.json_of = [&kept, &services](const documents::Letter& letter) {
        return query_receipt_json(kept.answer, letter, services.settings.public_url);
    };
    plan.make_number = domain::make_query_receipt_number;
    plan.actor_kind = domain::ActorKind::verifier;
    plan.actor = account.str();
    co_return co_await press_receipt(services, std::move(plan));
}

Task<Result<ReceiptFiles>> open_query_receipt(Services& services,
                                              AccountId account,
                                              std::string token) {
    const Instant now = services.clock.now();
    const crypto::Digest32 key = key_of(account, token);
    YX_CO_TRY(std::optional<ReceiptFiles> files, co_await services.store.read([&](Reader& reader) {
        return storage::find_receipt_files(reader, services.keys, key, now);
    }));
    if (!files) co_return Error(ErrorCode::not_found, "no receipt with this token");
    co_return *std::move(files);
}

}  // namespace yinxin::service
