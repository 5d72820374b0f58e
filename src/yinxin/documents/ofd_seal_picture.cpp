// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/ofd_seal_picture.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/documents/ofd_package.hpp"
#include "yinxin/documents/zip_writer.hpp"

#include <fmt/format.h>

namespace yinxin::documents {
namespace {

constexpr int stencil_id = 30;
constexpr std::string_view stencil_file = "seal.png";

std::string root_xml(const SealArt& art) {
    const crypto::Digest32 id = crypto::sha256(as_bytes("seal\n" + art.id));
    return ofd::xml_file(
        "OFD Version=\"1.1\" DocType=\"OFD\"",
        "<ofd:DocBody><ofd:DocInfo>" + ofd::xml_element("DocID", to_hex(BytesView(id).first(16))) +
            "</ofd:DocInfo>" + ofd::xml_element("DocRoot", ofd::document_file) + "</ofd:DocBody>");
}

std::string document_xml(double side, bool has_stencil) {
    return ofd::xml_file(
        "Document",
        fmt::format("<ofd:CommonData><ofd:MaxUnitID>{0}</ofd:MaxUnitID><ofd:PageArea>"
                    "<ofd:PhysicalBox>0 0 {1} {1}</ofd:PhysicalBox></ofd:PageArea>{2}"
                    "</ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" "
                    "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages>",
                    static_cast<int>(ofd::last_id),
                    side,
                    has_stencil ? "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" : ""));
}

std::string stencil_resources() {
    return ofd::xml_file("Res BaseLoc=\"Res\"",
                         fmt::format("<ofd:MultiMedias><ofd:MultiMedia ID=\"{}\" Type=\"Image\" "
                                     "Format=\"PNG\"><ofd:MediaFile>{}</ofd:MediaFile>"
                                     "</ofd:MultiMedia></ofd:MultiMedias>",
                                     stencil_id,
                                     stencil_file));
}

}  // namespace

Result<Bytes> make_seal_picture(const SealArt& art, const FontBook& fonts) {
    YX_TRY(const Ops ops, draw_seal(art, fonts));
    // Words of a seal are outlines: no font is embedded.
    OfdFonts none(fonts, ofd::plate_fonts_id);
    OfdContent content(none, ofd::page_objects_id, {0, 0, stencil_id});
    content.play(ops, {0, 0, art.diameter, art.diameter});
    ZipWriter archive;
    const auto add = [&](std::string_view name, std::string_view text) {
        archive.add(pack_member(std::string(name), text, Packing::tight));
    };
    add(ofd::root_file, root_xml(art));
    add(ofd::document_file, document_xml(art.diameter, art.stencil != nullptr));
    add(ofd::page_file,
        ofd::page_xml(
            "", fmt::format("ID=\"{}\"", static_cast<int>(ofd::page_layer_id)), content.objects()));
    if (art.stencil != nullptr) {
        add(ofd::resources_file, stencil_resources());
        add(std::string(ofd::resource_folder).append(stencil_file), as_text(art.stencil->png));
    }
    return std::move(archive).finish();
}

}  // namespace yinxin::documents
