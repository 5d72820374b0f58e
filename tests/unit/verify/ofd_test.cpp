// SPDX-License-Identifier: Apache-2.0
// What is lawful in an OFD is VALID; what we cannot judge is said so.
#include "support/ofd/fresh_ofd.hpp"
#include "support/ofd/sm2_timestamp.hpp"

#include "yinxin/documents/qr.hpp"
#include "yinxin/verify/read.hpp"

#include <algorithm>
#include <png.h>
#include <utility>

#include <gtest/gtest.h>

namespace yinxin::ofd {
namespace {

using verify::Integrity;
using verify::Report;

/// A QR code as a picture, six pixels a module with a quiet zone of four modules.
std::string png_of(std::string_view text) {
    constexpr int scale = 6;
    constexpr int quiet = 4;
    const documents::CodeModules code = test::sure(documents::encode_qr(text, 80));
    const int side = (code.size + 2 * quiet) * scale;
    Bytes pixels(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 255);
    for (std::size_t at = 0; at < pixels.size(); ++at) {
        const int x = static_cast<int>(at) % side / scale - quiet;
        const int y = static_cast<int>(at) / side / scale - quiet;
        const bool is_inside = x >= 0 && y >= 0 && x < code.size && y < code.size;
        if (is_inside && code.dark[static_cast<std::size_t>(y * code.size + x)]) pixels[at] = 0;
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.format = PNG_FORMAT_GRAY;
    image.width = image.height = static_cast<png_uint_32>(side);
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    std::string file(size, '\0');
    png_image_write_to_memory(&image, file.data(), &size, 0, pixels.data(), 0, nullptr);
    return file;
}

class Ofd : public testing::Test {
  protected:
    Report judged(std::string_view file) {
        return verify::judge(verify::read(as_bytes(file)),
                             ofd_.trust(),
                             nullptr,
                             {std::nullopt, ofd_.now()},
                             ofd_.now());
    }
    static bool has(const Report& report, std::string_view code) {
        return std::ranges::any_of(
            report.findings, [&](const verify::Finding& finding) { return finding.code == code; });
    }
    static void expect_valid(const Report& report) {
        EXPECT_EQ(domain::key(report.verdict), "VALID") << verify::deciding_code(report);
        EXPECT_EQ(report.integrity, Integrity::full);
    }
    FreshOfd ofd_;
};

TEST_F(Ofd, a_fresh_copy_is_valid_alone_and_says_what_it_is) {
    const Report report = judged(ofd_.pack(ofd_.fresh()));
    expect_valid(report);
    EXPECT_EQ(report.format, verify::FileFormat::ofd);
    EXPECT_EQ(report.authenticity, verify::Authenticity::trusted);
    EXPECT_EQ(report.signer->common_name, "演示省人力资源演示厅");
    EXPECT_EQ(report.signed_at, ofd_.now());
    EXPECT_TRUE(report.is_time_trusted);
    EXPECT_EQ(report.face.title, "演示职业资格证书");
    EXPECT_EQ(report.face.licence_id,
              "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.V");
    EXPECT_EQ(report.face.recipient, "演示建设集团");
    EXPECT_EQ(report.face.valid_until, *parse_instant("2026-12-24T10:00:00+08:00"));
}

TEST_F(Ofd, whatever_the_numbers_of_a_signature_every_fresh_copy_is_valid) {
    // About every fourth seal holds a number of a length of its own.
    for (int i = 0; i < 200; ++i) {
        expect_valid(judged(ofd_.pack(ofd_.fresh())));
    }
}

TEST_F(Ofd, an_archive_of_something_else_is_no_ofd) {
    const Report report = judged(zip_of({{"certificate.txt", "copy"}}).write());
    EXPECT_EQ(domain::key(report.verdict), "REJECTED");
    EXPECT_EQ(verify::deciding_code(report), "ofd.document.none");
    const Report office = judged(zip_of({{"[Content_Types].xml", "<Types/>"}}).write());
    EXPECT_EQ(verify::deciding_code(office), "file.office");
}

TEST_F(Ofd, a_registered_copy_is_issued) {
    const auto claims = verify::read(as_bytes(ofd_.pack(ofd_.fresh())));
    verify::RegisterAnswer answer = ofd_.register_answer(claims);
    answer.identical = answer.named;
    const Report report =
        verify::judge(claims, ofd_.trust(), &answer, {std::nullopt, ofd_.now()}, ofd_.now());
    EXPECT_EQ(domain::key(report.verdict), "VALID");
    EXPECT_EQ(report.authenticity, verify::Authenticity::issued);
}

TEST_F(Ofd, no_bit_of_any_member_can_change) {
    // A timestamp beside the seal may be lost, not forged; without one every byte is sealed.
    Sealing sealing = ofd_.fresh();
    sealing.signature.timestamp = nullptr;
    ZipFile file;
    for (const auto& [name, content] : ofd_.seal(sealing)) {
        file.items.push_back(stored_item(name, content));
    }
    expect_valid(judged(file.write()));
    for (ZipItem& item : file.items) {
        for (std::size_t at = 0; at < item.packed.size(); ++at) {
            std::string content = item.packed;
            content[at] = static_cast<char>(content[at] ^ (1 << at % 8));
            const ZipItem kept = std::exchange(item, stored_item(item.local.name, content));
            const Report report = judged(file.write());
            EXPECT_NE(domain::key(report.verdict), "VALID") << item.local.name << " at " << at;
            item = kept;
        }
    }
}

TEST_F(Ofd, an_endorsement_that_is_over_is_expired) {
    const Instant at = *parse_instant("2026-12-24T10:00:00+08:00");
    const auto claims = verify::read(as_bytes(ofd_.pack(ofd_.fresh())));
    const Report report = verify::judge(claims, ofd_.trust(), nullptr, {std::nullopt, at}, at);
    EXPECT_EQ(domain::key(report.verdict), "EXPIRED");
}

TEST_F(Ofd, seals_of_every_version_are_read) {
    for (const int version : {1, 4, 5}) {
        SCOPED_TRACE(version);
        Sealing sealing = ofd_.fresh();
        sealing.seal.version = sealing.signature.version = version;
        if (version == 1) sealing.signature.timestamp = nullptr;
        const Report report = judged(ofd_.pack(sealing));
        expect_valid(report);
        EXPECT_EQ(report.signed_at, ofd_.now());
    }
}

TEST_F(Ofd, a_seal_may_name_its_certificates_by_digest) {
    Sealing sealing = ofd_.fresh();
    sealing.seal.lists_digests = true;
    expect_valid(judged(ofd_.pack(sealing)));
}

TEST_F(Ofd, members_may_be_listed_by_sha256) {
    Sealing sealing = ofd_.fresh();
    sealing.check_method = "2.16.840.1.101.3.4.2.1";
    expect_valid(judged(ofd_.pack(sealing)));
}

TEST_F(Ofd, a_foreign_copy_may_leave_the_list_of_signatures_open) {
    Sealing sealing = ofd_.fresh();
    sealing.unlisted = {std::string(signatures_name)};
    const Report report = judged(ofd_.pack(sealing));
    expect_valid(report);
    EXPECT_TRUE(has(report, "ofd.coverage.list_open"));
}

TEST_F(Ofd, a_false_flag_and_an_extension_that_is_not_critical_are_lawful) {
    namespace der = crypto::der;
    Sealing sealing = ofd_.fresh();
    sealing.seal.extra = as_text(der::sequence(
        {der::sequence({der::oid("1.2.3"), der::boolean(false), der::octet_string({})})}));
    expect_valid(judged(ofd_.pack(sealing)));
}

TEST_F(Ofd, archives_of_streaming_writers_and_with_directories_are_lawful) {
    for (const bool is_marked : {true, false}) {
        ZipFile file = zip_of(ofd_.seal(ofd_.fresh()));
        for (ZipItem& item : file.items)
            item = streamed(item, is_marked);
        file.items.push_back(stored_item("Doc_0/Res/", ""));
        // What Info-ZIP writes beside a name: its times.
        file.items.back().local.extra = le16(0x5455) + le16(5) + std::string(5, '\1');
        expect_valid(judged(file.write()));
    }
}

TEST_F(Ofd, a_timestamp_in_sm2_and_sm3_proves_the_time) {
    crypto::CertificatePlan plan = ofd_.plan("演示国密时间戳机构");
    plan.role = crypto::CertificateRole::timestamp;
    const KeyHolder authority = ofd_.certify(plan);
    Sealing sealing = ofd_.fresh();
    sealing.signature.timestamp = [&](BytesView value) {
        return sm2_timestamp(authority, value, ofd_.now());
    };
    const Report report = judged(ofd_.pack(sealing));
    expect_valid(report);
    EXPECT_TRUE(report.is_time_trusted);
    sealing.signature.timestamp = [&](BytesView) {
        return sm2_timestamp(authority, as_bytes("something else"), ofd_.now());
    };
    const Report wrong = judged(ofd_.pack(sealing));
    EXPECT_EQ(domain::key(wrong.verdict), "INVALID");
    EXPECT_EQ(verify::deciding_code(wrong), "timestamp.wrong");
}

TEST_F(Ofd, pictures_of_an_unsealed_one_are_searched_for_codes) {
    Members members = ofd_.fresh().members;
    std::string& root = content_of(members, "OFD.xml");
    root = with(root, "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>", "");
    const Report bare = judged(zip_of(members).write());
    EXPECT_EQ(verify::deciding_code(bare), "seal.none");
    members.emplace_back("Doc_0/Res/scan.png", png_of("https://example.cn/v/abc"));
    const Report scanned = judged(zip_of(members).write());
    EXPECT_EQ(verify::deciding_code(scanned), "seal.none_but_code");
    ASSERT_EQ(scanned.codes.size(), 1U);
    EXPECT_EQ(scanned.codes.front().text, "https://example.cn/v/abc");
}

TEST_F(Ofd, the_path_of_what_was_signed_may_lack_its_first_slash) {
    Sealing sealing = ofd_.fresh();
    sealing.signature.property = signature_name;
    expect_valid(judged(ofd_.pack(sealing)));
}

TEST_F(Ofd, without_a_timestamp_the_time_is_only_claimed) {
    Sealing sealing = ofd_.fresh();
    sealing.signature.timestamp = nullptr;
    const Report report = judged(ofd_.pack(sealing));
    expect_valid(report);
    EXPECT_FALSE(report.is_time_trusted);
    EXPECT_TRUE(has(report, "timestamp.none"));
}

}  // namespace
}  // namespace yinxin::ofd
