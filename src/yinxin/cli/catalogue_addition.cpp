// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/catalogue_addition.hpp"

#include "yinxin/service/rules.hpp"
#include "yinxin/storage/batches.hpp"

#include <algorithm>

namespace yinxin::cli {
namespace {

using config::Reference;

Error refuse(std::string_view what, std::string_view why) {
    return Error(ErrorCode::conflict, std::string(what) + ": " + std::string(why));
}

constexpr std::string_view stays =
    "is in force and cannot be dropped; leave it, nobody has to use it";
constexpr std::string_view is_the_offices =
    "is changed by the office, and decided by a second person (/office/rules)";

template <class Map>
Result<void> check_kept(std::string_view table, const Map& before, const Map& after) {
    for (const auto& [id, entry] : before) {
        if (!after.contains(id)) return refuse(std::string(table) + "." + id, stays);
    }
    return ok();
}

Result<void> check_assignments(const Reference& before, const Reference& after) {
    for (const domain::SealAssignment& one : before.seal_assignments) {
        const bool is_there =
            std::ranges::any_of(after.seal_assignments, [&](const domain::SealAssignment& other) {
                return other.type == one.type && other.seal_id == one.seal_id &&
                       other.from == one.from;
            });
        if (!is_there) return refuse("seal_assignments, type " + one.type, stays);
    }
    return ok();
}

Result<void> check_qualifications(storage::Reader& reader,
                                  const Reference& before,
                                  const Reference& after) {
    for (const domain::Qualification& item : before.catalogue.items()) {
        const domain::Qualification* still = after.catalogue.find(item.id);
        if (still == nullptr) {
            YX_TRY(const bool is_used, storage::is_qualification_used(reader, item.id));
            if (!is_used) continue;
            return refuse("qualifications." + item.id,
                          "has imports or certificates and cannot be dropped");
        }
        // Left out in the text it is the place in the list, which moves.
        if (still->code != item.code) {
            return refuse("qualifications." + item.id,
                          "its code is in numbers and never changes; write code = \"" + item.code +
                              "\" into it");
        }
    }
    return ok();
}

/// The first part of "policies.standard.quota", and the second.
std::pair<std::string, std::string> table_and_id(const std::string& place) {
    const auto first = place.find('.');
    if (first == std::string::npos) return {place, {}};
    const auto second = place.find('.', first + 1);
    return {place.substr(0, first), place.substr(first + 1, second - first - 1)};
}

bool is_of_office(const service::RuleChange& change,
                  const Reference& before,
                  const Reference& after) {
    const auto [table, id] = table_and_id(change.place);
    if (table == "policies") return before.policies.contains(id);
    if (table == "qualifications") {
        return before.catalogue.find(id) != nullptr && after.catalogue.find(id) != nullptr;
    }
    // There may have been none.
    return table.starts_with("footer") && !change.before.empty();
}

}  // namespace

Result<void> check_addition(storage::Reader& reader,
                            const Reference& before,
                            const Reference& after) {
    YX_CHECK(check_kept("authorities", before.authorities, after.authorities));
    YX_CHECK(check_kept("issuers", before.issuers, after.issuers));
    YX_CHECK(check_kept("policies", before.policies, after.policies));
    YX_CHECK(check_kept("seals", before.seals, after.seals));
    YX_CHECK(check_assignments(before, after));
    YX_CHECK(check_qualifications(reader, before, after));
    for (const service::RuleChange& change : service::differences(before, after)) {
        if (is_of_office(change, before, after)) return refuse(change.place, is_the_offices);
    }
    return ok();
}

}  // namespace yinxin::cli
