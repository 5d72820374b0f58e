// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who of the office looked at a person, and why. Keyed by the person, so that it can be shown to
/// that person.
namespace yinxin::storage {

enum class LookPage {
    counter,      ///< 电话查询: with a written reason
    certificate,  ///< the office's page of one certificate: the reason is the work itself
};

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::LookPage> {
    static constexpr std::array<Keyed<storage::LookPage>, 2> rows{{
        {storage::LookPage::counter, "counter"},
        {storage::LookPage::certificate, "certificate"},
    }};
};

namespace yinxin::storage {

using LookId = Id<struct LookTag>;

struct PersonLook {
    LookId id;
    Instant at{};
    LookPage page = LookPage::counter;
    domain::StaffId staff;
    std::string issuer_id;  ///< authority of the staff; empty: all
    std::string reason;     ///< as written, may name a person; empty: none was asked
};
/// Enters a look under a fresh id.
Result<LookId> insert_person_look(Transaction& transaction,
                                  const DataKeys& keys,
                                  HolderId holder,
                                  const PersonLook& look);
/// @error crypto.unsealing_failed
Result<std::optional<PersonLook>> find_person_look(Reader& reader,
                                                   const DataKeys& keys,
                                                   HolderId holder,
                                                   LookId id);
/// Newest first. @error crypto.unsealing_failed
Result<std::vector<PersonLook>> list_person_looks(Reader& reader,
                                                  const DataKeys& keys,
                                                  HolderId holder,
                                                  int most);

}  // namespace yinxin::storage
