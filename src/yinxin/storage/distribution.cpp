// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/distribution.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/distribution_files.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace yinxin::storage {
namespace {

namespace files = distribution_files;
using Words = std::vector<std::string_view>;

/// Splits at blanks and line ends; a comment runs from `comment` to the end of the line. Brackets,
/// commas and = are words of their own.
Words words_of(std::string_view text, std::string_view comment) {
    constexpr std::string_view blanks = " \t\r\n";
    constexpr std::string_view marks = "(),=";
    Words words;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(comment)) {
            at = std::min(text.find('\n', at), text.size());
        } else if (blanks.contains(text[at])) {
            ++at;
        } else if (marks.contains(text[at])) {
            words.push_back(text.substr(at++, 1));
        } else {
            std::size_t end = at;
            while (end < text.size() && !blanks.contains(text[end]) && !marks.contains(text[end])) {
                ++end;
            }
            words.push_back(text.substr(at, end - at));
            at = end;
        }
    }
    return words;
}

TableKind kind_of(std::string_view word) {
    if (word == "holder") return TableKind::holder;
    if (word == "account") return TableKind::account;
    if (word == "key") return TableKind::key;
    return word == "reference" ? TableKind::reference : TableKind::local;
}

/// "$3" is argument 2.
std::optional<std::size_t> argument(std::string_view word) {
    std::size_t number = 0;
    if (!word.starts_with('$')) return std::nullopt;
    const auto read = std::from_chars(word.data() + 1, word.data() + word.size(), number);
    if (read.ec != std::errc() || number == 0) return std::nullopt;
    return number - 1;
}

/// INSERT INTO t (a, key) VALUES ($1, $2) or SELECT $1, $2: the value at the key's place.
std::optional<std::size_t> inserted_key(const Words& words, std::string_view key) {
    const auto open = std::ranges::find(words, "(");
    const auto close = std::find(open, words.end(), ")");
    std::size_t place = 0;
    auto column = open;
    for (; column != close && *column != key; ++column) {
        if (*column == ",") ++place;
    }
    if (column == close || close + 1 == words.end()) return std::nullopt;
    auto value = close + (*(close + 1) == "VALUES" ? 3 : 2);
    for (; place > 0 && value < words.end(); ++value) {
        if (*value == ",") --place;
    }
    return value < words.end() ? argument(*value) : std::nullopt;
}

/// … WHERE key = $2
std::optional<std::size_t> named_key(const Words& words, std::string_view key) {
    for (auto word = std::ranges::find(words, "WHERE"); word != words.end(); ++word) {
        if (*word == key && words.end() - word > 2 && *(word + 1) == "=") {
            if (const auto found = argument(*(word + 2))) return found;
        }
    }
    return std::nullopt;
}

std::optional<WritePlace> read_place(const Statement& statement) {
    const Words words = words_of(statement.text, "--");
    if (words.size() < 4) return std::nullopt;
    const bool is_insert = words[0] == "INSERT";
    const bool is_delete = words[0] == "DELETE";
    if (!is_insert && !is_delete && words[0] != "UPDATE") return std::nullopt;
    const std::string_view name = is_insert || is_delete ? words[2] : words[1];
    const auto table = std::ranges::find(placed_tables(), name, &PlacedTable::name);
    if (table == placed_tables().end()) return std::nullopt;
    WritePlace place{table->kind, table->name, std::nullopt};
    if (table->kind <= TableKind::key) {
        place.key = is_insert ? inserted_key(words, table->key) : named_key(words, table->key);
    }
    return place;
}

Result<void> drop_triggers(Transaction& transaction) {
    for (const Statement* drop : {&files::drop_certificate_told,
                                  &files::drop_endorsement_told,
                                  &files::drop_batch_told,
                                  &files::drop_slot_in_quota}) {
        YX_CHECK(transaction.execute(*drop));
    }
    return ok();
}

/// The first table of a kind whose tables stand together.
std::string_view companion(const PlacedTable& table) {
    if (table.kind == TableKind::key) return "none";
    const auto first = std::ranges::find(placed_tables(), table.kind, &PlacedTable::kind);
    return first->name == table.name ? "none" : first->name;
}

Result<void> declare(Transaction& transaction, const PlacedTable& table) {
    Result<int> done(0);
    if (table.kind == TableKind::reference) {
        done = transaction.one<int>(files::replicate, table.name);
    } else if (table.kind == TableKind::local) {
        done = transaction.one<int>(files::keep_local, table.name);
    } else {
        done = transaction.one<int>(files::distribute, table.name, table.key, companion(table));
    }
    return done ? ok() : Result<void>(std::move(done).error());
}

/// None: the database is no cluster's.
Result<std::optional<std::vector<std::string>>> list_declared(Store& store) {
    using Names = std::vector<std::string>;
    return store.read_now([](Reader& reader) -> Result<std::optional<Names>> {
        YX_TRY(const int is_cluster, reader.one<int>(files::is_cluster));
        if (is_cluster == 0) return std::optional<Names>();
        YX_TRY(Names names, reader.all<std::string>(files::list_declared));
        return std::optional(std::move(names));
    });
}

}  // namespace

const std::vector<PlacedTable>& placed_tables() {
    static const std::vector<PlacedTable> tables = [] {
        const Words words = words_of(files::tables, "#");
        std::vector<PlacedTable> read;
        for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
            read.push_back({words[i], kind_of(words[i + 1]), words[i + 2]});
        }
        return read;
    }();
    return tables;
}

std::optional<WritePlace> write_place(const Statement& statement) {
    static const auto places = [] {
        std::map<const char*, std::optional<WritePlace>> read;
        for (const Statement* known : sql::all) {
            read.emplace(known->text, read_place(*known));
        }
        return read;
    }();
    const auto known = places.find(statement.text);
    return known == places.end() ? read_place(statement) : known->second;
}

const Statement* find_deferred(std::string_view name) {
    static const auto statements = [] {
        std::map<std::string_view, const Statement*> read;
        for (const std::string_view word : words_of(files::deferred, "#")) {
            const auto known = std::ranges::find_if(
                sql::all, [&](const Statement* statement) { return statement->name == word; });
            if (known != sql::all.end()) read.emplace(word, *known);
        }
        return read;
    }();
    const auto found = statements.find(name);
    return found == statements.end() ? nullptr : found->second;
}

Result<std::vector<std::string>> declare_distribution(Store& store) {
    YX_TRY(const auto declared, list_declared(store));
    if (!declared) return Error(ErrorCode::storage_schema, "the database has no extension citus");
    YX_CHECK(store.write_now(drop_triggers));
    std::vector<std::string> fresh;
    for (const PlacedTable& table : placed_tables()) {
        if (std::ranges::find(*declared, table.name) != declared->end()) continue;
        YX_CHECK(
            store.write_now([&](Transaction& transaction) { return declare(transaction, table); }));
        log::info("storage.table_declared", {{"table", std::string(table.name)}});
        fresh.emplace_back(table.name);
    }
    return fresh;
}

Result<bool> is_distributed(Store& store) {
    YX_TRY(const auto declared, list_declared(store));
    if (!declared || declared->empty()) return false;
    for (const PlacedTable& table : placed_tables()) {
        if (std::ranges::find(*declared, table.name) == declared->end()) {
            return Error(ErrorCode::storage_schema,
                         "table " + std::string(table.name) + ": run yinxin migrate --citus");
        }
    }
    return true;
}

}  // namespace yinxin::storage
