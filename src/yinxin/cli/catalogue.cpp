// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/catalogue.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

Result<void> check_first(storage::Reader& reader, Instant now) {
    YX_TRY(const auto version,
           storage::find_reference_version(reader, storage::catalogue_text, now));
    if (!version) return ok();
    return Error(ErrorCode::conflict,
                 "there is a catalogue; the office changes it (/office/rules)");
}

Result<void> write(storage::Transaction& transaction,
                   const std::string& text,
                   const config::Reference& reference,
                   Instant now) {
    YX_CHECK(check_first(transaction, now));
    YX_CHECK(storage::insert_reference_text(transaction,
                                            {std::string(storage::catalogue_text), 1, text, now}));
    for (const auto& [id, policy] : reference.policies) {
        YX_CHECK(storage::put_policy_quota(transaction, id, policy.quota));
    }
    return storage::append_audit(
        transaction,
        {now,
         domain::ActorKind::operator_shell,
         "catalogue",
         domain::EventKind::configuration_changed,
         "catalogue",
         {{"change", "entered"}, {"sha256", to_hex(crypto::sha256(as_bytes(text)))}}});
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
    YX_CHECK(
        data.store->read_now([&](storage::Reader& reader) { return check_first(reader, now); }));
    if (request.is_applied) {
        YX_CHECK(data.store->write_now([&](storage::Transaction& transaction) {
            return write(transaction, text, reference, now);
        }));
    }
    say(fmt::format("{} {} qualifications, {} issuers, {} policies, {} seals.{}",
                    request.is_applied ? "Entered" : "Would enter",
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
