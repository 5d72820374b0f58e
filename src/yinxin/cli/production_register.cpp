// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/production_register.hpp"

#include "yinxin/config/reference.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"

namespace yinxin::cli {
namespace {

using config::Finding;
using config::Weight;
using storage::Reader;

Result<void> judge_catalogue(Reader& reader, Instant now, std::vector<Finding>& findings) {
    YX_TRY(const auto version,
           storage::find_reference_version(reader, storage::catalogue_text, now));
    if (!version) {
        findings.push_back({Weight::refuses,
                            "catalogue",
                            "there is none yet: `yinxin catalogue enter` (docs/go-live.md)"});
        return ok();
    }
    YX_TRY(const auto text, storage::load_reference_text(reader, storage::catalogue_text, now));
    YX_TRY(const config::Reference reference, config::parse_reference(text.body));
    if (!reference.marking.empty()) {
        findings.push_back({Weight::refuses,
                            "catalogue",
                            "has a demonstration's marking, which every document would bear"});
    }
    return ok();
}

Result<void> judge_keys(Reader& reader, std::vector<Finding>& findings) {
    YX_TRY(const auto keys, storage::list_keys(reader));
    for (const storage::KeyRecord& key : keys) {
        if (key.purpose != "seal" || !key.location.starts_with("file:")) continue;
        findings.push_back({Weight::advises,
                            "key " + key.name,
                            "seals and lies in a file; a key module keeps it from being copied"});
    }
    return ok();
}

}  // namespace

Result<std::vector<Finding>> register_findings(const DataDirectory& data, Instant now) {
    return data.store->read_now([now](Reader& reader) -> Result<std::vector<Finding>> {
        std::vector<Finding> findings;
        YX_CHECK(judge_catalogue(reader, now, findings));
        YX_CHECK(judge_keys(reader, findings));
        return findings;
    });
}

}  // namespace yinxin::cli
