// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/import_reading.hpp"
#include "yinxin/service/imports.hpp"

#include <string>
#include <string_view>

/// What the columns of a table of results are: guessed, completed, kept.
namespace yinxin::service {

/// Whose table an upload is. @error forbidden; invalid_input  no such authority, param "field"
[[nodiscard]] Result<std::string> issuer_of_upload(const Services& services,
                                                   const domain::StaffActor& actor,
                                                   const std::string& wanted);

/// The best guess from headers, what they meant before, and the first values.
[[nodiscard]] domain::ImportPlan guess_plan(const config::Reference& reference,
                                            std::string_view issuer_id,
                                            const ImportHead& head,
                                            const domain::HeaderMemory& memory,
                                            CivilDay today);
/// With the headers of the table, once it is whole. A qualification that the authority does not
/// issue is none. @error import.mapping_incomplete  as domain::check_plan
[[nodiscard]] Result<domain::ImportPlan> complete_plan(const config::Reference& reference,
                                                       std::string_view issuer_id,
                                                       const ImportHead& head,
                                                       domain::ImportPlan plan);
/// Keeps a complete plan, remembers for the authority what the headers mean, and has the rows taken
/// over (or, if they are here, checked anew). @error text.edited_meanwhile
Result<void> keep_plan(storage::Transaction& transaction,
                       const Services& services,
                       const domain::StaffActor& actor,
                       const storage::ImportRecord& record,
                       const domain::ImportPlan& plan,
                       Instant now);

/// A table as it would be imported.
struct TableView {
    std::string issuer_id;
    SheetLook look;
    domain::ImportPlan plan;  ///< the guess, with the wish in it; may be incomplete
};
/// Looks through a table as start_import does, and keeps nothing. @error as start_import
[[nodiscard]] Task<Result<TableView>> look_at_table(Services& services,
                                                    domain::StaffActor actor,
                                                    std::string issuer_id,
                                                    Bytes table,
                                                    ColumnWish wish);

}  // namespace yinxin::service
