// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/person_looks.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/person_look/list.sql.
struct SealedLook {
    LookId id;
    Instant at{};
    LookPage page = LookPage::counter;
    domain::StaffId staff;
    std::string issuer_id;
    Bytes reason;
};

Result<PersonLook> open_look(const DataKeys& keys, HolderId holder, SealedLook sealed) {
    YX_TRY(std::string reason,
           keys.columns.open_text(personal_columns::person_look_reason(holder), sealed.reason));
    return PersonLook{sealed.id,
                      sealed.at,
                      sealed.page,
                      sealed.staff,
                      std::move(sealed.issuer_id),
                      std::move(reason)};
}

}  // namespace

Result<LookId> insert_person_look(Transaction& transaction,
                                  const DataKeys& keys,
                                  HolderId holder,
                                  const PersonLook& look) {
    const auto id = make_id<LookId>();
    YX_CHECK(transaction.execute(
        sql::person_look::insert,
        holder,
        id,
        look.at,
        look.page,
        look.staff,
        look.issuer_id,
        keys.columns.seal(personal_columns::person_look_reason(holder), look.reason)));
    return id;
}

Result<std::optional<PersonLook>> find_person_look(Reader& reader,
                                                   const DataKeys& keys,
                                                   HolderId holder,
                                                   LookId id) {
    YX_TRY(std::optional<SealedLook> row,
           reader.maybe<SealedLook>(sql::person_look::find, holder, id));
    if (!row) return std::optional<PersonLook>();
    YX_TRY(PersonLook look, open_look(keys, holder, *std::move(row)));
    return std::optional(std::move(look));
}

Result<std::vector<PersonLook>> list_person_looks(Reader& reader,
                                                  const DataKeys& keys,
                                                  HolderId holder,
                                                  int most) {
    YX_TRY(std::vector<SealedLook> rows,
           reader.all<SealedLook>(sql::person_look::list, holder, most));
    std::vector<PersonLook> looks;
    looks.reserve(rows.size());
    for (SealedLook& row : rows) {
        YX_TRY(PersonLook look, open_look(keys, holder, std::move(row)));
        looks.push_back(std::move(look));
    }
    return looks;
}

}  // namespace yinxin::storage
