// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/data_keys.hpp"

#include "yinxin/crypto/key_file.hpp"
#include "yinxin/crypto/mac.hpp"

namespace yinxin::storage {
namespace {

constexpr const char* file_name = "data.key";

Secret derived(const Secret& master, std::string_view purpose) {
    return crypto::derive_key(master, purpose);
}

}  // namespace

Result<void> DataKeys::create(const std::filesystem::path& directory) {
    return crypto::create_key_file(directory / file_name);
}

Result<DataKeys> DataKeys::load(const std::filesystem::path& directory) {
    YX_TRY(const Secret master, crypto::load_key_file(directory / file_name));
    YX_TRY(crypto::KeyRing columns,
           crypto::KeyRing::create({crypto::ColumnKey{1, derived(master, "yinxin column 1")}}));
    return DataKeys{std::move(columns),
                    crypto::BlindIndex(derived(master, "yinxin blind index")),
                    derived(master, "yinxin session tokens")};
}

}  // namespace yinxin::storage
