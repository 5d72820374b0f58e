// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/distribution.hpp"

#include "yinxin/storage/outbox_entry.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

WritePlace place_of(const Statement& statement) {
    const auto place = write_place(statement);
    EXPECT_TRUE(place) << statement.name;
    return place.value_or(WritePlace{});
}

TEST(Distribution, knows_every_table_and_what_it_is_keyed_by) {
    const auto copy = std::ranges::find(placed_tables(), "copy", &PlacedTable::name);
    ASSERT_NE(copy, placed_tables().end());
    EXPECT_EQ(copy->kind, TableKind::holder);
    EXPECT_EQ(copy->key, "holder_id");
    EXPECT_EQ(std::ranges::find(placed_tables(), "job", &PlacedTable::name)->kind,
              TableKind::local);
    EXPECT_GT(placed_tables().size(), 100U);
}

TEST(Distribution, finds_the_argument_that_says_the_shard) {
    EXPECT_EQ(place_of(sql::endorsement::insert).key, 0U);
    EXPECT_EQ(place_of(sql::endorsement::end).key, 0U);
    EXPECT_EQ(place_of(sql::lookup::insert_copy_code).key, 0U);
    EXPECT_EQ(place_of(sql::doubt_file::delete_due).key, 0U);
    EXPECT_EQ(place_of(sql::session::copy).key, 1U);
    EXPECT_EQ(place_of(sql::session::delete_dead).key, std::nullopt);
    EXPECT_EQ(place_of(sql::session::delete_dead).kind, TableKind::key);
    EXPECT_EQ(place_of(sql::audit::insert).kind, TableKind::local);
    EXPECT_FALSE(write_place(sql::copy::find));
}

TEST(Distribution, every_write_to_a_holders_table_names_its_shard) {
    int writes = 0;
    for (const Statement* statement : sql::all) {
        const auto place = write_place(*statement);
        if (!place || place->kind != TableKind::holder) continue;
        ++writes;
        const bool is_expiry = statement->name == sql::api_watch::delete_old.name ||
                               statement->name == sql::holder_notice::delete_old.name;
        EXPECT_EQ(place->key.has_value(), !is_expiry) << statement->name;
    }
    EXPECT_GT(writes, 40);
}

TEST(Distribution, what_is_deferred_changes_nothing_of_a_holders) {
    int deferred = 0;
    for (const Statement* statement : sql::all) {
        if (find_deferred(statement->name) == nullptr) continue;
        ++deferred;
        const TableKind kind = place_of(*statement).kind;
        EXPECT_TRUE(kind == TableKind::local || kind == TableKind::key) << statement->name;
    }
    EXPECT_EQ(deferred, 13);
    EXPECT_EQ(find_deferred("endorsement.insert"), nullptr);
}

TEST(OutboxEntry, is_read_as_it_was_written) {
    const Bytes bytes{0, 1, 255};
    const std::vector<Value> values{
        std::monostate{}, std::int64_t{-5}, std::string_view("汉字"), BytesView(bytes)};
    const Bytes body = write_entry({keep(sql::audit::insert, values), keep(sql::job::insert, {})});
    const auto read = read_entry(body);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ((*read)[0].statement, &sql::audit::insert);
    const std::vector<KeptValue> kept{
        std::monostate{}, std::int64_t{-5}, std::string("汉字"), bytes};
    EXPECT_EQ((*read)[0].values, kept);
    EXPECT_TRUE((*read)[1].values.empty());
}

TEST(OutboxEntry, that_is_damaged_or_of_another_program_is_refused) {
    const std::vector<Value> values{std::int64_t{7}, std::string_view("x")};
    const Bytes whole = write_entry({keep(sql::audit::insert, values)});
    for (std::size_t size = 2; size < whole.size(); ++size) {
        EXPECT_FALSE(read_entry(BytesView(whole).first(size))) << size;
    }
    Bytes other_form = whole;
    other_form[0] = 2;
    EXPECT_FALSE(read_entry(other_form));
    EXPECT_FALSE(read_entry(write_entry({keep(sql::copy::insert, values)})));  // not deferred
    EXPECT_FALSE(read_entry({}));
}

}  // namespace
}  // namespace yinxin::storage
