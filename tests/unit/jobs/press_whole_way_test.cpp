// SPDX-License-Identifier: Apache-2.0
// The whole way of one copy, and what software that is not ours says about the file.
#include "support/programs.hpp"
#include "support/small_house.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/verify/pdf_seal.hpp"

#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Kind {
    const char* name;
    const char* qualification;
    const char* specialty;
    const char* level;
    const char* key_name;
    Timestamps timestamps;
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.name;
}

/// A name with every character that fonts like to lack.
constexpr const char* rare_name = "㛃䶮𬍛𠮷𮧵";

/// One endorsed copy of one kind; pressed once, looked at by several tests.
struct Pressed {
    explicit Pressed(const Kind& kind) : house(kind.timestamps) {
        CertificateWish wish;
        wish.qualification = kind.qualification;
        wish.specialty = kind.specialty;
        wish.level = kind.level;
        held = house->add_holder(wish, rare_name);
        copy = house->endorse(held, {.days = 90, .recipient = "演示市轨道交通建设有限公司"});
        auto file = sure(house->run(service::open_file(house->services(), held.actor, copy)));
        bytes = *file.bytes;
        name = file.name;
        path = (house.directory() / "copy.pdf").string();
        std::ofstream(path, std::ios::binary) << bytes;
    }

    ScratchHouse house;
    Held held;
    CopyId copy;
    std::string bytes;
    std::string name;
    std::string path;
};

class WholeWay : public testing::TestWithParam<Kind> {
  public:
    static void TearDownTestSuite() { pressed_.clear(); }

  protected:
    void SetUp() override {
        auto& there = pressed_[GetParam().name];
        if (!there) there = std::make_unique<Pressed>(GetParam());
        way_ = there.get();
    }
    SmallHouse& house() { return *way_->house; }
    service::CopyView view() {
        return sure(
            house().run(service::load_copy(house().services(), way_->held.actor, way_->copy)));
    }

    static inline std::map<std::string, std::unique_ptr<Pressed>> pressed_;
    Pressed* way_ = nullptr;
};

TEST_P(WholeWay, the_released_file_passes_our_own_check) {
    const auto rows = house().one<std::string>(
        "SELECT certificate_pem FROM key_register WHERE key_name = $1", GetParam().key_name);
    const auto certificate = sure(crypto::Certificate::parse_pem(rows));
    const auto rule = GetParam().timestamps == Timestamps::on ? verify::TimestampRule::required
                                                              : verify::TimestampRule::optional;
    const auto findings = verify::check_sealed_pdf(
        as_bytes(way_->bytes), *house().seals().trust, certificate, rule, house().clock.now());
    for (const auto& finding : findings) {
        ADD_FAILURE() << finding.code;
    }
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM seal_intent WHERE state = 'sealed'"), 1);
    EXPECT_EQ(house().one("SELECT SUM(uses) FROM seal"), 1);
}

TEST_P(WholeWay, strangers_software_accepts_the_file) {
    const Said signature = run_program("pdfsig -nocert " + way_->path);
    EXPECT_THAT(signature.output, HasSubstr("Signature is Valid"));
    EXPECT_THAT(signature.output, HasSubstr("Total document signed"));
    EXPECT_THAT(signature.output, Not(HasSubstr("Signature #2")));
    const Said structure = run_program("qpdf --check " + way_->path);
    EXPECT_EQ(structure.status, 0) << structure.output;
    EXPECT_THAT(structure.output, Not(HasSubstr("WARNING")));
    if (!is_installed("mutool")) GTEST_SKIP() << "mutool is not installed";
    const Said second = run_program("mutool sign -v " + way_->path);
    EXPECT_THAT(second.output, HasSubstr("unchanged since signing")) << second.output;
}

TEST_P(WholeWay, every_field_can_be_read_out_of_the_file) {
    const Said text = run_program("pdftotext -layout " + way_->path + " -");
    ASSERT_EQ(text.status, 0);
    const auto now = view();
    const auto& face = now.certificate.certificate.face;
    for (const std::string& words : {face.name,
                                     face.id_number,
                                     face.specialty.zh,
                                     face.level.zh,
                                     face.management_no,
                                     face.certificate_no,
                                     face.authorities.at(1).zh,
                                     std::string("1990年3月"),
                                     std::string("2025年12月1日"),
                                     std::string("本人调用"),
                                     std::string("演示市轨道交通建设有限公司"),
                                     std::string("2027年2月20日24:00"),
                                     now.copy.copy_no,
                                     domain::grouped(domain::CopyCode{now.copy.code})}) {
        EXPECT_THAT(text.output, HasSubstr(words));
    }
    const std::string flat = [&] {
        std::string joined;
        for (const char c : text.output) {
            if (c != '\n' && c != ' ') joined += c;
        }
        return joined;
    }();
    EXPECT_THAT(flat, HasSubstr(face.title.zh));
}

TEST_P(WholeWay, the_qr_of_a_grey_photocopy_leads_to_the_comparison_page) {
    const std::string raster = (way_->house.directory() / "page").string();
    ASSERT_EQ(
        run_program("pdftoppm -r 150 -gray -singlefile -png " + way_->path + " " + raster).status,
        0);
    // Only the last line: without a message bus zbarimg complains first.
    const Said seen = run_program("zbarimg --raw -q " + raster + ".png | tail -n 1");
    const std::string_view lines = trim(seen.output);
    EXPECT_EQ(lines.substr(lines.rfind('\n') + 1),
              house().public_url() + "/v/" + view().copy.token);
}

TEST_P(WholeWay, the_register_tells_the_same_as_the_file) {
    const auto now = view();
    ASSERT_EQ(now.files.size(), 1U);
    EXPECT_TRUE(now.is_open);
    EXPECT_EQ(now.files[0].size, static_cast<std::int64_t>(way_->bytes.size()));
    const auto hash = crypto::sha256(as_bytes(way_->bytes));
    EXPECT_EQ(now.files[0].sha256, Bytes(hash.begin(), hash.end()));
    EXPECT_EQ(now.files[0].profile, GetParam().timestamps == Timestamps::on ? "B-T" : "B-B");
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM lookup_file"), 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job WHERE state = 'done'"), 1);
    EXPECT_THAT(way_->name, HasSubstr(rare_name));
    EXPECT_THAT(way_->name, HasSubstr("有效至2027-02-20"));
    EXPECT_THAT(way_->name, HasSubstr(now.copy.copy_no));
    EXPECT_TRUE(way_->name.ends_with(".pdf"));
}

INSTANTIATE_TEST_SUITE_P(
    Keys,
    WholeWay,
    testing::Values(Kind{"p256_bt", "constructor_1", "05", "", "seal-central", Timestamps::on},
                    Kind{"p256_bb", "constructor_1", "05", "", "seal-central", Timestamps::off},
                    Kind{"rsa3072_bt", "banker", "1", "2", "seal-banking", Timestamps::on},
                    Kind{"rsa3072_bb", "banker", "1", "2", "seal-banking", Timestamps::off}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace yinxin::test
