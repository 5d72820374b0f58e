// SPDX-License-Identifier: Apache-2.0
// What software that is not ours thinks of our documents.
#include "test_places.hpp"
#include "unit/documents/sample_face.hpp"
#include "unit/documents/tools.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/pdf_certificate.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

const std::string java = YX_SOURCE_DIR "/tests/tools/java.sh ";

UnsignedPdf build(const Face& face, const PdfProfile& profile = {}) {
    static const PdfPress press(sample_stationery());
    auto pdf = press.build(face, profile);
    if (!pdf) throw std::runtime_error(pdf.error().describe());
    return *std::move(pdf);
}

std::vector<Face> all_faces() {
    Face specimen = sample_preview();
    specimen.kind = FaceKind::specimen;
    Face proof = sample_face();
    proof.template_id = "proof";
    Face association = sample_exempt();
    association.template_id = "association";
    association.offline_payload = std::string(240, 'A');
    Face rare = sample_face();
    rare.fields[0].value = "㛃䶮𬍛𠮷𮧵";
    return {sample_face(), sample_exempt(), sample_preview(), specimen, proof, association, rare};
}

std::string without_spaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
    return text;
}

/// Seals with OpenSSL's command line, a key of its own and CAdES attributes.
std::string seal_with_openssl(const Scratch& scratch, UnsignedPdf pdf) {
    const auto [start, first, second, rest] = pdf.byte_range;
    Bytes covered(pdf.bytes.begin(), pdf.bytes.begin() + static_cast<std::ptrdiff_t>(first));
    covered.insert(
        covered.end(), pdf.bytes.begin() + static_cast<std::ptrdiff_t>(second), pdf.bytes.end());
    const auto content = scratch.put("covered", covered);
    const auto made = run_tool(
        "cd " + scratch.path("") +
        " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem"
        " -out cert.pem -days 3650 -subj '/C=XX/O=Yanshi/CN=Demonstration Seal'"
        " -addext keyUsage=critical,digitalSignature,nonRepudiation"
        " && openssl cms -sign -binary -cades -md sha256 -signer cert.pem -inkey key.pem -in "
        "covered"
        " -outform DER -out cms.der");
    if (made.exit_code != 0) throw std::runtime_error(made.output);
    const auto cms = run_tool("od -An -v -tx1 " + scratch.path("cms.der") + " | tr -d ' \\n'");
    const auto sealed = embed(std::move(pdf), *parse_hex(cms.output));
    if (!sealed) throw std::runtime_error(sealed.error().describe());
    return scratch.put("sealed.pdf", *sealed);
}

TEST(Strangers, qpdf_finds_no_fault_in_any_kind_of_page) {
    YX_NEEDS_TOOL("qpdf");
    const Scratch scratch;
    for (const Face& face : all_faces()) {
        const auto file = scratch.put("page.pdf", build(face).bytes);
        const auto check = run_tool("qpdf --check " + file);
        EXPECT_EQ(check.exit_code, 0) << check.output;
        EXPECT_EQ(check.output.find("WARNING"), std::string::npos) << check.output;
    }
}

TEST(Strangers, poppler_extracts_every_line_and_puts_it_beside_its_label) {
    YX_NEEDS_TOOL("pdftotext");
    const Scratch scratch;
    for (const Face& face : all_faces()) {
        const auto file = scratch.put("page.pdf", build(face).bytes);
        const auto text = run_tool("pdftotext -layout -enc UTF-8 " + file + " -");
        ASSERT_EQ(text.exit_code, 0) << text.output;
        std::vector<std::string> lines;
        for (const auto line : split(text.output, '\n'))
            lines.push_back(without_spaces(std::string(line)));
        for (const TextLine& line : text_equivalent(face)) {
            const bool captioned = line.label_zh != "批准机构" && line.label_zh != "签发日期" &&
                                   line.label_zh != "核验码" && line.label_zh != "查验地址";
            const std::string wanted =
                without_spaces((captioned ? line.label_zh : "") + line.value);
            EXPECT_TRUE(std::ranges::any_of(
                lines,
                [&](const std::string& one) { return one.find(wanted) != std::string::npos; }))
                << wanted << "\n"
                << text.output;
        }
        // The watermark is outlines: it must not be found a second time.
        if (face.endorsement) {
            const auto first = text.output.find(face.endorsement->valid_until);
            EXPECT_EQ(text.output.find(face.endorsement->valid_until, first + 1),
                      std::string::npos);
        }
    }
}

TEST(Strangers, mutool_opens_and_draws_every_kind_of_page_without_a_warning) {
    YX_NEEDS_TOOL("mutool");
    const Scratch scratch;
    for (const Face& face : all_faces()) {
        const auto file = scratch.put("page.pdf", build(face).bytes);
        const auto drawn =
            run_tool("mutool draw -q -r 40 -o " + scratch.path("page.png") + " " + file);
        EXPECT_EQ(drawn.exit_code, 0) << drawn.output;
        EXPECT_EQ(drawn.output.find("error"), std::string::npos) << drawn.output;
    }
}

