// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/persons.hpp"

/// Corrected names and numbers of a person (更正). What was in force before stays as a former one,
/// so that lists and old accounts still lead to the person.
namespace yinxin::storage {

/// All ID documents of a person, current ones first. @error crypto.unsealing_failed
Result<std::vector<PersonDocumentFact>> list_person_documents(Reader& reader,
                                                              const DataKeys& keys,
                                                              HolderId holder);

/// What one certificate said of the person, and what it says now.
struct IdentityCorrection {
    domain::PersonName former_name;
    domain::PersonName name;
    domain::IdNumber former_document;
    domain::IdNumber document;

    [[nodiscard]] bool changes_name() const { return !(former_name == name); }
    [[nodiscard]] bool changes_document() const { return !(former_document == document); }
};
/// Makes the corrected name the current one, and of the two documents the corrected one current;
/// other documents of the person stay what they are. What is the same before and after changes
/// nothing.
Result<void> correct_person(Transaction& transaction,
                            const DataKeys& keys,
                            HolderId holder,
                            const IdentityCorrection& correction,
                            Instant at);

/// The person has this document as well; others stay what they are.
Result<void> add_person_document(Transaction& transaction,
                                 const DataKeys& keys,
                                 HolderId holder,
                                 const domain::IdNumber& document,
                                 Instant at);

}  // namespace yinxin::storage
