// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/person_corrections.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/person/list_sealed_names.sql.
struct SealedName {
    std::int64_t seq = 0;
    Bytes name;
    FactState state = FactState::former;
};
/// Members stand in the order of sql/person/list_sealed_documents.sql.
struct SealedDocument {
    std::int64_t seq = 0;
    domain::IdDocumentType type = domain::IdDocumentType::resident_identity_card;
    Bytes number;
    FactState state = FactState::former;
    Instant changed_at{};
};

struct NumberedName {
    std::int64_t seq = 0;
    std::string name;
    FactState state = FactState::former;
};
struct NumberedDocument {
    std::int64_t seq = 0;
    PersonDocumentFact fact;
};

Result<std::vector<NumberedName>> names_of(Reader& reader, const DataKeys& keys, HolderId holder) {
    YX_TRY(const std::vector<SealedName> rows,
           reader.all<SealedName>(sql::person::list_sealed_names, holder));
    std::vector<NumberedName> names;
    for (const SealedName& row : rows) {
        YX_TRY(std::string name,
               keys.columns.open_text(personal_columns::person_name(holder), row.name));
        names.push_back({row.seq, std::move(name), row.state});
    }
    return names;
}

Result<std::vector<NumberedDocument>> documents_of(Reader& reader,
                                                   const DataKeys& keys,
                                                   HolderId holder) {
    YX_TRY(const std::vector<SealedDocument> rows,
           reader.all<SealedDocument>(sql::person::list_sealed_documents, holder));
    std::vector<NumberedDocument> documents;
    for (const SealedDocument& row : rows) {
        YX_TRY(std::string number,
               keys.columns.open_text(personal_columns::person_document(holder), row.number));
        documents.push_back(
            {row.seq, {domain::IdNumber{row.type, std::move(number)}, row.state, row.changed_at}});
    }
    return documents;
}

template <class Rows>
std::int64_t next_seq(const Rows& rows) {
    std::int64_t seq = 0;
    for (const auto& row : rows) {
        seq = std::max(seq, row.seq);
    }
    return seq + 1;
}

/// The names of one person while they are being put in order.
struct NameBook {
    Transaction& transaction;
    const DataKeys& keys;
    HolderId holder;
    Instant at;
    std::vector<NumberedName> names;

    Result<void> mark(NumberedName& name, FactState state) {
        if (name.state == state) return ok();
        YX_CHECK(transaction.execute(sql::person::set_name_state, holder, name.seq, state, at));
        name.state = state;
        return ok();
    }
    Result<void> put(const domain::PersonName& name, FactState state) {
        const auto found = std::ranges::find(names, name.value, &NumberedName::name);
        if (found != names.end()) {
            return state == FactState::current ? mark(*found, state) : ok();
        }
        const std::int64_t seq = next_seq(names);
        YX_CHECK(transaction.execute(
            sql::person::insert_name,
            holder,
            seq,
            keys.columns.seal(personal_columns::person_name(holder), name.value),
            state,
            at));
        names.push_back({seq, name.value, state});
        return ok();
    }
    /// One name is current at any time; the constraint wants the old one gone first.
    Result<void> make_current(const domain::PersonName& name) {
        for (NumberedName& one : names) {
            if (one.name != name.value) YX_CHECK(mark(one, FactState::former));
        }
        return put(name, FactState::current);
    }
};

Result<void> put_document(Transaction& transaction,
                          const DataKeys& keys,
                          HolderId holder,
                          std::vector<NumberedDocument>& documents,
                          const PersonDocumentFact& fact) {
    const crypto::Digest32 index = personal_columns::number_index(keys.index, fact.document);
    const auto found = std::ranges::find_if(
        documents, [&](const NumberedDocument& one) { return one.fact.document == fact.document; });
    if (found != documents.end()) {
        YX_CHECK(transaction.execute(
            sql::person::set_document_state, holder, found->seq, fact.state, fact.changed_at));
    } else {
        const std::int64_t seq = next_seq(documents);
        YX_CHECK(transaction.execute(
            sql::person::insert_document,
            holder,
            seq,
            fact.document.type,
            keys.columns.seal(personal_columns::person_document(holder), fact.document.number),
            index,
            domain::masked(fact.document),
            fact.state,
            fact.changed_at));
        documents.push_back({seq, fact});
    }
    YX_CHECK(transaction.execute(sql::person::insert_lookup_document, index, holder, fact.state));
    YX_CHECK(transaction.execute(sql::person::set_lookup_document, index, holder, fact.state));
    return ok();
}

}  // namespace

Result<std::vector<PersonDocumentFact>> list_person_documents(Reader& reader,
                                                              const DataKeys& keys,
                                                              HolderId holder) {
    YX_TRY(std::vector<NumberedDocument> documents, documents_of(reader, keys, holder));
    std::vector<PersonDocumentFact> facts;
    facts.reserve(documents.size());
    for (NumberedDocument& document : documents) {
        facts.push_back(std::move(document.fact));
    }
    return facts;
}

Result<void> correct_person(Transaction& transaction,
                            const DataKeys& keys,
                            HolderId holder,
                            const IdentityCorrection& correction,
                            Instant at) {
    if (correction.changes_name()) {
        YX_TRY(std::vector<NumberedName> names, names_of(transaction, keys, holder));
        NameBook book{transaction, keys, holder, at, std::move(names)};
        YX_CHECK(book.make_current(correction.name));
        YX_CHECK(book.put(correction.former_name, FactState::former));
    }
    if (!correction.changes_document()) return ok();
    YX_TRY(std::vector<NumberedDocument> documents, documents_of(transaction, keys, holder));
    YX_CHECK(put_document(
        transaction, keys, holder, documents, {correction.document, FactState::current, at}));
    return put_document(
        transaction, keys, holder, documents, {correction.former_document, FactState::former, at});
}

Result<void> add_person_document(Transaction& transaction,
                                 const DataKeys& keys,
                                 HolderId holder,
                                 const domain::IdNumber& document,
                                 Instant at) {
    YX_TRY(std::vector<NumberedDocument> documents, documents_of(transaction, keys, holder));
    return put_document(transaction, keys, holder, documents, {document, FactState::current, at});
}

}  // namespace yinxin::storage
