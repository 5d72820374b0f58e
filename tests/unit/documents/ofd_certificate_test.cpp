// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/ofd_certificate.hpp"

#include "unit/documents/sample_face.hpp"
#include "unit/documents/tools.hpp"

#include "yinxin/documents/ofd_seal_picture.hpp"
#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/documents/svg.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

const OfdPress& press() {
    static const OfdPress shared(sample_stationery());
    return shared;
}

UnsignedOfd build(const Face& face) {
    auto ofd = press().build(face);
    if (!ofd) throw std::runtime_error(ofd.error().describe());
    return *std::move(ofd);
}

/// Sealed with bytes that are no seal: what these tests look at is the package.
Bytes package_of(const Face& face) {
    return *embed(build(face), as_bytes("value"));
}

Face rare_face() {
    Face face = sample_face();
    face.fields[0].value = "㛃䶮𬍛𠮷𮧵";
    return face;
}

std::vector<Face> all_faces() {
    Face association = sample_exempt();
    association.template_id = "association";
    association.offline_payload = std::string(240, 'A');
    Face proof = sample_face();
    proof.template_id = "proof";
    return {sample_face(), sample_exempt(), association, proof, rare_face()};
}

std::string without_spaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f' || c == '\t'; });
    return text;
}

/// An OFD unpacked by somebody else's program.
class Unpacked {
  public:
    explicit Unpacked(BytesView ofd) {
        const std::string file = scratch_.put("copy.ofd", ofd);
        const ToolRun unzip = run_tool("cd " + scratch_.path("") + " && unzip -q copy.ofd");
        if (unzip.exit_code != 0) throw std::runtime_error(unzip.output);
    }
    [[nodiscard]] ToolRun run(const std::string& command) const {
        return run_tool("cd " + scratch_.path("") + " && " + command);
    }
    /// The text of every TextCode of a member, as libxml2 reads it, joined.
    [[nodiscard]] std::string text_of(const std::string& member) const {
        return run("xmllint --nonet --xpath '//*[local-name()=\"TextCode\"]/text()' " + member)
            .output;
    }

  private:
    Scratch scratch_;
};

constexpr const char* page = "Doc_0/Pages/Page_0/Content.xml";
constexpr const char* plate = "Doc_0/Tpls/Tpl_0/Content.xml";

TEST(OfdCertificate, is_the_same_for_the_same_face_whatever_was_made_before) {
    const Bytes first = package_of(sample_face());
    EXPECT_NE(package_of(rare_face()), first);
    EXPECT_EQ(package_of(sample_face()), first);
    const OfdPress fresh(sample_stationery());
    EXPECT_EQ(*embed(*fresh.build(sample_face()), as_bytes("value")), first);
}

TEST(OfdCertificate, is_the_same_from_several_threads_at_once) {
    const Bytes expected = package_of(sample_face());
    const OfdPress fresh(sample_stationery());
    std::array<Bytes, 4> made;
    {
        std::vector<std::jthread> threads;
        for (Bytes& one : made) {
            threads.emplace_back(
                [&] { one = *embed(*fresh.build(sample_face()), as_bytes("value")); });
        }
    }
    for (const Bytes& one : made)
        EXPECT_EQ(one, expected);
}

TEST(OfdCertificate, refuses_a_face_that_is_not_sealed) {
    const auto ofd = press().build(sample_preview());
    ASSERT_FALSE(ofd);
    EXPECT_EQ(ofd.error().code(), ErrorCode::invalid_input);
}

TEST(OfdCertificate, refuses_an_empty_value) {
    EXPECT_EQ(embed(build(sample_face()), {}).error().code(), ErrorCode::invalid_input);
}

TEST(OfdCertificate, unzip_finds_no_fault_in_any_kind) {
    YX_NEEDS_TOOL("unzip");
    const Scratch scratch;
    for (const Face& face : all_faces()) {
        const ToolRun run = run_tool("unzip -tq " + scratch.put("a.ofd", package_of(face)));
        EXPECT_EQ(run.exit_code, 0) << run.output;
    }
}

TEST(OfdCertificate, xmllint_reads_every_xml) {
    YX_NEEDS_TOOL("xmllint");
    for (const Face& face : all_faces()) {
        const Unpacked ofd(package_of(face));
        const ToolRun run =
            ofd.run("find . -name '*.xml' -print0 | xargs -0 xmllint --noout --nonet");
        EXPECT_EQ(run.exit_code, 0) << run.output;
    }
}

TEST(OfdCertificate, lists_every_member_with_its_sm3_as_openssl_counts_it) {
    YX_NEEDS_TOOL("openssl");
    const Unpacked ofd(package_of(sample_face()));
    const ToolRun run = ofd.run(
        "find . -type f ! -name copy.ofd ! -name Signature.xml ! -name SignedValue.dat | sort |"
        " while read f; do d=$(openssl dgst -sm3 -binary \"$f\" | openssl base64);"
        " grep -qF \"FileRef=\\\"/${f#./}\\\"><ofd:CheckValue>$d<\" "
        "Doc_0/Signs/Sign_0/Signature.xml || echo \"$f\"; done;"
        " grep -o '<ofd:Reference ' Doc_0/Signs/Sign_0/Signature.xml | wc -l");
    // Nothing that is missing; and as many lines as there are files beside the two.
    const ToolRun files = ofd.run(
        "find . -type f ! -name copy.ofd ! -name Signature.xml ! -name SignedValue.dat | wc -l");
    EXPECT_EQ(run.output, files.output);
}

