// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/doubt_directory.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/province.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

constexpr std::size_t longest_desk_name = 40;
constexpr std::size_t parts_of_a_line = 4;

/// Full-width separators are what a Chinese keyboard gives.
std::string plain_separators(std::string_view line) {
    std::string text(line);
    for (const std::string_view wide : {"，", "、", "；", ";"}) {
        text = replace_all(std::move(text), wide, ",");
    }
    return replace_all(std::move(text), "｜", "|");
}

bool is_desk_name(std::string_view name) {
    const auto points = decode_utf8(name);
    return points && !points->empty() && points->size() <= longest_desk_name &&
           std::ranges::none_of(*points, [](char32_t c) { return c < 0x20 || c == 0x7F; });
}

const Qualification* find_named(const Catalogue& catalogue, std::string_view text) {
    if (const Qualification* item = catalogue.find(text)) return item;
    const auto is_called = [&](const QualificationEdition& edition) {
        return edition.name.zh == text || edition.name.en == text;
    };
    const auto& items = catalogue.items();
    const auto found = std::ranges::find_if(items, [&](const Qualification& item) {
        return std::ranges::any_of(item.editions, is_called);
    });
    return found == items.end() ? nullptr : &*found;
}

/// A line with its number, for messages.
struct Line {
    std::size_t number = 0;
    const Catalogue& catalogue;

    [[nodiscard]] Error refuse(std::string_view reason, std::string_view word = "") const {
        return Error(ErrorCode::invalid_input, "desks")
            .with("line", std::to_string(number))
            .with("reason", std::string(reason))
            .with("word", std::string(word));
    }

    template <class Find>
    Result<std::vector<std::string>> read_list(std::string_view part,
                                               std::string_view what,
                                               Find find) const {
        std::vector<std::string> ids;
        for (const std::string_view each : split(part, ',')) {
            const std::string_view word = trim(each);
            if (word.empty()) continue;
            const std::string id = find(word);
            if (id.empty()) return refuse(what, word);
            if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
        }
        return ids;
    }

    [[nodiscard]] Result<DoubtDesk> read(std::string_view text) const {
        const std::string plain = plain_separators(text);
        const auto parts = split(plain, '|');
        if (parts.size() != parts_of_a_line) return refuse("parts");
        DoubtDesk desk;
        desk.name = {std::string(trim(parts[0])), std::string(trim(parts[1]))};
        if (!is_desk_name(desk.name.zh) || !is_desk_name(desk.name.en)) return refuse("name");
        YX_TRY(desk.qualifications,
               read_list(parts[2], "qualification", [this](std::string_view word) {
                   const Qualification* item = find_named(catalogue, word);
                   return item == nullptr ? std::string() : item->id;
               }));
        YX_TRY(desk.provinces, read_list(parts[3], "province", [](std::string_view word) {
                   const Province* province = find_province(word);
                   return province == nullptr ? std::string() : std::string(province->code);
               }));
        return desk;
    }
};

bool names(const std::vector<std::string>& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

/// How closely a desk fits: 0 not at all, 1 it takes everything, 2 the province, 3 the
/// qualification, 4 both.
int closeness(const DoubtDesk& desk, std::string_view qualification_id, std::string_view province) {
    const bool has_item = !desk.qualifications.empty();
    const bool has_province = !desk.provinces.empty();
    if (has_item && !names(desk.qualifications, qualification_id)) return 0;
    if (has_province && !names(desk.provinces, province)) return 0;
    return 1 + (has_province ? 1 : 0) + (has_item ? 2 : 0);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += ", ";
        text += word;
    }
    return text;
}

}  // namespace

const DoubtDesk* find_desk(const DoubtDirectory& directory,
                           std::string_view qualification_id,
                           std::string_view province) {
    const DoubtDesk* best = nullptr;
    int closest = 0;
    for (const DoubtDesk& desk : directory.desks) {
        const int close = closeness(desk, qualification_id, province);
        if (close <= closest) continue;
        closest = close;
        best = &desk;
    }
    return best;
}

const DoubtDesk* find_desk_by_name(const DoubtDirectory& directory, std::string_view zh) {
    const auto found = std::ranges::find_if(
        directory.desks, [zh](const DoubtDesk& desk) { return desk.name.zh == zh; });
    return found == directory.desks.end() ? nullptr : &*found;
}

Result<std::vector<DoubtDesk>> parse_desks(std::string_view text, const Catalogue& catalogue) {
    std::vector<DoubtDesk> desks;
    Line line{0, catalogue};
    for (const std::string_view each : split(text, '\n')) {
        ++line.number;
        if (trim(each).empty()) continue;
        YX_TRY(DoubtDesk desk, line.read(trim(each)));
        const bool is_twice = std::ranges::any_of(
            desks, [&](const DoubtDesk& other) { return other.name.zh == desk.name.zh; });
        if (is_twice) return line.refuse("twice", desk.name.zh);
        if (desks.size() == most_desks) return line.refuse("many");
        desks.push_back(std::move(desk));
    }
    return desks;
}

std::string format_desks(const std::vector<DoubtDesk>& desks) {
    std::string text;
    for (const DoubtDesk& desk : desks) {
        text += desk.name.zh + " | " + desk.name.en + " | " + joined(desk.qualifications) + " | " +
                joined(desk.provinces) + "\n";
    }
    return text;
}

}  // namespace yinxin::domain
