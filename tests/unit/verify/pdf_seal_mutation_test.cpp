// SPDX-License-Identifier: Apache-2.0
// A sealed file, changed in thousands of ways that are the same in every run. Whatever is changed,
// the check must say that something is wrong, and must not crash.
#include "support/small_house.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/verify/pdf_seal.hpp"

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace yinxin::verify {
namespace {

using test::sure;

/// One file as people download it, with seal and timestamp, and what judges it.
struct Sealed {
    test::ScratchHouse house{test::Timestamps::on};
    std::string file;
    crypto::Certificate signer = load_signer();
    PdfSeal seal;

    Sealed() {
        const test::Held held = house->add_holder();
        const CopyId copy = house->endorse(held);
        const auto opened =
            sure(house->run(service::open_file(house->services(), held.actor, copy)));
        file = *opened.bytes;
        std::vector<Finding> findings;
        seal = find_pdf_seal(as_bytes(file), findings).value();
    }
    crypto::Certificate load_signer() {
        return sure(crypto::load_certificates(house.directory() / "keys/central.crt")).front();
    }
    [[nodiscard]] std::vector<Finding> check(std::string_view bytes) {
        return check_sealed_pdf(as_bytes(bytes),
                                *house->seals().trust,
                                signer,
                                TimestampRule::required,
                                house->clock.now());
    }
    [[nodiscard]] std::size_t hex_begin() const { return seal.contents_offset + 1; }
    [[nodiscard]] std::size_t hex_end() const {
        return seal.contents_offset + seal.contents_length - 1;
    }
    /// Where the signature ends and its padding begins.
    [[nodiscard]] std::size_t padding_begin() const { return hex_begin() + 2 * seal.cms.size(); }
};

class MutatedSeal : public testing::Test {
  public:
    static void SetUpTestSuite() { sealed_ = std::make_unique<Sealed>(); }
    static void TearDownTestSuite() { sealed_.reset(); }

  protected:
    static Sealed& sealed() { return *sealed_; }
    static const std::string& file() { return sealed_->file; }
    static void expect_refused(std::string_view bytes, const std::string& what) {
        EXPECT_TRUE(any_fail(sealed_->check(bytes))) << what;
    }
    /// The file with one bit turned over.
    static void flip_and_expect(std::size_t at, int bit) {
        std::string bytes = file();
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
        expect_refused(bytes, fmt::format("bit {} of byte {} of {}", bit, at, bytes.size()));
    }
    /// The same dice in every run; std::uniform_int_distribution differs between libraries.
    static std::size_t roll(std::mt19937& dice, std::size_t sides) { return dice() % sides; }

  private:
    static inline std::unique_ptr<Sealed> sealed_;
};

TEST_F(MutatedSeal, the_untouched_file_is_good) {
    for (const Finding& finding : sealed().check(file())) {
        ADD_FAILURE() << finding.code;
    }
}

TEST_F(MutatedSeal, any_bit_outside_the_signature_breaks_it) {
    std::mt19937 dice(1);
    for (int i = 0; i < 1500; ++i) {
        std::size_t at = roll(dice, file().size() - sealed().seal.contents_length);
        if (at >= sealed().seal.contents_offset) at += sealed().seal.contents_length;
        flip_and_expect(at, static_cast<int>(roll(dice, 8)));
    }
}

TEST_F(MutatedSeal, every_bit_of_the_frame_breaks_it) {
    const std::size_t range = file().find("/ByteRange");
    for (int bit = 0; bit < 8; ++bit) {
        for (std::size_t i = 0; i < 16; ++i)
            flip_and_expect(i, bit);
        for (std::size_t i = range; i < sealed().seal.contents_offset; ++i)
            flip_and_expect(i, bit);
        for (std::size_t i = file().size() - 48; i < file().size(); ++i)
            flip_and_expect(i, bit);
        flip_and_expect(sealed().seal.contents_offset, bit);
        flip_and_expect(sealed().hex_end(), bit);
    }
}

TEST_F(MutatedSeal, any_bit_of_the_signature_breaks_it) {
    std::mt19937 dice(2);
    for (std::size_t at = 0; at < sealed().seal.cms.size(); ++at) {
        const std::size_t bit = roll(dice, 8);
        Bytes cms = sealed().seal.cms;
        cms[at] = static_cast<std::uint8_t>(cms[at] ^ (1U << bit));
        std::string bytes = file();
        const std::string hex = to_hex(cms);
        bytes.replace(sealed().hex_begin(), hex.size(), hex);
        expect_refused(bytes, fmt::format("bit {} of byte {} of the CMS", bit, at));
    }
}

TEST_F(MutatedSeal, nothing_can_hide_in_the_padding) {
    const std::size_t length = sealed().hex_end() - sealed().padding_begin();
    ASSERT_GT(length, 2U);
    std::mt19937 dice(3);
    for (int i = 0; i < 200; ++i) {
        std::string bytes = file();
        bytes[sealed().padding_begin() + roll(dice, length)] =
            "123456789abcdefABCDEF g("[roll(dice, 24)];
        expect_refused(bytes, "padding");
    }
}

TEST_F(MutatedSeal, a_file_cut_short_is_refused_wherever_it_is_cut) {
    std::mt19937 dice(4);
    for (int i = 0; i < 300; ++i) {
        const std::size_t length = roll(dice, file().size());
        expect_refused(std::string_view(file()).substr(0, length), fmt::format("first {}", length));
        expect_refused(std::string_view(file()).substr(length + 1),
                       fmt::format("all but the first {}", length + 1));
    }
    for (std::size_t less = 1; less < 64; ++less) {
        expect_refused(std::string_view(file()).substr(0, file().size() - less), "tail");
    }
}

TEST_F(MutatedSeal, whatever_is_added_at_the_end_is_seen) {
    const std::string update = "1 0 obj\n<</Type/Catalog>>\nendobj\nstartxref\n9\n%%EOF\n";
    for (const std::string& tail : {std::string("\n"),
                                    std::string(1, '\0'),
                                    std::string(" "),
                                    std::string("%%EOF\n"),
                                    std::string("%a remark\n"),
                                    std::string("\n%%EOF\n"),
                                    update,
                                    file()}) {
        expect_refused(file() + tail, "appended: " + tail.substr(0, 40));
        expect_refused(tail + file(), "put before: " + tail.substr(0, 40));
    }
}

TEST_F(MutatedSeal, bytes_put_in_taken_out_or_moved_are_seen) {
    std::mt19937 dice(5);
    for (int i = 0; i < 300; ++i) {
        std::size_t at = roll(dice, file().size());
        // Between the signature's own digits other tests look.
        if (at >= sealed().seal.contents_offset && at <= sealed().hex_end()) continue;
        std::string longer = file();
        longer.insert(at, 1 + roll(dice, 8), static_cast<char>(dice() & 0xFF));
        expect_refused(longer, fmt::format("put in at {}", at));
        std::string shorter = file();
        shorter.erase(at, 1 + roll(dice, 8));
        expect_refused(shorter, fmt::format("taken out at {}", at));
        std::string moved = file();
        const std::size_t other = roll(dice, file().size());
        if (moved[at] == moved[other]) continue;
        std::swap(moved[at], moved[other]);
        expect_refused(moved, fmt::format("{} and {} exchanged", at, other));
    }
}

TEST_F(MutatedSeal, no_other_byte_range_is_believed) {
    const auto at = file().find("/ByteRange");
    const auto open = file().find('[', at);
    const auto close = file().find(']', at);
    const std::size_t first = sealed().seal.contents_offset;
    const std::size_t second = first + sealed().seal.contents_length;
    const std::size_t rest = file().size() - second;
    const std::vector<std::string> ranges = {
        fmt::format("0 {} {} {}", first - 1, second, rest),
        fmt::format("0 {} {} {}", first, second + 1, rest - 1),
        fmt::format("0 {} {} {}", first, second, rest - 1),
        fmt::format("0 {} {} {}", first, second, rest + 1),
        fmt::format("1 {} {} {}", first - 1, second, rest),
        fmt::format("0 {} {} {}", second, first, rest),
        fmt::format("0 0 0 {}", file().size()),
        fmt::format("0 {} {} 0", file().size(), file().size()),
        fmt::format("0 {} {} {} 0 0", first, second, rest),
        fmt::format("0 {} {} -{}", first, second, rest),
        "0 9223372036854775807 9223372036854775807 9223372036854775807",
        "0 18446744073709551615 2 18446744073709551615",
        "",
    };
    for (const std::string& range : ranges) {
        const std::size_t room = close - open - 1;
        if (range.size() > room) continue;
        std::string bytes = file();
        bytes.replace(open + 1, room, range + std::string(room - range.size(), ' '));
        expect_refused(bytes, "range " + range);
    }
    // Without keeping the length, so that long ranges fit.
    for (const std::string& range : ranges) {
        std::string bytes = file();
        bytes.replace(open + 1, close - open - 1, range);
        expect_refused(bytes, "range " + range);
    }
}

TEST_F(MutatedSeal, a_second_byte_range_is_refused) {
    const auto at = file().find("/ByteRange");
    const std::string entry = file().substr(at, file().find(']', at) + 1 - at);
    for (const std::size_t place : {at, at + entry.size(), std::size_t{15}, file().size() - 6}) {
        std::string bytes = file();
        bytes.insert(place, entry);
        expect_refused(bytes, fmt::format("second range at {}", place));
    }
}

TEST_F(MutatedSeal, anothers_signature_does_not_fit) {
    const test::Held held = sealed().house->add_holder();
    const CopyId copy = sealed().house->endorse(held);
    auto& services = sealed().house->services();
    const std::string other =
        *sure(sealed().house->run(service::open_file(services, held.actor, copy))).bytes;
    ASSERT_FALSE(any_fail(sealed().check(other)));
    std::vector<Finding> findings;
    const PdfSeal seal = find_pdf_seal(as_bytes(other), findings).value();
    ASSERT_EQ(seal.contents_length, sealed().seal.contents_length);
    std::string bytes = file();
    bytes.replace(sealed().hex_begin(),
                  seal.contents_length,
                  other,
                  seal.contents_offset + 1,
                  seal.contents_length);
    expect_refused(bytes, "transplanted");
}

}  // namespace
}  // namespace yinxin::verify
