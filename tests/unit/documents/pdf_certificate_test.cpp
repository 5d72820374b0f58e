// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_certificate.hpp"

#include "unit/documents/sample_face.hpp"
#include "unit/documents/tools.hpp"

#include "yinxin/crypto/digest.hpp"

#include <algorithm>
#include <iostream>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

const PdfPress& press() {
    static const PdfPress shared(sample_stationery());
    return shared;
}

UnsignedPdf build(const Face& face, const PdfProfile& profile = {}) {
    auto pdf = press().build(face, profile);
    if (!pdf) throw std::runtime_error(pdf.error().describe());
    return *std::move(pdf);
}

std::size_t count(BytesView bytes, std::string_view what) {
    std::size_t times = 0;
    const std::string_view text = as_text(bytes);
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1))
        ++times;
    return times;
}

TEST(PdfCertificate, is_the_same_for_the_same_face_whatever_was_made_before) {
    const Bytes first = build(sample_face()).bytes;
    Face other = sample_face();
    other.fields[0].value = "李演示";
    EXPECT_NE(build(other).bytes, first);
    EXPECT_EQ(build(sample_face()).bytes, first);
    const PdfPress fresh(sample_stationery());
    EXPECT_EQ(fresh.build(sample_face(), {})->bytes, first);
}

TEST(PdfCertificate, DISABLED_prints_its_digest) {
    std::cout << "digest " << to_hex(crypto::sha256(build(sample_face()).bytes)) << "\n";
}

TEST(PdfCertificate, is_the_same_in_another_process) {
    const auto other = run_tool("/proc/" + std::to_string(getpid()) +
                                "/exe --gtest_also_run_disabled_tests "
                                "--gtest_filter=PdfCertificate.DISABLED_prints_its_digest");
    EXPECT_NE(other.output.find("digest " + to_hex(crypto::sha256(build(sample_face()).bytes))),
              std::string::npos)
        << other.output;
}

TEST(PdfCertificate, is_the_same_from_several_threads_at_once) {
    const PdfPress fresh(sample_stationery());
    std::vector<Bytes> made(4);
    {
        std::vector<std::jthread> threads;
        for (Bytes& place : made) {
            threads.emplace_back([&] {
                for (int i = 0; i < 5; ++i)
                    place = fresh.build(sample_face(), {})->bytes;
            });
        }
    }
    for (const Bytes& bytes : made)
        EXPECT_EQ(bytes, build(sample_face()).bytes);
}

TEST(PdfCertificate, leaves_one_hole_and_covers_everything_else) {
    PdfProfile profile;
    profile.signature_room = 4096;
    const UnsignedPdf pdf = build(sample_face(), profile);
    EXPECT_EQ(pdf.contents_length, 2 * 4096 + 2);
    EXPECT_EQ(pdf.bytes[pdf.contents_offset], '<');
    EXPECT_EQ(pdf.bytes[pdf.contents_offset + pdf.contents_length - 1], '>');
    const auto [start, first, second, rest] = pdf.byte_range;
    EXPECT_EQ(start, 0U);
    EXPECT_EQ(first, pdf.contents_offset);
    EXPECT_EQ(second, pdf.contents_offset + pdf.contents_length);
    EXPECT_EQ(second + rest, pdf.bytes.size());
    const std::string written = "/ByteRange[0 " + std::to_string(first) + " " +
                                std::to_string(second) + " " + std::to_string(rest) + " ";
    EXPECT_EQ(count(pdf.bytes, written), 1U);
    crypto::Sha256 hash;
    hash.update(BytesView(pdf.bytes).first(first)).update(BytesView(pdf.bytes).subspan(second));
    EXPECT_EQ(hash.finish(), pdf.digest);
}

TEST(PdfCertificate, takes_a_signature_into_the_hole_and_changes_nothing_else) {
    UnsignedPdf pdf = build(sample_face());
    const Bytes before = pdf.bytes;
    const std::size_t at = pdf.contents_offset;
    const Bytes cms{0x30, 0x82, 0xAB};
    const auto sealed = embed(std::move(pdf), cms);
    ASSERT_TRUE(sealed);
    ASSERT_EQ(sealed->size(), before.size());
    EXPECT_EQ(as_text(BytesView(*sealed).subspan(at, 8)), "<3082ab0");
    Bytes emptied = *sealed;
    std::ranges::fill_n(emptied.begin() + static_cast<std::ptrdiff_t>(at) + 1, 6, '0');
    EXPECT_EQ(emptied, before);
}

