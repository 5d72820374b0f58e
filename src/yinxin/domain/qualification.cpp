// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/qualification.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

bool is_key(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool is_whole(const Bilingual& text) noexcept {
    return !text.zh.empty() && !text.en.empty();
}

const NamedCode* find_code(const std::vector<NamedCode>& list, std::string_view code) noexcept {
    const auto found = std::ranges::find(list, code, &NamedCode::code);
    return found == list.end() ? nullptr : &*found;
}

/// What is wrong with a list of codes; empty: nothing.
std::string_view fault_of(const std::vector<NamedCode>& list) {
    std::set<std::string_view> seen;
    for (const NamedCode& one : list) {
        if (one.code.empty() || !is_whole(one.name)) return "a level or specialty lacks its text";
        if (!seen.insert(one.code).second) return "a code occurs twice";
    }
    return {};
}

std::string_view fault_of(const QualificationEdition& edition) {
    if (!is_whole(edition.name)) return "name missing";
    if (!is_whole(edition.title)) return "title missing";
    if (edition.proof_title.zh.empty() != edition.proof_title.en.empty()) {
        return "proof title in one language only";
    }
    if (edition.authorities.empty()) return "authorities missing";
    if (!is_key(edition.issuer_id)) return "issuer missing";
    if (!is_key(edition.template_id)) return "template missing";
    if (!is_key(edition.seal_type)) return "seal type missing";
    if (!is_key(edition.policy_id)) return "policy missing";
    const std::string_view levels = fault_of(edition.levels);
    return levels.empty() ? fault_of(edition.specialties) : levels;
}

std::string_view fault_of(const Qualification& item) {
    if (!is_key(item.id)) return "id";
    if (item.editions.empty()) return "no edition";
    int year = 0;
    for (const QualificationEdition& edition : item.editions) {
        if (edition.valid_from_year <= year) return "editions do not ascend";
        year = edition.valid_from_year;
        if (const auto fault = fault_of(edition); !fault.empty()) return fault;
    }
    return {};
}

}  // namespace

const NamedCode* QualificationEdition::find_level(std::string_view code) const noexcept {
    return find_code(levels, code);
}

const NamedCode* QualificationEdition::find_specialty(std::string_view code) const noexcept {
    return find_code(specialties, code);
}

Result<Catalogue> Catalogue::create(std::vector<Qualification> items) {
    Catalogue catalogue;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Qualification& item = items[i];
        std::string_view fault = fault_of(item);
        if (fault.empty() && !catalogue.by_id_.emplace(item.id, i).second) fault = "id used twice";
        if (!fault.empty()) {
            return Error(ErrorCode::config_invalid,
                         fmt::format("catalogue item {} \"{}\": {}", i + 1, item.id, fault));
        }
    }
    catalogue.items_ = std::move(items);
    return catalogue;
}

const Qualification* Catalogue::find(std::string_view id) const noexcept {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &items_[found->second];
}

const QualificationEdition* Catalogue::find_edition(std::string_view id, int year) const noexcept {
    const Qualification* item = find(id);
    if (item == nullptr) return nullptr;
    const auto after =
        std::ranges::upper_bound(item->editions, year, {}, &QualificationEdition::valid_from_year);
    return after == item->editions.begin() ? nullptr : &*std::prev(after);
}

const QualificationEdition* Catalogue::newest_edition(std::string_view id) const noexcept {
    const Qualification* item = find(id);
    return item == nullptr ? nullptr : &item->editions.back();
}

}  // namespace yinxin::domain
