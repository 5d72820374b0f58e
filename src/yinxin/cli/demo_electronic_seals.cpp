// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_electronic_seals.hpp"

#include "yinxin/issuing/electronic_seal.hpp"
#include "yinxin/jobs/seal_art.hpp"
#include "yinxin/storage/seals.hpp"

namespace yinxin::cli {

Result<void> write_demo_electronic_seals(storage::Transaction& transaction,
                                         const config::Reference& reference,
                                         const std::filesystem::path& keys,
                                         Instant now) {
    YX_TRY(const auto fonts, documents::FontBook::load(documents::FontSources::debian()));
    YX_TRY(const auto maker_key, crypto::open_file_key(keys / "sm2-maker.key"));
    YX_TRY(const auto maker, crypto::load_certificates(keys / "sm2-maker.crt"));
    YX_TRY(const std::vector<storage::SealRecord> seals, storage::list_seals(transaction));
    for (const storage::SealRecord& record : seals) {
        const std::string key = record.seal.id + ".sm2";
        YX_TRY(const auto signer, crypto::load_certificates(keys / (key + ".crt")));
        YX_TRY(const documents::SealArt art, jobs::seal_art_of(reference, record.seal));
        YX_TRY(const Bytes seal,
               issuing::make_electronic_seal(
                   record.seal, art, *fonts, signer.front(), {*maker_key, maker.front()}, now));
        YX_CHECK(storage::set_electronic_seal(transaction, record.seal.id, key, seal));
    }
    return ok();
}

}  // namespace yinxin::cli