TEST(PdfCertificate, refuses_a_signature_that_is_too_large_or_none) {
    PdfProfile profile;
    profile.signature_room = 64;
    EXPECT_TRUE(embed(build(sample_face(), profile), Bytes(64, 1)));
    const auto refused = embed(build(sample_face(), profile), Bytes(65, 1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::signature_too_large);
    EXPECT_FALSE(embed(build(sample_face(), profile), {}));
    EXPECT_FALSE(embed(build(sample_preview()), Bytes(8, 1)));
}

TEST(PdfCertificate, is_one_revision_without_anything_that_acts) {
    const Bytes bytes = build(sample_face()).bytes;
    EXPECT_EQ(count(bytes, "%%EOF"), 1U);
    EXPECT_EQ(count(bytes, "startxref"), 1U);
    EXPECT_EQ(as_text(bytes).substr(bytes.size() - 6), "%%EOF\n");
    for (const char* forbidden : {"/JavaScript",
                                  "/JS",
                                  "/EmbeddedFile",
                                  "/OpenAction",
                                  "/AA",
                                  "/Launch",
                                  "/URI",
                                  "/Prev",
                                  "/ObjStm",
                                  "/Encrypt",
                                  "/SMask",
                                  "/Interpolate"}) {
        EXPECT_EQ(count(bytes, forbidden), 0U) << forbidden;
    }
    EXPECT_EQ(count(bytes, "/SubFilter/ETSI.CAdES.detached"), 1U);
    EXPECT_EQ(count(bytes, "/TransformMethod/DocMDP"), 1U);
    EXPECT_EQ(count(bytes, "/Perms<</DocMDP "), 1U);
    EXPECT_EQ(count(bytes, "/M(D:20261123180000+08'00')"), 1U);
}

TEST(PdfCertificate, every_object_is_referred_to) {
    PdfProfile profile;
    profile.validation = {{Bytes(10, 1), Bytes(20, 2)}, {Bytes(30, 3)}, {Bytes(40, 4)}};
    for (const Face& face : {sample_face(), sample_exempt(), sample_preview()}) {
        const Bytes bytes = build(face, profile).bytes;
        const std::string_view text = as_text(bytes);
        const std::size_t objects = count(bytes, " 0 obj\n");
        for (std::size_t object = 1; object <= objects; ++object) {
            const std::string name = std::to_string(object) + " 0 R";
            bool found = false;
            for (auto at = text.find(name); !found && at != text.npos;
                 at = text.find(name, at + 1)) {
                found = at == 0 || text[at - 1] < '0' || text[at - 1] > '9';
            }
            EXPECT_TRUE(found) << object;
        }
    }
}

TEST(PdfCertificate, carries_the_validation_material_inside_the_signed_range) {
    PdfProfile profile;
    const Bytes certificate = to_bytes("-certificate-");
    const Bytes list = to_bytes("-revocation list-");
    profile.validation = {{certificate, certificate}, {list}, {}};
    const UnsignedPdf pdf = build(sample_face(), profile);
    EXPECT_EQ(count(pdf.bytes, "stream\n-certificate-\nendstream"), 2U);
    EXPECT_EQ(count(pdf.bytes, "stream\n-revocation list-\nendstream"), 1U);
    EXPECT_EQ(count(pdf.bytes, "/DSS<</Type/DSS/Certs["), 1U);
    EXPECT_EQ(count(pdf.bytes, "/OCSPs"), 0U);
    EXPECT_EQ(count(build(sample_face()).bytes, "/DSS"), 0U);
}

TEST(PdfCertificate, mirrors_the_copys_metadata_as_xmp) {
    const Bytes bytes = build(sample_face()).bytes;
    for (const char* element : {"<pdfaid:part>2</pdfaid:part>",
                                "<pdfaid:conformance>U</pdfaid:conformance>",
                                "<yx:JZJZZSJ>2026-11-23T18:00:00+08:00</yx:JZJZZSJ>",
                                "<yx:JZJZZZ>演示省人力资源演示厅</yx:JZJZZZ>",
                                "<yx:JZJZZSY>本人调用</yx:JZJZZSY>",
                                "<yx:JZJYXQJZSJ>2027-02-21T00:00:00+08:00</yx:JZJYXQJZSJ>",
                                "<pdfaProperty:name>JZJYXQJZSJ</pdfaProperty:name>"}) {
        EXPECT_EQ(count(bytes, element), 1U) << element;
    }
    EXPECT_EQ(count(build(sample_exempt()).bytes, "JZJYXQJZSJ"), 0U);
}

TEST(PdfCertificate, escapes_markup_in_metadata) {
    Face face = sample_face();
    face.issuer_name = "<&>";
    EXPECT_EQ(count(build(face).bytes, "<rdf:li>&lt;&amp;&gt;</rdf:li>"), 1U);
}

TEST(PdfCertificate, refuses_a_time_that_is_none) {
    for (const char* wrong :
         {"", "2026-11-23", "2026-11-23T18:00:00Z", "2026-11-23 18:00:00+08:00"}) {
        Face face = sample_face();
        face.metadata.made_at = wrong;
        const auto refused = press().build(face, {});
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code(), ErrorCode::invalid_input);
    }
}

TEST(PdfCertificate, has_no_hole_and_no_widget_where_nothing_is_sealed) {
    const UnsignedPdf pdf = build(sample_preview());
    EXPECT_EQ(pdf.contents_length, 0U);
    EXPECT_EQ(count(pdf.bytes, "/Sig"), 0U);
    EXPECT_EQ(count(pdf.bytes, "/Annots"), 0U);
    EXPECT_EQ(crypto::sha256(pdf.bytes), pdf.digest);
}

}  // namespace
}  // namespace yinxin::documents
