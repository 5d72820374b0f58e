// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/signer_desk.hpp"

#include "yinxin/jobs/open_keys.hpp"

namespace yinxin::jobs {
namespace {

/// Only what signs: neither lists of revoked certificates nor pictures are needed for that.
Result<std::map<std::string, SealKeys, std::less<>>> open_seal_keys(
    const RegisterRows& rows, const config::Settings& settings) {
    std::map<std::string, SealKeys, std::less<>> seals;
    for (const storage::SealRecord& record : rows.seals) {
        const storage::KeyRecord* key = rows.find(record.key_name);
        auto opened = key != nullptr
                          ? open_key_of(*key, settings.data_dir)
                          : Error(ErrorCode::key_unavailable, "no key " + record.key_name);
        if (!opened && !needs_key(record.seal.state)) continue;
        if (!opened) return std::move(opened).error();
        YX_TRY(auto credential,
               signing::SealCredential::create(
                   opened->signer, opened->certificate, opened->intermediates()));
        SealKeys keys{std::move(credential), std::nullopt, {}};
        const auto electronic = open_electronic_seal(rows, record, settings, Half::whole);
        if (!electronic && needs_key(record.seal.state)) return Error(electronic.error());
        if (electronic && *electronic) {
            keys.ofd = (*electronic)->credential;
            keys.ofd_key_name = *record.ofd_key_name;
        }
        seals.emplace(record.seal.id, std::move(keys));
    }
    return seals;
}

}  // namespace

Result<std::unique_ptr<SealDesk>> open_seal_desk(storage::Store& store,
                                                 const storage::DataKeys& keys,
                                                 const config::ReferenceShelf& reference,
                                                 const config::Settings& settings) {
    YX_TRY(const RegisterRows rows, read_register(store));
    YX_TRY(const Stamps stamps, open_timestamps(rows, settings));
    YX_TRY(auto seals, open_seal_keys(rows, settings));
    YX_TRY(const auto approval, open_approval(rows));
    return std::make_unique<SealDesk>(store,
                                      reference,
                                      std::move(seals),
                                      SealTimestamps{stamps.authority, stamps.ofd},
                                      ApprovedRows{keys, *approval});
}

}  // namespace yinxin::jobs
