// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/rules.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/text_effects.hpp"
#include "yinxin/storage/reference_texts.hpp"

#include <map>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using storage::Reader;
using storage::Transaction;

/// Every value of the written form by its place: tables are named by their id, editions by item and
/// first year.
std::map<std::string, std::string> places_of(const config::Reference& reference) {
    std::map<std::string, std::string> places;
    std::string table;
    std::string scope;
    std::string item;
    const std::string written = config::write_reference(reference);
    for (const std::string_view line : split(written, '\n')) {
        if (line.starts_with("[[")) {
            table = line.substr(2, line.size() - 4);
            scope = table;
            continue;
        }
        const auto equals = line.find(" = ");
        if (equals == std::string_view::npos || line.starts_with('#') || line.starts_with(' ')) {
            // A code of a list: its own line, under its table.
            if (line.starts_with("    {")) places[scope + "." + std::string(trim(line))] = "";
            continue;
        }
        const std::string key(line.substr(0, equals));
        std::string value(line.substr(equals + 3));
        const bool is_name =
            key == "id" || (table == "qualifications.editions" && key == "from_year");
        if (is_name) {
            const std::string bare = replace_all(value, "\"", "");
            if (table == "qualifications") item = bare;
            scope = table == "qualifications.editions" ? "qualifications." + item + "." + bare
                                                       : table + "." + bare;
        }
        // Nobody reads a picture as text; whoever decides sees it drawn.
        if (key == "picture_png") value = "SHA-256 " + to_hex(crypto::sha256(as_bytes(value)));
        if (value != "[") places[scope + "." + key] = std::move(value);
    }
    return places;
}

Result<std::int64_t> version_in_force(Reader& reader, Instant now) {
    YX_TRY(const auto version,
           storage::find_reference_version(reader, storage::catalogue_text, now));
    return version.value_or(0);
}

}  // namespace

std::vector<RuleChange> differences(const config::Reference& before,
                                    const config::Reference& after) {
    const auto old_places = places_of(before);
    const auto new_places = places_of(after);
    std::vector<RuleChange> changes;
    for (const auto& [place, value] : old_places) {
        const auto now = new_places.find(place);
        if (now == new_places.end()) {
            changes.push_back({place, value.empty() ? "+" : value, ""});
        } else if (now->second != value) {
            changes.push_back({place, value, now->second});
        }
    }
    for (const auto& [place, value] : new_places) {
        if (!old_places.contains(place)) {
            changes.push_back({place, "", value.empty() ? "+" : value});
        }
    }
    return changes;
}

std::string pack_changes(const std::vector<RuleChange>& changes) {
    std::vector<std::string> fields;
    for (const RuleChange& change : changes) {
        fields.insert(fields.end(), {change.place, change.before, change.after});
    }
    return pack_fields(fields);
}

Result<std::vector<RuleChange>> unpack_changes(std::string_view packed) {
    YX_TRY(std::vector<std::string> fields, unpack_fields(packed));
    constexpr std::size_t fields_of_one = 3;
    if (fields.size() % fields_of_one != 0) return Error(ErrorCode::malformed, "changes of rules");
    std::vector<RuleChange> changes;
    for (std::size_t i = 0; i < fields.size(); i += fields_of_one) {
        changes.push_back(
            {std::move(fields[i]), std::move(fields[i + 1]), std::move(fields[i + 2])});
    }
    return changes;
}

Task<Result<domain::ProposalId>> propose_rules(Services& services,
                                               domain::StaffActor actor,
                                               config::Reference next,
                                               std::string title,
                                               ChangeTerms terms) {
    YX_CO_CHECK(require(actor, OfficeAct::edit_rules));
    const Instant now = services.clock.now();
    const std::string written = config::write_reference(next);
    // Judged as it will be read: whatever does not fit together is said now, not at its time.
    if (auto sound = config::parse_reference(written); !sound) {
        co_return std::move(sound).error().with("what", sound.error().detail());
    }
    const std::vector<RuleChange> changes = differences(*services.reference, next);
    if (changes.empty()) {
        co_return Error(ErrorCode::text_invalid).with("what", "=").with("field", "form");
    }
    auto run = [&services, actor, written, title, terms, changes, now](
                   Transaction& transaction) -> Result<domain::ProposalId> {
        YX_TRY(const std::int64_t version, version_in_force(transaction, now));
        ProposalWish wish;
        wish.kind = domain::ProposalKind::change_rules;
        wish.object = std::string(rules_object);
        wish.object_tag = std::to_string(version);
        wish.facts = {{"title", title}, {"reference", written}, {"changes", pack_changes(changes)}};
        wish.reason = terms.reason;
        wish.decision_no = terms.decision_no;
        wish.effective_at = terms.effective_at;
        return propose(transaction, services, actor, wish, now);
    };
    co_return co_await services.store.write(run);
}

Result<void> publish_rules(Transaction& transaction, const Effect& effect) {
    YX_TRY(const std::int64_t version, version_in_force(transaction, effect.now));
    if (effect.proposal.object_tag != std::to_string(version)) {
        return Error(ErrorCode::proposal_outdated);
    }
    const auto written = effect.facts.find("reference");
    if (written == effect.facts.end()) return Error(ErrorCode::malformed, "no reference text");
    YX_TRY(const config::Reference next, config::parse_reference(written->second));
    YX_CHECK(storage::insert_reference_text(
        transaction,
        {std::string(storage::catalogue_text), version + 1, written->second, effect.now}));
    for (const auto& [id, policy] : next.policies) {
        YX_CHECK(storage::put_policy_quota(transaction, id, policy.quota));
    }
    return ok();
}

Result<std::int64_t> reload_reference(Services& services, Instant now) {
    if (services.references == nullptr) return std::int64_t{0};
    YX_TRY(const auto version, services.store.read_now([now](Reader& reader) {
        return storage::find_reference_version(reader, storage::catalogue_text, now);
    }));
    if (!version || *version == services.references->version()) return std::int64_t{0};
    YX_TRY(const storage::ReferenceText text, services.store.read_now([now](Reader& reader) {
        return storage::load_reference_text(reader, storage::catalogue_text, now);
    }));
    YX_TRY(config::Reference next, config::parse_reference(text.body));
    services.references->put(std::move(next), text.version);
    log::info("reference.replaced", {{"version", text.version}});
    return std::int64_t{1};
}

}  // namespace yinxin::service
