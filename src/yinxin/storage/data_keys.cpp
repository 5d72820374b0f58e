// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/data_keys.hpp"

#include "yinxin/crypto/key_file.hpp"

namespace yinxin::storage {
namespace {

constexpr const char* file_name = "data.key";

}  // namespace

Result<void> DataKeys::create(const std::filesystem::path& directory, crypto::Suite suite) {
    return crypto::create_key_file(directory / file_name, suite);
}

Result<DataKeys> DataKeys::load(const std::filesystem::path& directory) {
    YX_TRY(const crypto::MacKey master, crypto::load_key_file(directory / file_name));
    const crypto::Suite suite = master.suite();
    YX_TRY(crypto::KeyRing columns,
           crypto::KeyRing::create({{1, master.derive_secret("yinxin column 1"), suite}}));
    return DataKeys{suite,
                    std::move(columns),
                    crypto::BlindIndex(master.derive("yinxin blind index")),
                    master.derive("yinxin session tokens"),
                    master.derive("yinxin password pepper"),
                    crypto::NumberClasses(master.derive_secret("yinxin number classes"))};
}

}  // namespace yinxin::storage
