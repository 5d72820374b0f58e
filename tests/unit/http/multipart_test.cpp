// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/multipart.hpp"

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

std::string part(const std::string& headers, const std::string& content) {
    return "--XX\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}

std::string field(const std::string& name, const std::string& content) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
}

/// Reads a body that arrives in pieces of one size.
Result<Request> read(std::string_view body,
                     std::size_t piece,
                     std::string_view type = "multipart/form-data; boundary=XX",
                     std::size_t most_parts = 10) {
    auto reader = MultipartReader::for_type(type, most_parts);
    if (!reader) return Error(ErrorCode::malformed, "no reader");
    while (!body.empty()) {
        YX_CHECK(reader->feed(body.substr(0, piece)));
        body.remove_prefix(std::min(piece, body.size()));
    }
    Request request;
    YX_CHECK(reader->finish(request));
    return request;
}

std::vector<std::size_t> piece_sizes() {
    return {1, 2, 3, 5, 7, 64, 100'000};
}

TEST(Multipart, reads_fields_and_files_however_they_arrive) {
    const std::string binary("\x00\xFF\r\n--X\r\n", 9);
    const std::string body = field("note", "two\r\nlines") +
                             part(
                                 "content-disposition: form-data; name=\"file\"; "
                                 "filename=\"\xE5\x8D\xB0;\\\".pdf\"\r\n"
                                 "Content-Type: application/pdf",
                                 binary) +
                             "--XX--\r\n";
    for (const std::size_t piece : piece_sizes()) {
        const auto request =
            read(body, piece, "Multipart/Form-Data; charset=utf-8; boundary=\"XX\"");
        ASSERT_TRUE(request) << piece << ' ' << request.error().describe();
        EXPECT_EQ(request->form["note"], "two\r\nlines");
        const Upload* upload = request->find_upload("file");
        ASSERT_NE(upload, nullptr);
        EXPECT_EQ(upload->file_name, "\xE5\x8D\xB0;\".pdf");
        EXPECT_EQ(upload->content_type, "application/pdf");
        EXPECT_EQ(upload->content, to_bytes(binary));
    }
}

TEST(Multipart, an_empty_file_field_is_an_upload_without_name) {
    const auto request = read(
        part("Content-Disposition: form-data; name=\"file\"; filename=\"\"", "") + "--XX--", 9);
    ASSERT_TRUE(request);
    ASSERT_EQ(request->uploads.size(), 1U);
    EXPECT_EQ(request->uploads[0].file_name, "");
}

TEST(Multipart, counts_fields_and_files_together) {
    const std::string body = field("a", "1") + field("b", "2") + "--XX--\r\n";
    EXPECT_TRUE(read(body, 10, "multipart/form-data; boundary=XX", 2));
    EXPECT_FALSE(read(body, 10, "multipart/form-data; boundary=XX", 1));
}

TEST(Multipart, refuses_what_another_reader_might_understand_otherwise) {
    const std::string good = field("a", "1");
    const std::string end = "--XX--\r\n";
    const std::vector<std::pair<const char*, std::string>> all{
        {"no end", good},
        {"something after the end", good + end + "more"},
        {"something before", "x\r\n" + good + end},
        {"a field twice", good + field("a", "2") + end},
        {"field and file of one name",
         good + part("Content-Disposition: form-data; name=\"a\"; filename=\"f\"", "x") + end},
        {"no name", part("Content-Disposition: form-data", "1") + end},
        {"empty name", field("", "1") + end},
        {"long name", field(std::string(200, 'n'), "1") + end},
        {"not form data", part("Content-Disposition: attachment; name=\"a\"", "1") + end},
        {"no disposition", part("Content-Type: text/plain", "1") + end},
        {"two dispositions",
         part("Content-Disposition: form-data; name=\"a\"\r\n"
              "Content-Disposition: form-data; name=\"b\"",
              "1") +
             end},
        {"transfer encoding",
         part("Content-Disposition: form-data; name=\"a\"\r\n"
              "Content-Transfer-Encoding: base64",
              "MQ==") +
             end},
        {"not utf-8", field("a", "\xFF") + end},
        {"zero byte", field("a", std::string("\0", 1)) + end},
        {"headers without end", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"},
        {"huge part head",
         part("Content-Disposition: form-data; name=\"a\"\r\nX: " + std::string(5000, 'x'), "1") +
             end},
        {"a boundary that goes on", good + "--XXY--\r\n"},
        {"a long text", field("a", std::string(65 * 1024, 'x')) + end},
        {"empty", ""},
    };
    for (const auto& [why, body] : all) {
        for (const std::size_t piece : piece_sizes())
            EXPECT_FALSE(read(body, piece)) << why;
    }
}

TEST(Multipart, is_only_for_its_own_type_with_a_usable_boundary) {
    EXPECT_FALSE(MultipartReader::for_type("multipart/form-data", 10));
    EXPECT_FALSE(MultipartReader::for_type("multipart/form-data; boundary=", 10));
    EXPECT_FALSE(
        MultipartReader::for_type("multipart/form-data; boundary=" + std::string(71, 'X'), 10));
    EXPECT_FALSE(MultipartReader::for_type("multipart/mixed; boundary=XX", 10));
    EXPECT_FALSE(MultipartReader::for_type("application/json", 10));
    EXPECT_TRUE(MultipartReader::for_type("MULTIPART/form-data;boundary=XX", 10));
}

TEST(Multipart, a_fault_stays_a_fault) {
    MultipartReader reader("XX", 10);
    EXPECT_FALSE(reader.feed("no boundary"));
    EXPECT_FALSE(reader.feed(field("a", "1") + "--XX--\r\n"));
    Request request;
    EXPECT_FALSE(reader.finish(request));
}

TEST(Multipart, a_file_that_is_nothing_but_beginnings_of_boundaries_arrives_whole) {
    std::string content;
    for (int i = 0; i < 3000; ++i)
        content += "\r\n--X\r\n-";
    const std::string body =
        part("Content-Disposition: form-data; name=\"file\"; filename=\"f\"", content) + "--XX--";
    for (const std::size_t piece : piece_sizes()) {
        const auto request = read(body, piece);
        ASSERT_TRUE(request);
        EXPECT_EQ(request->uploads.at(0).content, to_bytes(content));
    }
}

}  // namespace
}  // namespace yinxin::http
