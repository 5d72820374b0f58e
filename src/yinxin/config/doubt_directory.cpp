// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/doubt_directory.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/config/strict_table.hpp"
#include "yinxin/domain/id_number.hpp"

#include <algorithm>

namespace yinxin::config {
namespace {

using domain::DoubtDesk;
using domain::DoubtDirectory;

void read_desk(StrictTable& table, DoubtDirectory& directory) {
    DoubtDesk& desk = directory.desks.emplace_back();
    desk.name = table.bilingual("name");
    desk.qualifications = table.texts("qualifications");
    desk.provinces = table.texts("provinces");
    if (!std::ranges::all_of(desk.provinces, domain::is_province_code)) {
        table.refuse("provinces", "no province of GB/T 2260");
    }
    if (find_desk_by_name(directory, desk.name.zh) != &desk) {
        table.refuse("name", "used twice");
    }
}

// A JSON string without control characters is a TOML basic string, too.
std::string list_of(const std::vector<std::string>& words) {
    std::string text = "[";
    for (const std::string& word : words) {
        if (text.size() > 1) text += ", ";
        text += log::json_quote(word);
    }
    return text + "]";
}

}  // namespace

Result<DoubtDirectory> parse_doubt_directory(std::string_view toml) {
    DoubtDirectory directory;
    YX_CHECK(read_strictly(toml, [&](StrictTable& root) {
        directory.answer_days = root.integer("answer_days");
        if (directory.answer_days < 1 || directory.answer_days > domain::most_answer_days) {
            root.refuse("answer_days", "from 1 to 120");
        }
        root.tables("desks", [&](StrictTable& table) { read_desk(table, directory); });
    }));
    return directory;
}

std::string format_doubt_directory(const DoubtDirectory& directory) {
    std::string text = "answer_days = " + std::to_string(directory.answer_days) + "\n";
    for (const DoubtDesk& desk : directory.desks) {
        text += "\n[[desks]]\nname = { zh = " + log::json_quote(desk.name.zh) +
                ", en = " + log::json_quote(desk.name.en) +
                " }\nqualifications = " + list_of(desk.qualifications) +
                "\nprovinces = " + list_of(desk.provinces) + "\n";
    }
    return text;
}

}  // namespace yinxin::config
