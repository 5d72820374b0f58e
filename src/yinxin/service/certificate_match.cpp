// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_match.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"
#include "yinxin/storage/persons.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::IdDocumentType;
using domain::IdNumber;

/// 18 characters of which 17 are digits, or 15 digits: written like a resident's number.
bool is_like_resident(std::string_view typed) {
    const std::u32string number = domain::fold::compact(typed);
    const auto digits =
        std::ranges::count_if(number, [](char32_t c) { return c >= '0' && c <= '9'; });
    return (number.size() == 18 && digits >= 17) || (number.size() == 15 && digits == 15);
}

/// Passports and the like accept nearly anything: what is written like a resident's number and is
/// none is a slip of the finger, and the person should hear which.
Result<std::vector<IdNumber>> every_document(std::string_view typed) {
    Result<IdNumber> resident =
        domain::parse_id_number(IdDocumentType::resident_identity_card, typed);
    std::vector<IdNumber> documents;
    bool has_checked_kind = resident.has_value();
    for (const auto& row : domain::all_keyed<IdDocumentType>()) {
        auto document = domain::parse_id_number(row.value, typed);
        if (!document) continue;
        has_checked_kind |= row.value == IdDocumentType::hk_macau_taiwan_residence ||
                            row.value == IdDocumentType::foreign_permanent_residence;
        documents.push_back(*std::move(document));
    }
    if (documents.empty() || (!has_checked_kind && is_like_resident(typed))) {
        return std::move(resident).error();
    }
    return documents;
}

template <class T>
Result<T> of_field(Result<T> parsed, const char* field) {
    if (!parsed) return std::move(parsed).error().with("field", field);
    return parsed;
}

Result<bool> has_document(storage::Reader& reader,
                          const storage::DataKeys& keys,
                          HolderId holder,
                          const std::vector<IdNumber>& documents) {
    for (const IdNumber& document : documents) {
        YX_TRY(const auto matches, storage::find_persons_by_document(reader, keys, document));
        if (std::ranges::find(matches, holder, &storage::PersonMatch::holder) != matches.end()) {
            return true;
        }
    }
    return false;
}

Result<bool> has_name(storage::Reader& reader,
                      const storage::DataKeys& keys,
                      HolderId holder,
                      const domain::PersonName& name) {
    YX_TRY(const auto names, storage::list_person_names(reader, keys, holder));
    return std::ranges::any_of(names, [&](const storage::PersonNameFact& fact) {
        return domain::same_name(fact.name, name);
    });
}

}  // namespace

Result<CertificateClaim> parse_certificate_claim(std::string_view name,
                                                 std::string_view id_number,
                                                 std::string_view management_no) {
    CertificateClaim claim;
    YX_TRY(claim.name, of_field(domain::parse_person_name(name), "name"));
    YX_TRY(claim.documents, of_field(every_document(id_number), "id_number"));
    YX_TRY(claim.management_no,
           of_field(domain::parse_management_no(management_no), "management_number"));
    return claim;
}

Result<std::optional<storage::CertificateRecord>> find_claimed_certificate(
    storage::Reader& reader, const storage::DataKeys& keys, const CertificateClaim& claim) {
    std::optional<storage::CertificateRecord> nobody;
    YX_TRY(const auto line, storage::find_line_by_management_no(reader, claim.management_no));
    if (!line) return nobody;
    YX_TRY(const bool fits_document, has_document(reader, keys, line->holder, claim.documents));
    YX_TRY(const bool fits_name, has_name(reader, keys, line->holder, claim.name));
    if (!fits_document || !fits_name) return nobody;
    YX_TRY(auto record, storage::find_certificate(reader, keys, line->holder, line->line));
    if (!record || !storage::is_known(*record)) return nobody;
    return record;
}

}  // namespace yinxin::service
