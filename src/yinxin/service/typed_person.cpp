// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/typed_person.hpp"

#include <utility>

namespace yinxin::service {

storage::StatedPerson read_person(const TypedPerson& typed,
                                  std::vector<FieldProblem>& problems,
                                  PersonFields fields) {
    storage::StatedPerson person;
    if (auto document = domain::parse_id_number(typed.id_type, typed.id_number)) {
        person.document = *std::move(document);
    } else {
        problems.push_back(
            {fields.number, std::move(document).error().with("field", fields.number)});
    }
    if (auto name = domain::parse_person_name(typed.name)) {
        person.name = *std::move(name);
    } else {
        problems.push_back({fields.name, std::move(name).error().with("field", fields.name)});
    }
    return person;
}

Result<storage::StatedPerson> read_person(const TypedPerson& typed, PersonFields fields) {
    std::vector<FieldProblem> problems;
    storage::StatedPerson person = read_person(typed, problems, fields);
    if (!problems.empty()) return std::move(problems.front().error);
    return person;
}

}  // namespace yinxin::service
