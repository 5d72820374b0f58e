// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/request_reader.hpp"

#include "yinxin/http/form.hpp"

#include <random>

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

/// What a reader made of some bytes, as one text.
std::string describe(RequestReader& reader, const std::optional<Refusal>& refusal) {
    if (refusal) return "refused " + std::to_string(refusal->status);
    if (!reader.is_done()) return "more";
    Request& request = reader.request();
    std::string text = std::string(name_of(request.method)) + ' ' + request.path + '|';
    for (const auto& [name, value] : request.query)
        text += name + '=' + value + '&';
    for (const auto& [name, value] : request.headers)
        text += '|' + name + ':' + value;
    return text + '|' + request.body;
}

/// Reads all requests in the bytes, which come in pieces as `next_piece` says.
template <class NextPiece>
std::vector<std::string> read_all(std::string_view bytes, NextPiece next_piece) {
    std::vector<std::string> seen;
    RequestReader reader(2048);
    std::string buffer;
    while (true) {
        std::optional<Refusal> refusal;
        if (!buffer.empty() && !reader.is_head_done()) refusal = reader.feed_head(buffer);
        if (!refusal && reader.is_head_done()) {
            reader.begin_body(4096, 10);
            refusal = reader.feed_body(buffer);
        }
        if (refusal || reader.is_done()) {
            seen.push_back(describe(reader, refusal));
            if (refusal) return seen;
            reader.reset();
            continue;
        }
        if (bytes.empty()) return seen;
        const std::size_t count = std::min(next_piece(), bytes.size());
        buffer += bytes.substr(0, count);
        bytes.remove_prefix(count);
    }
}

const std::vector<std::string>& corpus() {
    static const std::vector<std::string> all{
        "GET /a/b?x=1&y=%E5%8D%B0 HTTP/1.1\r\nHost: h\r\nCookie: a=b; c=d\r\n\r\n",
        "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde"
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2;ext=\"q\"\r\nde\r\n0\r\nTrailer: t\r\n\r\nHEAD /x HTTP/1.0\r\n\r\n",
        "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
        "\r\nGET http://h/abs HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, close\r\n\r\n",
    };
    return all;
}

std::string mutate(std::string bytes, std::mt19937& random) {
    static constexpr std::string_view interesting("\r\n\0 \t:;,0129afGPx%&=?/\\\"-+\x80\xFF", 27);
    const auto below = [&random](std::size_t bound) { return random() % bound; };
    for (std::size_t edits = below(4); edits > 0 && !bytes.empty(); --edits) {
        const std::size_t at = below(bytes.size());
        const char c = interesting[below(interesting.size())];
        switch (below(4)) {
            case 0:
                bytes[at] = c;
                break;
            case 1:
                bytes.insert(at, 1, c);
                break;
            case 2:
                bytes.erase(at, 1 + below(4));
                break;
            default:
                bytes.insert(at, bytes.substr(below(bytes.size()), below(40)));
        }
    }
    return bytes;
}

TEST(RequestReader, sees_the_same_requests_however_the_bytes_are_cut) {
    constexpr unsigned seed = 20261123;
    std::mt19937 random(seed);
    std::size_t accepted = 0;
    for (int round = 0; round < 30'000; ++round) {
        const std::string bytes = mutate(corpus()[random() % corpus().size()], random);
        const auto whole = read_all(bytes, [&] { return bytes.size(); });
        const auto pieces = read_all(bytes, [&random] { return 1 + random() % 7; });
        ASSERT_EQ(whole, pieces) << "seed " << seed << " round " << round << '\n'
                                 << testing::PrintToString(bytes);
        accepted += !whole.empty() && !whole.front().starts_with("refused");
    }
    // The mutations must not be so wild that nothing is tested.
    EXPECT_GT(accepted, 5'000U);
}

TEST(RequestReader, reads_pipelined_requests_apart) {
    const auto seen = read_all(corpus()[2], [] { return std::size_t{1000}; });
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0], "POST /f||Host:h|Transfer-Encoding:chunked|abcde");
    EXPECT_EQ(seen[1], "HEAD /x||");
}

TEST(RequestReader, multipart_forms_survive_any_damage) {
    std::mt19937 random(7);
    const std::string good =
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x;.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\n%PDF\r\n--XX--\r\n";
    std::size_t accepted = 0;
    for (int round = 0; round < 30'000; ++round) {
        Request request;
        request.headers.emplace_back("Content-Type",
                                     mutate("multipart/form-data; boundary=XX", random));
        request.body = mutate(good, random);
        accepted += parse_form(request, 10).has_value();
    }
    EXPECT_GT(accepted, 1'000U);
}

}  // namespace
}  // namespace yinxin::http
