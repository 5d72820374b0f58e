// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/ofd_template.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/ofd_package.hpp"

#include <fmt/format.h>

namespace yinxin::documents {
namespace {

constexpr Box whole_page{0, 0, page_width, page_height};

bool has_watermark(const Face& face) {
    return face.endorsement.has_value();
}

/// The parts in the order of the schema (GB/T 33190-2016, 7.5).
std::string document_xml(const Face& face) {
    std::string content = fmt::format(
        "<ofd:CommonData><ofd:MaxUnitID>{}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 "
        "297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID=\"{}\" "
        "ZOrder=\"Background\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData><ofd:Pages>"
        "<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages>",
        static_cast<int>(ofd::last_id),
        static_cast<int>(ofd::plate_id),
        static_cast<int>(ofd::page_id));
    if (has_watermark(face)) {
        content += "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>";
    }
    content += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>";
    return ofd::xml_file("Document", content);
}

std::string annotations_xml() {
    return ofd::xml_file(
        "Annotations",
        fmt::format("<ofd:Page PageID=\"{}\"><ofd:FileLoc>/{}</ofd:FileLoc></ofd:Page>",
                    static_cast<int>(ofd::page_id),
                    ofd::watermark_file));
}

std::string attachments_xml() {
    return ofd::xml_file(
        "Attachments",
        fmt::format("<ofd:Attachment ID=\"face\" Name=\"照面数据\" Format=\"xml\" "
                    "Visible=\"false\"><ofd:FileLoc>/{}</ofd:FileLoc></ofd:Attachment>",
                    ofd::face_file));
}

std::string signatures_xml() {
    return ofd::xml_file("Signatures",
                         "<ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID=\"1\" Type=\"Seal\" "
                         "BaseLoc=\"Sign_0/Signature.xml\"/>");
}

}  // namespace

OfdMember make_ofd_member(std::string_view name, std::string_view content, Packing packing) {
    OfdMember member{pack_member(std::string(name), content, packing), {}};
    member.reference = "<ofd:Reference FileRef=\"/";
    member.reference.append(name) += "\"><ofd:CheckValue>";
    member.reference += to_base64(crypto::sm3(as_bytes(content)));
    member.reference += "</ofd:CheckValue></ofd:Reference>";
    return member;
}

std::string ofd_template_key(const Face& face) {
    return plate_key(face) + (has_watermark(face) ? "watermark" : "plain");
}

Result<std::shared_ptr<const OfdTemplate>> compile_ofd_template(const Face& face,
                                                                const Stationery& stationery) {
    YX_TRY(const PlateDrawing plate, lay_out_plate(face, stationery));
    if (!plate.seal) return Error(ErrorCode::invalid_input, "an OFD of a face without a seal");
    auto compiled = std::make_shared<OfdTemplate>();
    compiled->seal_box = plate.seal->box;
    const auto add = [&](std::string_view name, std::string_view content) {
        compiled->members.push_back(make_ofd_member(name, content, Packing::tight));
    };
    OfdFonts fonts(stationery.fonts(), ofd::plate_fonts_id);
    OfdContent content(fonts, ofd::plate_objects_id);
    content.play(plate.under, whole_page, plate.forms);
    content.play(plate.labels, whole_page, plate.forms);
    add(ofd::document_file, document_xml(face));
    add(ofd::plate_file,
        ofd::page_xml(
            "",
            fmt::format("Type=\"Background\" ID=\"{}\"", static_cast<int>(ofd::plate_layer_id)),
            content.objects()));
    const auto embedded = fonts.embed("YinxinPlate");
    add(ofd::public_resources_file, ofd::xml_file("Res BaseLoc=\"Res\"", ofd::fonts_xml(embedded)));
    for (const OfdFonts::Embedded& font : embedded) {
        add(std::string(ofd::resource_folder) + ofd::file_name_of(font), font.file);
    }
    if (has_watermark(face)) add(ofd::annotations_file, annotations_xml());
    add(ofd::attachments_file, attachments_xml());
    add(ofd::signatures_file, signatures_xml());
    return std::shared_ptr<const OfdTemplate>(std::move(compiled));
}

}  // namespace yinxin::documents