std::string codes_read_at(const std::string& dpi, const Scratch& scratch, const std::string& file) {
    const std::string page = scratch.path("page");
    return run_tool("pdftoppm -r " + dpi + " -gray -singlefile " + file + " " + page +
                    " && zbarimg -q --raw " + page + ".pgm 2>/dev/null")
        .output;
}

TEST(Strangers, zbar_reads_the_link_from_a_grey_150_dpi_copy) {
    YX_NEEDS_TOOL("zbarimg");
    YX_NEEDS_TOOL("pdftoppm");
    const Scratch scratch;
    for (const Face& face : all_faces()) {
        if (!is_sealed(face.kind)) continue;
        const auto file = scratch.put("page.pdf", build(face).bytes);
        EXPECT_NE(codes_read_at("150", scratch, file).find(face.qr_url + "\n"), std::string::npos);
        // The second code is denser: it is for a good scan.
        if (face.offline_payload) {
            const auto read = codes_read_at("200", scratch, file);
            EXPECT_NE(read.find(*face.offline_payload), std::string::npos);
        }
    }
}

TEST(Strangers, preflight_takes_the_writers_twin_for_pdf_a_1b) {
    const Scratch scratch;
    std::string files;
    PdfProfile profile;
    profile.conformance = PdfConformance::a_1b;
    profile.validation = {{Bytes(10, 1)}, {Bytes(30, 3)}, {}};
    int number = 0;
    for (const Face& face : all_faces()) {
        const auto name = "page" + std::to_string(number++) + ".pdf";
        files += " " + scratch.put(name, build(face, profile).bytes);
    }
    const auto check = run_tool(java + "Preflight" + files);
    if (check.exit_code == 77) GTEST_SKIP() << check.output;
    EXPECT_EQ(check.exit_code, 0) << check.output;
}

TEST(Strangers, preflight_still_takes_it_when_sealed) {
    YX_NEEDS_TOOL("openssl");
    const Scratch scratch;
    PdfProfile profile;
    profile.conformance = PdfConformance::a_1b;
    const auto file = seal_with_openssl(scratch, build(sample_face(), profile));
    const auto check = run_tool(java + "Preflight " + file);
    if (check.exit_code == 77) GTEST_SKIP() << check.output;
    EXPECT_EQ(check.exit_code, 0) << check.output;
}

TEST(Strangers, poppler_and_mupdf_say_that_the_seal_covers_the_whole_document) {
    YX_NEEDS_TOOL("openssl");
    YX_NEEDS_TOOL("pdfsig");
    YX_NEEDS_TOOL("mutool");
    const Scratch scratch;
    const auto file = seal_with_openssl(scratch, build(sample_face()));
    const auto poppler = run_tool("pdfsig -nocert " + file);
    EXPECT_NE(poppler.output.find("Signature is Valid"), std::string::npos) << poppler.output;
    EXPECT_NE(poppler.output.find("Total document signed"), std::string::npos) << poppler.output;
    EXPECT_NE(poppler.output.find("ETSI.CAdES.detached"), std::string::npos) << poppler.output;
    const auto mupdf = run_tool("mutool sign -v " + file);
    EXPECT_NE(mupdf.output.find("unchanged since signing"), std::string::npos) << mupdf.output;
}

TEST(Strangers, pdfbox_and_bouncycastle_accept_the_seal_and_notice_a_changed_byte) {
    YX_NEEDS_TOOL("openssl");
    const Scratch scratch;
    const auto file = seal_with_openssl(scratch, build(sample_face()));
    const auto good = run_tool(java + "PdfSignatures " + file);
    if (good.exit_code == 77) GTEST_SKIP() << good.output;
    EXPECT_EQ(good.exit_code, 0) << good.output;
    for (const char* said : {"signatures=1",
                             "subfilter=ETSI.CAdES.detached",
                             "covers_whole_file=true",
                             "signature_valid=true",
                             "docmdp=1"}) {
        EXPECT_NE(good.output.find(said), std::string::npos) << said << "\n" << good.output;
    }
    const auto bad = run_tool("sed 's/1990/1991/; s/D:2026/D:2025/' " + file + " > " +
                              scratch.path("changed.pdf") + " && " + java + "PdfSignatures " +
                              scratch.path("changed.pdf"));
    EXPECT_EQ(bad.exit_code, 1) << bad.output;
    EXPECT_NE(bad.output.find("signature_valid=false"), std::string::npos) << bad.output;
}

}  // namespace
}  // namespace yinxin::documents
