// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/template.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/pdf_content.hpp"
#include "yinxin/documents/pdf_font.hpp"
#include "yinxin/documents/pdf_syntax.hpp"
#include "yinxin/documents/seal_stencil.hpp"

namespace yinxin::documents {
namespace {

int write_profile(PdfWriter& writer, const Stationery& stationery) {
    const std::string packed = deflate(as_text(stationery.colour_profile()));
    return writer.add_stream("/N 3/Filter/FlateDecode", packed);
}

/// The stencil of a seal as an image mask: no colour of its own and no transparency
/// (ISO 32000-1 8.9.6.2; ISO 19005-2 6.2.8 forbids interpolation only).
int write_stencil(PdfWriter& writer, const SealStencil& stencil) {
    const std::string side = std::to_string(stencil.side);
    return writer.add_stream(
        "/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Width " + side + "/Height " +
            side + "/Filter/FlateDecode",
        deflate(stencil.rows));
}

/// What the drawing of a seal needs beside outlines.
std::string seal_resources(PdfWriter& writer, const Ops& ops) {
    for (const Op& op : ops) {
        if (const auto* mark = std::get_if<StencilMark>(&op)) {
            const int object = write_stencil(writer, *mark->stencil);
            std::string entry = "<</XObject<<";
            entry.append(stencil_name) += ' ';
            append_integer(entry, object);
            return entry + " 0 R>>>>";
        }
    }
    return "<<>>";
}

/// The seal as a form XObject, later the appearance of the signature's widget.
int write_seal(PdfWriter& writer, const SealPlace& seal, FontSubset& subset) {
    const std::string resources = seal_resources(writer, seal.ops);
    PdfContent content(subset, "/S", seal.box.height);
    content.play(seal.ops);
    std::string entries = "/Type/XObject/Subtype/Form/BBox[0 0 ";
    append_decimal(entries, seal.box.width * points_per_mm);
    entries += ' ';
    append_decimal(entries, seal.box.height * points_per_mm);
    entries += "]/Resources" + resources + "/Filter/FlateDecode";
    return writer.add_stream(entries, deflate(content.stream()));
}

std::shared_ptr<const PdfTemplate> compile(const PlateDrawing& plate,
                                           PdfConformance conformance,
                                           const Stationery& stationery) {
    auto compiled = std::make_shared<PdfTemplate>();
    PdfWriter writer;
    // Four bytes above 127 tell transfer programs that the file is binary.
    writer.append(conformance == PdfConformance::a_2u ? "%PDF-1.7\n" : "%PDF-1.4\n");
    writer.append("%\xE2\xE3\xCF\xD3\n");
    compiled->profile_object = write_profile(writer, stationery);
    FontSubset subset(stationery.fonts());
    PdfContent content(subset, "/S", page_height);
    content.play(plate.under, plate.forms);
    content.play(plate.labels, plate.forms);
    compiled->plate_object =
        writer.add_stream("/Filter/FlateDecode", deflate("q 1 J 1 j\n" + content.stream() + "Q"));
    if (!subset.empty()) {
        compiled->font_object =
            write_font(writer, subset, "YXPLAT+YinxinPrint", StreamCoding::deflated);
    }
    if (plate.seal) {
        compiled->seal_object = write_seal(writer, *plate.seal, subset);
        compiled->seal_box = plate.seal->box;
    }
    compiled->prefix = std::string(as_text(writer.bytes()));
    compiled->offsets = writer.offsets();
    auto hash = std::make_shared<crypto::Sha256>();
    hash->update(as_bytes(compiled->prefix));
    compiled->hash = std::move(hash);
    return compiled;
}

}  // namespace

Result<std::shared_ptr<const PdfTemplate>> compile_template(const Face& face,
                                                            PdfConformance conformance,
                                                            const Stationery& stationery) {
    YX_TRY(const PlateDrawing plate, lay_out_plate(face, stationery));
    return compile(plate, conformance, stationery);
}

std::shared_ptr<const PdfTemplate> compile_blank(PdfConformance conformance,
                                                 const Stationery& stationery) {
    return compile({}, conformance, stationery);
}

}  // namespace yinxin::documents