TEST(OfdCertificate, its_fonts_map_every_character_it_prints) {
    YX_NEEDS_TOOL("fc-query");
    const Unpacked ofd(package_of(rare_face()));
    const ToolRun run = ofd.run("fc-query -f '%{fontformat} %{charset}\\n' Doc_0/Res/*.otf");
    EXPECT_EQ(run.exit_code, 0) << run.output;
    EXPECT_EQ(run.output.find("TrueType"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("CFF"), std::string::npos) << run.output;
    for (const char* point : {"36c3", "4dae", "2c35b", "20bb7", "2e9f5"}) {
        EXPECT_NE(run.output.find(point), std::string::npos) << point << "\n" << run.output;
    }
}

TEST(OfdCertificate, shows_what_pdf_and_svg_show) {
    YX_NEEDS_TOOL("pdftotext");
    const PdfPress pdf_press(sample_stationery());
    for (const Face& face : all_faces()) {
        const Unpacked ofd(package_of(face));
        const std::string in_ofd = without_spaces(ofd.text_of(plate) + ofd.text_of(page));
        const Scratch scratch;
        const std::string file = scratch.put("a.pdf", pdf_press.build(face, {})->bytes);
        const std::string in_pdf = without_spaces(run_tool("pdftotext " + file + " -").output);
        const std::string svg = without_spaces(*draw_svg(face, *sample_stationery()));
        for (const TextLine& line : text_equivalent(face)) {
            const std::string value = without_spaces(line.value);
            EXPECT_NE(in_ofd.find(value), std::string::npos) << "OFD: " << line.value;
            EXPECT_NE(in_pdf.find(value), std::string::npos) << "PDF: " << line.value;
            EXPECT_NE(svg.find(value), std::string::npos) << "SVG: " << line.value;
        }
    }
}

TEST(OfdCertificate, the_words_across_the_page_stand_in_an_annotation_and_not_in_its_text) {
    const Face face = sample_face();
    const Unpacked ofd(package_of(face));
    const std::string words = ofd.text_of("Doc_0/Annots/Page_0/Annotation.xml");
    EXPECT_NE(words.find(face.endorsement->scenario), std::string::npos) << words;
    EXPECT_NE(words.find(face.endorsement->copy_number), std::string::npos) << words;
    EXPECT_EQ(ofd.text_of(page).find("仅限"), std::string::npos);
    const Unpacked exempt(package_of(sample_exempt()));
    EXPECT_NE(exempt.run("ls Doc_0/Annots").exit_code, 0);
}

TEST(OfdCertificate, carries_the_metadata_and_the_face_for_machines) {
    const Face face = sample_face();
    const Unpacked ofd(package_of(face));
    const auto field = [&](const std::string& name) {
        return ofd
            .run("xmllint --nonet --xpath 'string(//*[local-name()=\"CustomData\"][@Name=\"" +
                 name + "\"])' OFD.xml")
            .output;
    };
    EXPECT_EQ(field("ZZBS"), face.licence_id + "\n");
    EXPECT_EQ(field("JZJZZSJ"), face.metadata.copy_made_at + "\n");
    EXPECT_EQ(field("JZJZZZ"), face.metadata.copy_made_by + "\n");
    EXPECT_EQ(field("JZJZZSY"), face.metadata.copy_made_for + "\n");
    EXPECT_EQ(field("JZJYXQJZSJ"), face.metadata.copy_valid_until + "\n");
    const ToolRun name = ofd.run(
        "xmllint --nonet --xpath 'string(//*[local-name()=\"line\"][@label=\"姓名\"])' "
        "Doc_0/Attachs/face.xml");
    EXPECT_EQ(name.output, face.fields[0].value + "\n");
}

TEST(OfdCertificate, its_code_can_be_read_by_zbar) {
    YX_NEEDS_TOOL("zbarimg");
    const Face face = sample_face();
    const Unpacked ofd(package_of(face));
    EXPECT_EQ(ofd.run("zbarimg -q --raw Doc_0/Res/code_0.png 2>/dev/null").output,
              face.qr_url + "\n");
}

TEST(OfdSealPicture, is_an_ofd_of_the_seal_s_size_without_fonts) {
    const SealArt art = sample_seal();
    const auto picture = make_seal_picture(art, sample_stationery()->fonts());
    ASSERT_TRUE(picture);
    EXPECT_EQ(*make_seal_picture(art, sample_stationery()->fonts()), *picture);
    const Unpacked ofd(*picture);
    const ToolRun box = ofd.run(
        "xmllint --nonet --xpath 'string(//*[local-name()=\"PhysicalBox\"])' "
        "Doc_0/Document.xml");
    EXPECT_EQ(box.output, "0 0 40 40\n");
    EXPECT_EQ(ofd.run("grep -c TextObject Doc_0/Pages/Page_0/Content.xml").output, "0\n");
    EXPECT_EQ(ofd.run("find . -name '*.otf'").output, "");
}

}  // namespace
}  // namespace yinxin::documents
