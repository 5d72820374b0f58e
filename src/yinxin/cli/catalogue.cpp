// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/catalogue.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/catalogue_addition.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/rules.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

/// What is in force; version 0: nothing yet.
struct InForce {
    std::int64_t version = 0;
    config::Reference reference;
};

Result<InForce> load_in_force(storage::Reader& reader, Instant now) {
    YX_TRY(const auto version,
           storage::find_reference_version(reader, storage::catalogue_text, now));
    if (!version) return InForce();
    YX_TRY(const storage::ReferenceText text,
           storage::load_reference_text(reader, storage::catalogue_text, now));
    YX_TRY(config::Reference reference, config::parse_reference(text.body));
    return InForce{text.version, std::move(reference)};
}

Result<void> write(storage::Transaction& transaction,
                   const std::string& text,
                   const config::Reference& reference,
                   std::int64_t before,
                   Instant now) {
    YX_TRY(const auto version,
           storage::find_reference_version(transaction, storage::catalogue_text, now));
    if (version.value_or(0) != before) {
        return Error(ErrorCode::conflict, "another version came into force meanwhile; look again");
    }
    YX_CHECK(storage::insert_reference_text(
        transaction, {std::string(storage::catalogue_text), before + 1, text, now}));
    for (const auto& [id, policy] : reference.policies) {
        YX_CHECK(storage::put_policy_quota(transaction, id, policy.quota));
    }
    return storage::append_audit(transaction,
                                 {now,
                                  domain::ActorKind::operator_shell,
                                  "catalogue",
                                  domain::EventKind::configuration_changed,
                                  "catalogue",
                                  {{"change", before == 0 ? "entered" : "extended"},
                                   {"version", std::to_string(before + 1)},
                                   {"sha256", to_hex(crypto::sha256(as_bytes(text)))}}});
}

void say_differences(const config::Reference& before, const config::Reference& after) {
    for (const service::RuleChange& change : service::differences(before, after)) {
        if (change.before.empty()) {
            say(fmt::format("+ {} {}", change.place, change.after));
        } else if (change.after.empty()) {
            say(fmt::format("- {} {}", change.place, change.before));
        } else {
            say(fmt::format("~ {} {} -> {}", change.place, change.before, change.after));
        }
    }
}

Result<void> enter(const CatalogueRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(const std::string text, read_text_file(request.file));
    YX_TRY(const config::Reference reference, config::parse_reference(text));
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data, Files::left_alone));
    const bool is_demo = config::is_demonstration(request.data);
    if (!is_demo && !reference.marking.empty()) {
        return Error(ErrorCode::config_invalid,
                     "\"marking\" is printed on every document of a demonstration; leave it out");
    }
    YX_TRY(const InForce before, data.store->read_now([&](storage::Reader& reader) {
        return load_in_force(reader, now);
    }));
    if (before.version > 0) {
        if (config::write_reference(before.reference) == config::write_reference(reference)) {
            say("This is what is in force; nothing is to be entered.");
            return ok();
        }
        say_differences(before.reference, reference);
        YX_CHECK(data.store->read_now([&](storage::Reader& reader) {
            return check_addition(reader, before.reference, reference);
        }));
    }
    if (request.is_applied) {
        YX_CHECK(data.store->write_now([&](storage::Transaction& transaction) -> Result<void> {
            // Again: an import may have begun since.
            YX_CHECK(check_addition(transaction, before.reference, reference));
            return write(transaction, text, reference, before.version, now);
        }));
    }
    say(fmt::format("{} version {}: {} qualifications, {} issuers, {} policies, {} seals.{}",
                    request.is_applied ? "Entered" : "Would enter",
                    before.version + 1,
                    reference.catalogue.items().size(),
                    reference.issuers.size(),
                    reference.policies.size(),
                    reference.seals.size(),
                    request.is_applied ? "" : " Nothing was changed: add --apply."));
    return ok();
}

Result<void> show(const CatalogueRequest& request) {
    const Instant now = SystemClock().now();
    YX_TRY(const DataDirectory data, DataDirectory::open(request.data, Files::left_alone));
    YX_TRY(const storage::ReferenceText text, data.store->read_now([&](storage::Reader& reader) {
        return storage::load_reference_text(reader, storage::catalogue_text, now);
    }));
    say(text.body);
    return ok();
}

}  // namespace

int enter_catalogue(const CatalogueRequest& request) {
    const Result<void> done = enter(request);
    return done ? exit_ok : fail(done.error());
}

int show_catalogue(const CatalogueRequest& request) {
    const Result<void> done = show(request);
    return done ? exit_ok : fail(done.error());
}

}  // namespace yinxin::cli
