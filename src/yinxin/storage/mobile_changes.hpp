// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <vector>

/// Changes of an account's mobile that wait for their time (更换手机).
namespace yinxin::storage {

using MobileChangeId = Id<struct MobileChangeTag>;

/// What somebody proved beside the new mobile.
enum class MobileChangeProof {
    password,     ///< user name and password
    certificate,  ///< ID number, name, and 管理号 or the year of an examination
};
enum class MobileChangeEnd {
    applied,   ///< in force
    objected,  ///< the owner said that it is not him
    replaced,  ///< asked for again, or no longer needed
};

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::MobileChangeProof> {
    static constexpr std::array<Keyed<storage::MobileChangeProof>, 2> rows{{
        {storage::MobileChangeProof::password, "password"},
        {storage::MobileChangeProof::certificate, "certificate"},
    }};
};
template <>
struct yinxin::domain::KeyTable<yinxin::storage::MobileChangeEnd> {
    static constexpr std::array<Keyed<storage::MobileChangeEnd>, 3> rows{{
        {storage::MobileChangeEnd::applied, "applied"},
        {storage::MobileChangeEnd::objected, "objected"},
        {storage::MobileChangeEnd::replaced, "replaced"},
    }};
};

namespace yinxin::storage {

struct MobileChange {
    MobileChangeId id;
    AccountId account;
    domain::Mobile mobile;  ///< the new one
    MobileChangeProof proof = MobileChangeProof::password;
    Instant asked_at{};
    Instant effective_at{};
};
/// Takes the place of one that waits. The id is drawn here.
Result<MobileChangeId> insert_mobile_change(Transaction& transaction,
                                            const DataKeys& keys,
                                            const MobileChange& change);
Result<std::optional<MobileChange>> find_waiting_mobile_change(Reader& reader,
                                                               const DataKeys& keys,
                                                               AccountId account);
/// Whose time has come.
Result<std::vector<MobileChange>> list_due_mobile_changes(Reader& reader,
                                                          const DataKeys& keys,
                                                          Instant now,
                                                          int most);
/// @return false: it has ended already.
Result<bool> end_mobile_change(Transaction& transaction,
                               MobileChangeId id,
                               MobileChangeEnd end,
                               Instant now);
/// Of an account that is closed or erased: those that wait, and those that have ended.
Result<void> delete_mobile_changes(Transaction& transaction, AccountId account);

}  // namespace yinxin::storage
