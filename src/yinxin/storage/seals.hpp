// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/domain/seal.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// A seal as the register keeps it: what the reference data say of it, its state, and its uses.
struct SealRecord {
    domain::Seal seal;     ///< name.en is empty: the register keeps the Chinese name
    std::string type;      ///< the seal type of certificate types
    std::string key_name;  ///< in the key register
    std::int64_t uses = 0;
    std::optional<std::string> ofd_key_name = {};  ///< of its SM2 key in the key register
    std::optional<Bytes> electronic_seal = {};     ///< SESeal, DER (GB/T 38540); public
};

/// @error storage.conflict  the seal is there already.
Result<void> insert_seal(Transaction& transaction, const SealRecord& record);
Result<std::optional<SealRecord>> find_seal(Reader& reader, std::string_view seal_id);
/// In the order of their ids.
Result<std::vector<SealRecord>> list_seals(Reader& reader);
/// @error not_found
Result<void> set_seal_state(Transaction& transaction,
                            std::string_view seal_id,
                            domain::SealState state);
/// Gives a seal the key and the electronic seal that OFDs are sealed with; an older one is
/// replaced.
/// @error not_found
Result<void> set_electronic_seal(Transaction& transaction,
                                 std::string_view seal_id,
                                 std::string_view ofd_key_name,
                                 BytesView electronic_seal);
/// Counts uses of the seal's key. @param n  how many  @error not_found
Result<void> count_seal_use(Transaction& transaction, std::string_view seal_id, std::int64_t n = 1);

}  // namespace yinxin::storage
