// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/person_match.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

using storage::FactState;

/// Whether the name is one of the person's, and which.
std::optional<FactState> find_name(const std::vector<storage::PersonNameFact>& names,
                                   const domain::PersonName& name) {
    for (const storage::PersonNameFact& fact : names) {  // the current one is first
        if (domain::same_name(fact.name, name)) return fact.state;
    }
    return std::nullopt;
}

}  // namespace

Result<std::optional<PersonClaim>> find_claimed_person(storage::Reader& reader,
                                                       const storage::DataKeys& keys,
                                                       const storage::StatedPerson& stated) {
    YX_TRY(const std::vector<storage::PersonMatch> matches,
           storage::find_persons_by_document(reader, keys, stated.document));
    std::optional<PersonClaim> found;
    for (const storage::PersonMatch& match : matches) {
        YX_TRY(const bool is_known, storage::has_released_certificate(reader, match.holder));
        if (!is_known) continue;
        YX_TRY(const std::vector<storage::PersonNameFact> names,
               storage::list_person_names(reader, keys, match.holder));
        const std::optional<FactState> fitting = find_name(names, stated.name);
        if (!fitting) continue;
        const PersonClaim claim{
            match.holder, *fitting == FactState::former, match.state == FactState::former};
        if (claim.is_current()) return std::optional(claim);
        if (!found) found = claim;
    }
    return found;
}

Result<std::optional<storage::AccountRow>> find_own_account(storage::Reader& reader,
                                                            const storage::DataKeys& keys,
                                                            const storage::StatedPerson& wanted) {
    YX_TRY(std::vector<storage::AccountRow> rows,
           reader.all<storage::AccountRow>(
               storage::sql::account::list_bound_by_document,
               storage::personal_columns::number_index(keys.index, wanted.document)));
    for (storage::AccountRow& row : rows) {
        YX_TRY(const storage::AccountIdentity identity, storage::open_identity(keys, row));
        if (!identity.person || !domain::same_name(identity.person->name, wanted.name)) continue;
        return std::optional(std::move(row));
    }
    return std::optional<storage::AccountRow>();
}

Result<std::vector<domain::IdNumber>> possible_documents(domain::IdDocumentType type,
                                                         std::string_view typed) {
    Result<domain::IdNumber> own = domain::parse_id_number(type, typed);
    std::vector<domain::IdNumber> documents;
    if (own) documents.push_back(*own);
    for (const auto& row : domain::all_keyed<domain::IdDocumentType>()) {
        if (row.value == type) continue;
        if (auto other = domain::parse_id_number(row.value, typed)) {
            documents.push_back(*std::move(other));
        }
    }
    // "Other" accepts nearly anything: a number that is none of the account's type and fits only
    // there is a slip of the finger, and the person should hear which.
    const bool is_only_other = documents.size() == 1 &&
                               documents.front().type == domain::IdDocumentType::other &&
                               type != domain::IdDocumentType::other;
    if (documents.empty() || is_only_other) return std::move(own).error();
    return documents;
}

}  // namespace yinxin::service
