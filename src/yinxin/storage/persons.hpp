// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Row writers and readers of persons (持证人员) as the register knows them.
namespace yinxin::storage {

/// Whether a name or number is the one in force or one that was corrected.
enum class FactState { current, former };

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::FactState> {
    static constexpr std::array<Keyed<storage::FactState>, 2> rows{{
        {storage::FactState::current, "current"},
        {storage::FactState::former, "former"},
    }};
};

namespace yinxin::storage {

struct PersonNameFact {
    domain::PersonName name;
    FactState state = FactState::current;
    Instant changed_at{};
};
struct PersonDocumentFact {
    domain::IdNumber document;
    FactState state = FactState::current;
    Instant changed_at{};
};

/// A person to be entered. Exactly one name and at least one document are current; former ones are
/// what an account may still be registered with.
struct NewPerson {
    HolderId holder;  ///< 0: a new id is drawn
    std::vector<PersonNameFact> names;
    std::vector<PersonDocumentFact> documents;
    std::optional<domain::Mobile> mobile;  ///< on the exam record, the proof of binding
    Instant created_at{};
};

/// Writes the person with its look-up rows; everything personal is sealed.
/// @error invalid_input  not exactly one current name, or no current document.
/// @error storage.conflict  the holder is there already.
Result<HolderId> insert_person(Transaction& transaction,
                               const DataKeys& keys,
                               const NewPerson& person);

/// Rows of a person with everything sealed already: what many are written of needs no cryptography
/// on the writer's thread.
struct SealedPerson {
    struct Name {
        Bytes sealed;
        FactState state = FactState::current;
        Instant changed_at{};
    };
    struct Document {
        domain::IdDocumentType type = domain::IdDocumentType::resident_identity_card;
        Bytes sealed;
        crypto::Digest32 index{};
        std::string masked;
        FactState state = FactState::current;
        Instant changed_at{};
    };
    HolderId holder;
    std::vector<Name> names;
    std::vector<Document> documents;
    Instant created_at{};
};
struct SealedMobile {
    HolderId holder;
    Bytes sealed;
    crypto::Digest32 index{};
    std::string masked;
    Instant changed_at{};
};
/// The person without the mobile; an id is drawn where there is none.
/// @error invalid_input  as insert_person
Result<SealedPerson> seal_person(const DataKeys& keys, const NewPerson& person);
SealedMobile seal_mobile(const DataKeys& keys,
                         HolderId holder,
                         const domain::Mobile& mobile,
                         Instant at);
/// @error storage.conflict  the holder is there already.
Result<void> insert_sealed_person(Transaction& transaction, const SealedPerson& person);
/// Whether nobody in the register, and no other of them, has or had one of these persons'
/// documents.
Result<bool> are_unknown(Reader& reader, std::span<const SealedPerson* const> persons);
/// Writes the mobile on the exam record, over an older one.
Result<void> put_person_mobile(Transaction& transaction, const SealedMobile& mobile);
/// Whether an account is bound to the person.
Result<bool> has_account(Reader& reader, HolderId holder);

/// A person whose document, current or former, has a given number.
struct PersonMatch {
    HolderId holder;
    FactState state = FactState::current;  ///< of that document
};
/// Persons with this document, current ones first.
Result<std::vector<PersonMatch>> find_persons_by_document(Reader& reader,
                                                          const DataKeys& keys,
                                                          const domain::IdNumber& document);
/// The same for many at once.
Result<Asked<PersonMatch>> ask_persons_by_document(Reader& reader,
                                                   const DataKeys& keys,
                                                   const domain::IdNumber& document);

/// All names of a person, the current one first. @error crypto.unsealing_failed
Result<std::vector<PersonNameFact>> list_person_names(Reader& reader,
                                                      const DataKeys& keys,
                                                      HolderId holder);

/// The mobile on the exam record; none: nobody knows one.
Result<std::optional<domain::Mobile>> find_person_mobile(Reader& reader,
                                                         const DataKeys& keys,
                                                         HolderId holder);

/// What may be shown of a person without telling who it is.
struct MaskedPerson {
    HolderId holder;
    std::string name;  ///< masked
    domain::IdDocumentType document_type = domain::IdDocumentType::resident_identity_card;
    std::string number;  ///< masked
};
/// @error not_found
Result<MaskedPerson> find_masked_person(Reader& reader, const DataKeys& keys, HolderId holder);

/// Whether a released certificate of the person has this 管理号 or 查询编号.
Result<bool> has_management_no(Reader& reader, HolderId holder, std::string_view management_no);
/// Whether a released certificate of the person is of an examination of this year.
Result<bool> has_exam_year(Reader& reader, HolderId holder, std::int64_t year);
/// Whether the person has a certificate in a batch that was ever released: only then may anybody
/// be told that the register knows the person.
Result<bool> has_released_certificate(Reader& reader, HolderId holder);

}  // namespace yinxin::storage
