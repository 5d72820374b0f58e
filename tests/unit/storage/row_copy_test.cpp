// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/row_copy.hpp"

#include "yinxin/storage/sql.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

const Bytes raw{0, 255, 10};

std::string row_of(std::int64_t number, std::string_view text) {
    std::string row;
    append_copy_row(row, std::vector<Value>{number, text, BytesView(raw), Value{}});
    return row;
}

RowSum read(const std::string& whole, std::size_t piece) {
    RowSum sum;
    CopyReader reader(sum);
    for (std::size_t at = 0; at < whole.size(); at += piece) {
        reader.put(std::string_view(whole).substr(at, piece));
    }
    EXPECT_TRUE(reader.finish());
    return sum;
}

TEST(RowCopy, a_row_is_written_as_postgresqls_manual_says) {
    EXPECT_EQ(to_hex(as_bytes(row_of(-2, "\u58EB"))),
              "0004"                      // columns
              "00000008fffffffffffffffe"  // BIGINT
              "00000003e5a3ab"            // TEXT
              "0000000300ff0a"            // BYTEA
              "ffffffff");                // NULL
    EXPECT_EQ(to_hex(as_bytes(copy_header())), "5047434f50590aff0d0a000000000000000000");
    EXPECT_EQ(to_hex(as_bytes(copy_trailer())), "ffff");
}

TEST(RowCopy, takes_in_what_an_insert_of_its_arguments_would) {
    EXPECT_EQ(
        copy_command("INSERT INTO t (id, word,\n               raw)\nVALUES ($1, $2,\n $3)\n"),
        "COPY t (id, word,\n               raw) FROM STDIN (FORMAT binary)");
    EXPECT_EQ(
        copy_command("-- Enters one. Rows: none.\n-- $1 id\nINSERT INTO t (id) VALUES ($1)\n"),
        "COPY t (id) FROM STDIN (FORMAT binary)");
    EXPECT_EQ(copy_command("INSERT INTO t (id) VALUES ($1)"),
              "COPY t (id) FROM STDIN (FORMAT binary)");
    for (const char* other : {"INSERT INTO t (id) VALUES ($1) ON CONFLICT DO NOTHING",
                              "INSERT INTO t (id) VALUES ($1) RETURNING id",
                              "INSERT INTO t (id, word) VALUES ($2, $1)",
                              "INSERT INTO t (id, word) VALUES ($1, 'x')",
                              "INSERT INTO t (id, word) VALUES ($1)",
                              "INSERT INTO t (id) VALUES ($1, $2)",
                              "INSERT INTO t (id) SELECT $1",
                              "INSERT INTO t VALUES ($1)",
                              "UPDATE t SET id = $1",
                              "-- INSERT INTO t (id) VALUES ($1)",
                              ""}) {
        EXPECT_EQ(copy_command(other), "") << other;
    }
    EXPECT_NE(copy_command(sql::import_row::insert.text), "");
}

TEST(RowCopy, the_sum_is_the_same_in_whatever_pieces_and_order_rows_come) {
    const std::string one = row_of(1, "one");
    const std::string two = row_of(2, "");
    const std::string whole = copy_header() + one + two + copy_trailer();
    RowSum sum;
    sum.note(two);
    sum.note(one);
    for (const std::size_t piece : {1UL, 7UL, 4096UL}) {
        EXPECT_EQ(read(whole, piece), sum) << piece;
    }
    EXPECT_EQ(sum.rows(), 2);
    EXPECT_EQ(sum.hex().size(), 64U);
}

TEST(RowCopy, another_value_a_missing_and_a_doubled_row_show) {
    const std::string row = row_of(1, "one");
    RowSum once;
    once.note(row);
    RowSum twice = once;
    twice.note(row);
    RowSum other;
    other.note(row_of(1, "eno"));
    EXPECT_NE(once, twice);
    EXPECT_NE(once, other);
    EXPECT_NE(once.hex(), other.hex());
    EXPECT_NE(once, RowSum());
}

TEST(RowCopy, what_breaks_off_is_no_copy) {
    const std::string whole = copy_header() + row_of(1, "one") + copy_trailer();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        RowSum sum;
        CopyReader reader(sum);
        reader.put(std::string_view(whole).substr(0, length));
        EXPECT_FALSE(reader.finish()) << length;
    }
}

}  // namespace
}  // namespace yinxin::storage
