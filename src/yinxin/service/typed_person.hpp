// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/id_number.hpp"
#include "yinxin/storage/accounts.hpp"

#include <string>
#include <vector>

namespace yinxin::service {

/// Under which document somebody obtained certificates, as typed.
struct TypedPerson {
    domain::IdDocumentType id_type = domain::IdDocumentType::resident_identity_card;
    std::string id_number;
    std::string name;
};

/// One field that cannot be accepted.
struct FieldProblem {
    std::string field;  ///< name of the form field: "id_number", "name", …
    Error error;        ///< with param `field`
};

/// What the fields of a person are called in a form.
struct PersonFields {
    const char* number = "id_number";
    const char* name = "name";
};

/// Reads a person of a form; what is wrong stays empty and is added to the problems, in the order
/// of the form.
[[nodiscard]] storage::StatedPerson read_person(const TypedPerson& typed,
                                                std::vector<FieldProblem>& problems,
                                                PersonFields fields = {});
/// The same where the first problem ends it.
/// @error whatever of the person cannot be accepted, with param `field`
[[nodiscard]] Result<storage::StatedPerson> read_person(const TypedPerson& typed,
                                                        PersonFields fields = {});

}  // namespace yinxin::service
