// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/persons.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

Result<void> check(const NewPerson& person) {
    const auto current_names =
        std::ranges::count(person.names, FactState::current, &PersonNameFact::state);
    const auto current_documents =
        std::ranges::count(person.documents, FactState::current, &PersonDocumentFact::state);
    if (current_names != 1 || current_documents < 1) {
        return Error(ErrorCode::invalid_input, "a person has one current name and a document");
    }
    return ok();
}

Result<void> insert_names(Transaction& transaction,
                          const DataKeys& keys,
                          HolderId holder,
                          const std::vector<PersonNameFact>& names) {
    const std::string context = personal_columns::person_name(holder);
    std::int64_t seq = 0;
    for (const PersonNameFact& fact : names) {
        YX_CHECK(transaction.execute(sql::person::insert_name,
                                     holder,
                                     ++seq,
                                     keys.columns.seal(context, fact.name.value),
                                     fact.state,
                                     fact.changed_at));
    }
    return ok();
}

Result<void> insert_documents(Transaction& transaction,
                              const DataKeys& keys,
                              HolderId holder,
                              const std::vector<PersonDocumentFact>& documents) {
    const std::string context = personal_columns::person_document(holder);
    std::int64_t seq = 0;
    for (const PersonDocumentFact& fact : documents) {
        const crypto::Digest32 index = personal_columns::number_index(keys.index, fact.document);
        YX_CHECK(transaction.execute(sql::person::insert_document,
                                     holder,
                                     ++seq,
                                     fact.document.type,
                                     keys.columns.seal(context, fact.document.number),
                                     index,
                                     domain::masked(fact.document),
                                     fact.state,
                                     fact.changed_at));
        YX_CHECK(
            transaction.execute(sql::person::insert_lookup_document, index, holder, fact.state));
    }
    return ok();
}

struct SealedName {
    Bytes name;
    FactState state;
    Instant changed_at;
};
struct MaskedDocument {
    domain::IdDocumentType type;
    std::string number;
    FactState state;
};

}  // namespace

Result<HolderId> insert_person(Transaction& transaction,
                               const DataKeys& keys,
                               const NewPerson& person) {
    YX_CHECK(check(person));
    const HolderId holder = person.holder.is_set() ? person.holder : make_id<HolderId>();
    YX_CHECK(transaction.execute(sql::person::insert, holder, person.created_at));
    YX_CHECK(insert_names(transaction, keys, holder, person.names));
    YX_CHECK(insert_documents(transaction, keys, holder, person.documents));
    if (person.mobile) {
        YX_CHECK(transaction.execute(
            sql::person::insert_mobile,
            holder,
            keys.columns.seal(personal_columns::person_mobile(holder), person.mobile->e164),
            personal_columns::mobile_index(keys.index, *person.mobile),
            domain::masked_mobile(*person.mobile),
            person.created_at));
    }
    return holder;
}

Result<std::vector<PersonMatch>> find_persons_by_document(Reader& reader,
                                                          const DataKeys& keys,
                                                          const domain::IdNumber& document) {
    return reader.all<PersonMatch>(sql::person::find_by_document,
                                   personal_columns::number_index(keys.index, document));
}

Result<std::vector<PersonNameFact>> list_person_names(Reader& reader,
                                                      const DataKeys& keys,
                                                      HolderId holder) {
    YX_TRY(const std::vector<SealedName> rows,
           reader.all<SealedName>(sql::person::list_names, holder));
    const std::string context = personal_columns::person_name(holder);
    std::vector<PersonNameFact> names;
    names.reserve(rows.size());
    for (const SealedName& row : rows) {
        YX_TRY(std::string name, keys.columns.open_text(context, row.name));
        names.push_back({domain::PersonName{std::move(name)}, row.state, row.changed_at});
    }
    return names;
}

Result<std::optional<domain::Mobile>> find_person_mobile(Reader& reader,
                                                         const DataKeys& keys,
                                                         HolderId holder) {
    YX_TRY(const std::optional<Bytes> sealed,
           reader.maybe<Bytes>(sql::person::find_mobile, holder));
    if (!sealed) return std::optional<domain::Mobile>();
    YX_TRY(std::string e164,
           keys.columns.open_text(personal_columns::person_mobile(holder), *sealed));
    return std::optional(domain::Mobile{std::move(e164)});
}

Result<MaskedPerson> find_masked_person(Reader& reader, const DataKeys& keys, HolderId holder) {
    YX_TRY(const std::vector<PersonNameFact> names, list_person_names(reader, keys, holder));
    YX_TRY(const std::vector<MaskedDocument> documents,
           reader.all<MaskedDocument>(sql::person::list_documents, holder));
    if (names.empty() || documents.empty()) return Error(ErrorCode::not_found, "person");
    return MaskedPerson{holder,
                        domain::masked_name(names.front().name),
                        documents.front().type,
                        documents.front().number};
}

Result<bool> has_management_no(Reader& reader, HolderId holder, std::string_view management_no) {
    YX_TRY(const auto line,
           reader.maybe<LineId>(sql::person::has_management_no, holder, management_no));
    return line.has_value();
}

Result<bool> has_exam_year(Reader& reader, HolderId holder, std::int64_t year) {
    YX_TRY(const auto line, reader.maybe<LineId>(sql::person::has_exam_year, holder, year));
    return line.has_value();
}

Result<bool> has_released_certificate(Reader& reader, HolderId holder) {
    YX_TRY(const auto line, reader.maybe<LineId>(sql::person::has_released, holder));
    return line.has_value();
}

}  // namespace yinxin::storage
