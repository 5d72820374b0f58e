// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/offline_text.hpp"

#include "yinxin/storage/key_register.hpp"
#include "yinxin/verify/offline_code.hpp"

namespace yinxin::service {

Result<verify::Report> judge_offline_text(storage::Reader& reader,
                                          std::string_view text,
                                          const verify::Question& question) {
    YX_TRY(const auto known, storage::find_key(reader, storage::offline_key_name));
    std::vector<crypto::PublicKey> keys;
    if (known && known->public_key) {
        YX_TRY(crypto::PublicKey key, crypto::PublicKey::parse(*known->public_key));
        keys.push_back(std::move(key));
    }
    return verify::judge_offline_code(text, keys, question);
}

}  // namespace yinxin::service
