// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/strict_table.hpp"

#include "yinxin/config/strict_source.hpp"

#include <limits>

namespace yinxin::config {

StrictTable::StrictTable(const Source& source, std::string place)
    : source_(source), place_(std::move(place)) {}

bool StrictTable::has(std::string_view key) const {
    return source_.table.contains(key);
}

bool StrictTable::ask(std::string_view key) {
    asked_.emplace(key);
    return has(key);
}

bool StrictTable::need(std::string_view key) {
    const bool is_there = ask(key);
    if (!is_there) refuse(key, "is missing");
    return is_there;
}

void StrictTable::refuse(std::string_view key, std::string_view reason) {
    if (wrong_) return;
    const std::string path = place_.empty() ? std::string(key) : place_ + "." + std::string(key);
    const toml::node* node = source_.table.get(key);
    const toml::source_index line =
        (node != nullptr ? node->source() : source_.table.source()).begin.line;
    wrong_ = Error(ErrorCode::config_invalid,
                   path + " (line " + std::to_string(line) + "): " + std::string(reason))
                 .with("key", path);
}

std::string StrictTable::text(std::string_view key) {
    if (!need(key)) return {};
    std::string value = text_or_empty(key);
    if (value.empty()) refuse(key, "is empty");
    return value;
}

std::string StrictTable::text_or_empty(std::string_view key) {
    if (!ask(key)) return {};
    const toml::node* node = source_.table.get(key);
    if (!node->is_string()) {
        refuse(key, "must be text");
        return {};
    }
    return node->as_string()->get();
}

domain::Bilingual StrictTable::bilingual(std::string_view key) {
    if (!need(key)) return {};
    return bilingual_or_empty(key);
}

domain::Bilingual StrictTable::bilingual_or_empty(std::string_view key) {
    if (!ask(key)) return {};
    const toml::node* node = source_.table.get(key);
    if (!node->is_table()) {
        refuse(key, "must be { zh = \"…\", en = \"…\" }");
        return {};
    }
    const Source source{*node->as_table()};
    StrictTable inner(source, place_ + "." + std::string(key));
    domain::Bilingual value{inner.text("zh"), inner.text("en")};
    if (const auto done = inner.finish(); !done && !wrong_) wrong_ = done.error();
    return value;
}

int StrictTable::integer(std::string_view key) {
    if (!need(key)) return 0;
    const toml::node* node = source_.table.get(key);
    const auto* number = node->as_integer();
    if (number == nullptr || number->get() < 0 || number->get() > std::numeric_limits<int>::max()) {
        refuse(key, "must be a whole number");
        return 0;
    }
    return static_cast<int>(number->get());
}

int StrictTable::integer_or(std::string_view key, int otherwise) {
    asked_.emplace(key);
    return has(key) ? integer(key) : otherwise;
}

bool StrictTable::truth_or(std::string_view key, bool otherwise) {
    if (!ask(key)) return otherwise;
    const auto* truth = source_.table.get(key)->as_boolean();
    if (truth == nullptr) {
        refuse(key, "must be true or false");
        return otherwise;
    }
    return truth->get();
}

CivilDay StrictTable::day(std::string_view key) {
    const std::string value = text(key);
    const auto day = parse_day(value);
    if (!day) refuse(key, "must be a day, \"YYYY-MM-DD\"");
    return day ? *day : CivilDay{};
}

std::optional<CivilDay> StrictTable::day_if_any(std::string_view key) {
    asked_.emplace(key);
    if (!has(key)) return std::nullopt;
    return day(key);
}

std::vector<std::string> StrictTable::texts(std::string_view key) {
    std::vector<std::string> values;
    if (!ask(key)) return values;
    const toml::node* node = source_.table.get(key);
    const toml::array* list = node->as_array();
    if (list == nullptr) {
        refuse(key, "must be a list of texts");
        return values;
    }
    for (const toml::node& each : *list) {
        if (!each.is_string() || each.as_string()->get().empty()) {
            refuse(key, "must be a list of texts");
            return values;
        }
        values.push_back(each.as_string()->get());
    }
    return values;
}

void StrictTable::tables(std::string_view key, const std::function<void(StrictTable&)>& visit) {
    if (!ask(key)) return;
    const toml::node* node = source_.table.get(key);
    const toml::array* list = node->as_array();
    if (list == nullptr) return refuse(key, "must be a list of tables");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const toml::table* table = list->get(i)->as_table();
        if (table == nullptr) return refuse(key, "must be a list of tables");
        std::string place = place_.empty() ? std::string(key) : place_ + "." + std::string(key);
        const Source source{*table};
        StrictTable inner(source, place + "[" + std::to_string(i + 1) + "]");
        visit(inner);
        if (const auto done = inner.finish(); !done) {
            if (!wrong_) wrong_ = done.error();
            return;
        }
    }
}

Result<void> StrictTable::finish() {
    for (const auto& [key, node] : source_.table) {
        if (!asked_.contains(key.str())) refuse(key.str(), "unknown key");
    }
    if (wrong_) return *wrong_;
    return ok();
}

Result<void> read_strictly(std::string_view toml, const std::function<void(StrictTable&)>& read) {
    try {
        const toml::table table = toml::parse(toml);
        const StrictTable::Source source{table};
        StrictTable root(source, "");
        read(root);
        return root.finish();
    } catch (const toml::parse_error& wrong) {
        return Error(ErrorCode::config_invalid,
                     "line " + std::to_string(wrong.source().begin.line) + ": " +
                         std::string(wrong.description()));
    }
}

}  // namespace yinxin::config
