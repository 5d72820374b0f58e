// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/own_chains.hpp"

#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/seals.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

using crypto::Certificate;
using storage::KeyRecord;
using storage::SealRecord;

struct Register {
    std::vector<SealRecord> seals;
    std::vector<KeyRecord> keys;
};

/// Puts down the chain of one key of the register; a key without a certificate has none.
Result<void> add(std::vector<OwnChain>& chains,
                 const Register& rows,
                 std::string_view key_name,
                 OwnChain chain) {
    const auto key = std::ranges::find(rows.keys, key_name, &KeyRecord::name);
    if (key == rows.keys.end() || !key->certificate_pem || !key->chain_pem) return ok();
    YX_TRY(Certificate leaf, Certificate::parse_pem(*key->certificate_pem));
    YX_TRY(chain.certificates, crypto::parse_pem_certificates(*key->chain_pem));
    chain.certificates.insert(chain.certificates.begin(), std::move(leaf));
    chains.push_back(std::move(chain));
    return ok();
}

bool may_press(domain::SealState state) {
    return state != domain::SealState::cancelled;
}

Result<void> add_seals(std::vector<OwnChain>& chains, const Register& rows) {
    for (const SealRecord& record : rows.seals) {
        if (!may_press(record.seal.state)) continue;
        const std::string& id = record.seal.id;
        YX_CHECK(add(chains, rows, record.key_name, {ChainUse::pdf_seal, "seal:" + id, id, {}}));
        if (!record.ofd_key_name || !record.electronic_seal) continue;
        YX_CHECK(
            add(chains, rows, *record.ofd_key_name, {ChainUse::ofd_seal, "seal:" + id, id, {}}));
    }
    return ok();
}

Result<void> add_timestamps(std::vector<OwnChain>& chains,
                            const Register& rows,
                            const config::Timestamp& settings) {
    if (settings.url.empty()) return ok();
    if (settings.is_remote()) {
        OwnChain chain{ChainUse::pdf_timestamp, "timestamp", {}, {}};
        YX_TRY(chain.certificates, crypto::load_certificates(settings.certificates));
        chains.push_back(std::move(chain));
        return ok();
    }
    YX_CHECK(add(chains, rows, "timestamp", {ChainUse::pdf_timestamp, "timestamp", {}, {}}));
    return add(chains, rows, "sm2-timestamp", {ChainUse::ofd_timestamp, "sm2-timestamp", {}, {}});
}

}  // namespace

Result<std::vector<OwnChain>> list_own_chains(storage::Store& store,
                                              const config::Settings& settings) {
    YX_TRY(const Register rows, store.read_now([](storage::Reader& reader) -> Result<Register> {
        YX_TRY(auto seals, storage::list_seals(reader));
        YX_TRY(auto keys, storage::list_keys(reader));
        return Register{std::move(seals), std::move(keys)};
    }));
    std::vector<OwnChain> chains;
    YX_CHECK(add_seals(chains, rows));
    YX_CHECK(add_timestamps(chains, rows, settings.timestamp));
    YX_CHECK(add(chains, rows, storage::receipts_key_name, {ChainUse::letters, "letters", {}, {}}));
    return chains;
}

}  // namespace yinxin::jobs
