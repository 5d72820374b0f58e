// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/organisation_purposes.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/organisation_purpose/list.sql.
struct SealedPurpose {
    PurposeId id;
    Bytes text;
    domain::PurposeKind kind;
    Instant created_at;
};

crypto::Digest32 index_of(const DataKeys& keys,
                          OrganisationId organisation,
                          std::string_view text) {
    return keys.index.of("organisation-purpose/" + organisation.str(), text);
}

Bytes sealed_text(const DataKeys& keys, OrganisationId organisation, std::string_view text) {
    return keys.columns.seal(personal_columns::organisation_purpose(organisation), text);
}

/// @param purpose  may keep its own words; unset: a new one.
Result<void> check_words_free(Reader& reader,
                              OrganisationId organisation,
                              PurposeId purpose,
                              const crypto::Digest32& text_index) {
    YX_TRY(
        const auto found,
        reader.maybe<PurposeId>(sql::organisation_purpose::find_by_text, organisation, text_index));
    if (found && *found != purpose) return Error(ErrorCode::organisation_purpose_exists);
    return ok();
}

}  // namespace

Result<std::vector<PurposeRow>> list_purposes(Reader& reader,
                                              const DataKeys& keys,
                                              OrganisationId organisation) {
    YX_TRY(const std::vector<SealedPurpose> sealed,
           reader.all<SealedPurpose>(sql::organisation_purpose::list, organisation));
    std::vector<PurposeRow> rows;
    for (const SealedPurpose& one : sealed) {
        YX_TRY(
            std::string text,
            keys.columns.open_text(personal_columns::organisation_purpose(organisation), one.text));
        rows.push_back({one.id, std::move(text), one.kind, one.created_at});
    }
    return rows;
}

Result<PurposeId> insert_purpose(Transaction& transaction,
                                 const DataKeys& keys,
                                 OrganisationId organisation,
                                 std::string_view text,
                                 domain::PurposeKind kind,
                                 Instant now) {
    const crypto::Digest32 words = index_of(keys, organisation, text);
    YX_CHECK(check_words_free(transaction, organisation, {}, words));
    const auto id = make_id<PurposeId>();
    YX_CHECK(transaction.execute(sql::organisation_purpose::insert,
                                 organisation,
                                 id,
                                 sealed_text(keys, organisation, text),
                                 words,
                                 kind,
                                 now));
    return id;
}

Result<void> rename_purpose(Transaction& transaction,
                            const DataKeys& keys,
                            OrganisationId organisation,
                            PurposeId purpose,
                            std::string_view text) {
    const crypto::Digest32 words = index_of(keys, organisation, text);
    YX_CHECK(check_words_free(transaction, organisation, purpose, words));
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::organisation_purpose::rename,
                               organisation,
                               purpose,
                               sealed_text(keys, organisation, text),
                               words));
    if (changed == 0) return Error(ErrorCode::not_found, "purpose");
    return ok();
}

Result<void> retire_purpose(Transaction& transaction,
                            OrganisationId organisation,
                            PurposeId purpose,
                            Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::organisation_purpose::retire, organisation, purpose, now));
    if (changed == 0) return Error(ErrorCode::not_found, "purpose");
    return ok();
}

}  // namespace yinxin::storage
