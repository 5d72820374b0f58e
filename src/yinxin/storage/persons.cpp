// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/persons.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <map>

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

Result<SealedPerson> seal_person(const DataKeys& keys, const NewPerson& person) {
    YX_CHECK(check(person));
    SealedPerson sealed;
    sealed.holder = person.holder.is_set() ? person.holder : make_id<HolderId>();
    sealed.created_at = person.created_at;
    const std::string name_context = personal_columns::person_name(sealed.holder);
    for (const PersonNameFact& fact : person.names) {
        sealed.names.push_back(
            {keys.columns.seal(name_context, fact.name.value), fact.state, fact.changed_at});
    }
    const std::string document_context = personal_columns::person_document(sealed.holder);
    for (const PersonDocumentFact& fact : person.documents) {
        sealed.documents.push_back({fact.document.type,
                                    keys.columns.seal(document_context, fact.document.number),
                                    personal_columns::number_index(keys.index, fact.document),
                                    domain::masked(fact.document),
                                    fact.state,
                                    fact.changed_at});
    }
    return sealed;
}

SealedMobile seal_mobile(const DataKeys& keys,
                         HolderId holder,
                         const domain::Mobile& mobile,
                         Instant at) {
    return {holder,
            keys.columns.seal(personal_columns::person_mobile(holder), mobile.e164),
            personal_columns::mobile_index(keys.index, mobile),
            domain::masked_mobile(mobile),
            at};
}

Result<void> insert_sealed_person(Transaction& transaction, const SealedPerson& person) {
    const HolderId holder = person.holder;
    YX_CHECK(transaction.send(sql::person::insert, holder, person.created_at));
    std::int64_t seq = 0;
    for (const SealedPerson::Name& name : person.names) {
        YX_CHECK(transaction.send(
            sql::person::insert_name, holder, ++seq, name.sealed, name.state, name.changed_at));
    }
    seq = 0;
    for (const SealedPerson::Document& document : person.documents) {
        YX_CHECK(transaction.send(sql::person::insert_document,
                                  holder,
                                  ++seq,
                                  document.type,
                                  document.sealed,
                                  document.index,
                                  document.masked,
                                  document.state,
                                  document.changed_at));
        YX_CHECK(transaction.send(
            sql::person::insert_lookup_document, document.index, holder, document.state));
    }
    return ok();
}

Result<bool> are_unknown(Reader& reader, std::span<const SealedPerson* const> persons) {
    std::map<crypto::Digest32, const SealedPerson*> owners;
    std::vector<Asked<PersonMatch>> matches;
    for (const SealedPerson* person : persons) {
        for (const SealedPerson::Document& document : person->documents) {
            if (owners.emplace(document.index, person).first->second != person) return false;
            YX_TRY(auto asked,
                   reader.ask<PersonMatch>(sql::person::find_by_document, document.index));
            matches.push_back(std::move(asked));
        }
    }
    YX_CHECK(reader.settle());
    return std::ranges::none_of(matches, &Asked<PersonMatch>::has_rows);
}

Result<void> put_person_mobile(Transaction& transaction, const SealedMobile& mobile) {
    YX_CHECK(transaction.send(sql::person::put_mobile,
                              mobile.holder,
                              mobile.sealed,
                              mobile.index,
                              mobile.masked,
                              mobile.changed_at));
    return ok();
}

Result<HolderId> insert_person(Transaction& transaction,
                               const DataKeys& keys,
                               const NewPerson& person) {
    YX_TRY(const SealedPerson sealed, seal_person(keys, person));
    YX_CHECK(insert_sealed_person(transaction, sealed));
    if (person.mobile) {
        YX_CHECK(put_person_mobile(
            transaction, seal_mobile(keys, sealed.holder, *person.mobile, person.created_at)));
    }
    return sealed.holder;
}

Result<bool> has_account(Reader& reader, HolderId holder) {
    YX_TRY(const auto account, reader.maybe<AccountId>(sql::person::has_account, holder));
    return account.has_value();
}

Result<std::vector<PersonMatch>> find_persons_by_document(Reader& reader,
                                                          const DataKeys& keys,
                                                          const domain::IdNumber& document) {
    return reader.all<PersonMatch>(sql::person::find_by_document,
                                   personal_columns::number_index(keys.index, document));
}

Result<Asked<PersonMatch>> ask_persons_by_document(Reader& reader,
                                                   const DataKeys& keys,
                                                   const domain::IdNumber& document) {
    return reader.ask<PersonMatch>(sql::person::find_by_document,
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
