// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/ofd_certificate.hpp"

#include "yinxin/base/time.hpp"
#include "yinxin/documents/code_picture.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/licence_fields.hpp"
#include "yinxin/documents/ofd_package.hpp"
#include "yinxin/documents/ofd_template.hpp"
#include "yinxin/documents/plate_cache.hpp"
#include "yinxin/documents/xml_writer.hpp"
#include "yinxin/documents/xmp.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::documents {
namespace {

constexpr Box whole_page{0, 0, page_width, page_height};
static_assert(ofd_signed_path.substr(1) == ofd::signature_file);

/// "2026-11-23T18:00:00+08:00" as "20261123100000Z". @error invalid_input
Result<std::string> compact_utc(const std::string& iso) {
    const Result<Instant> at = parse_instant(iso);
    if (!at) return Error(ErrorCode::invalid_input, "a time that is none");
    std::string text = format_utc(*at);
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T'; });
    return text;
}

std::string root_xml(const Face& face) {
    const crypto::Digest32 id = crypto::sha256(as_bytes("ofd\n" + identity_of(face)));
    std::string out = "<ofd:DocBody><ofd:DocInfo>";
    out += ofd::xml_element("DocID", to_hex(BytesView(id).first(16)));
    out += ofd::xml_element("Title", face.title_zh);
    out += ofd::xml_element("Author", face.issuer_name);
    out += ofd::xml_element("CreationDate", std::string_view(face.metadata.made_at).substr(0, 10));
    out += ofd::xml_element("Creator", producer);
    out += "<ofd:CustomDatas>";
    for (const LicenceField& field : licence_fields(face)) {
        out.append("<ofd:CustomData Name=\"").append(field.name) += "\">";
        append_xml_text(out, field.value);
        out += "</ofd:CustomData>";
    }
    out += "</ofd:CustomDatas></ofd:DocInfo>";
    out += ofd::xml_element("DocRoot", ofd::document_file);
    out += ofd::xml_element("Signatures", ofd::signatures_file);
    return ofd::xml_file("OFD Version=\"1.1\" DocType=\"OFD\"", out + "</ofd:DocBody>");
}

/// 照面数据: what the page says, for machines.
std::string face_xml(const Face& face) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<face xmlns=\"urn:yinxin:face:1.0\">\n";
    for (const LicenceField& field : licence_fields(face)) {
        out.append("<field name=\"").append(field.name) += "\">";
        append_xml_text(out, field.value);
        out += "</field>\n";
    }
    for (const TextLine& line : text_equivalent(face)) {
        out += "<line label=\"";
        append_xml_attribute(out, line.label_zh);
        out += "\" label-en=\"";
        append_xml_attribute(out, line.label_en);
        out += "\">";
        append_xml_text(out, line.value);
        out += "</line>\n";
    }
    return out + "</face>\n";
}

/// Puts one package together: every member goes into the archive and onto the list.
class Package {
  public:
    Package(const Face& face, const OfdTemplate& base, const Stationery& stationery)
        : face_(face), base_(base), fonts_(stationery.fonts(), ofd::text_fonts_id) {}

    Result<UnsignedOfd> build(const VariableDrawing& drawing) {
        YX_TRY(const std::string signed_at, compact_utc(face_.metadata.made_at));
        archive_.reserve(face_.photo.jpeg.size() + 160'000);
        add(ofd::root_file, root_xml(face_), Packing::quick);
        for (const OfdMember& member : base_.members)
            add(member);
        add_page(drawing);
        add(ofd::face_file, face_xml(face_), Packing::quick);
        return sign(signed_at);
    }

  private:
    void add(const OfdMember& member) {
        archive_.add(member.packed);
        references_ += member.reference;
    }
    void add(std::string_view name, std::string_view content, Packing packing) {
        add(make_ofd_member(name, content, packing));
    }
    void add_resource(std::string_view file, std::string_view content, Packing packing) {
        add(std::string(ofd::resource_folder).append(file), content, packing);
    }

    void add_page(const VariableDrawing& drawing) {
        const OfdPictures pictures{ofd::photo_id, ofd::first_code_id, 0};
        OfdContent page(fonts_, ofd::page_objects_id, pictures);
        page.play(drawing.content, whole_page, drawing.forms);
        const std::string before = fmt::format(
            "<ofd:Template TemplateID=\"{}\" ZOrder=\"Background\"/><ofd:Area><ofd:PhysicalBox>"
            "0 0 210 297</ofd:PhysicalBox></ofd:Area>",
            static_cast<int>(ofd::plate_id));
        const std::string layer = fmt::format("ID=\"{}\"", static_cast<int>(ofd::page_layer_id));
        add(ofd::page_file, ofd::page_xml(before, layer, page.objects()), Packing::quick);
        if (!drawing.watermark.empty()) add_watermark(drawing);
        add_resources(drawing);
    }

    /// The words across the page as an annotation (GB/T 33190-2016, 15.2), so that they are no part
    /// of the text somebody copies.
    void add_watermark(const VariableDrawing& drawing) {
        OfdContent words(fonts_, ofd::watermark_objects_id, {}, OfdLayer::watermark);
        words.play(drawing.watermark, whole_page, drawing.forms);
        std::string content = fmt::format(
            "<ofd:Annot ID=\"{}\" Type=\"Watermark\" Creator=\"{}\" LastModDate=\"{}\" "
            "Visible=\"true\" Print=\"true\" ReadOnly=\"true\">",
            static_cast<int>(ofd::watermark_id),
            producer,
            std::string_view(face_.metadata.made_at).substr(0, 10));
        content += ofd::xml_element("Remark", "加注");
        content += "<ofd:Appearance Boundary=\"0 0 210 297\">" + words.objects() +
                   "</ofd:Appearance></ofd:Annot>";
        add(ofd::watermark_file, ofd::xml_file("PageAnnot", content), Packing::quick);
    }

    void add_resources(const VariableDrawing& drawing) {
        const auto embedded = fonts_.embed("YinxinText");
        std::string content = ofd::fonts_xml(embedded) + "<ofd:MultiMedias>";
        const auto medium = [&](int id, std::string_view format, std::string_view file) {
            content += fmt::format(
                "<ofd:MultiMedia ID=\"{}\" Type=\"Image\" Format=\"{}\"><ofd:MediaFile>{}"
                "</ofd:MediaFile></ofd:MultiMedia>",
                id,
                format,
                file);
        };
        medium(ofd::photo_id, "JPEG", "photo.jpg");
        add_resource("photo.jpg", as_text(face_.photo.jpeg), Packing::stored);
        for (std::size_t i = 0; i < drawing.codes.size(); ++i) {
            const std::string file = fmt::format("code_{}.png", i);
            medium(ofd::first_code_id + static_cast<int>(i), "PNG", file);
            add_resource(file, draw_code_png(drawing.codes[i]), Packing::stored);
        }
        // The charstrings hardly become smaller; packing them would cost more than the seal.
        for (const OfdFonts::Embedded& font : embedded) {
            add_resource(ofd::file_name_of(font), font.file, Packing::quick);
        }
        content += "</ofd:MultiMedias>";
        add(ofd::resources_file, ofd::xml_file("Res BaseLoc=\"Res\"", content), Packing::quick);
    }

    /// The list of everything, in the order of GB/T 33190-2016, 18.2; its value comes later.
    Result<UnsignedOfd> sign(std::string_view signed_at) {
        std::string out =
            "<ofd:SignedInfo><ofd:Provider ProviderName=\"Yinxin\" Version=\"1.0\" "
            "Company=\"Yinxin\"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>";
        out += ofd::xml_element("SignatureDateTime", signed_at);
        out += "<ofd:References CheckMethod=\"1.2.156.10197.1.401\">" + references_;
        const Box& box = base_.seal_box;
        out += fmt::format(
            "</ofd:References><ofd:StampAnnot ID=\"1\" PageRef=\"{}\" "
            "Boundary=\"{:.3f} {:.3f} {:.3f} {:.3f}\"/></ofd:SignedInfo>",
            static_cast<int>(ofd::page_id),
            box.x,
            box.y,
            box.width,
            box.height);
        out += ofd::xml_element("SignedValue", "/" + std::string(ofd::value_file));
        const std::string file = ofd::xml_file("Signature", out);
        archive_.add(pack_member(std::string(ofd::signature_file), file, Packing::quick));
        return UnsignedOfd{std::move(archive_), crypto::sm3(as_bytes(file))};
    }

    const Face& face_;
    const OfdTemplate& base_;
    OfdFonts fonts_;
    ZipWriter archive_;
    std::string references_;
};

}  // namespace

struct OfdPress::State {
    std::shared_ptr<const Stationery> stationery;
    mutable PlateCache<OfdTemplate> templates;

    [[nodiscard]] Result<std::shared_ptr<const OfdTemplate>> find(const Face& face) const {
        return templates.find(ofd_template_key(face),
                              [&] { return compile_ofd_template(face, *stationery); });
    }
};

OfdPress::OfdPress(std::shared_ptr<const Stationery> stationery)
    : state_(std::make_unique<State>()) {
    state_->stationery = std::move(stationery);
}
OfdPress::OfdPress(OfdPress&&) noexcept = default;
OfdPress& OfdPress::operator=(OfdPress&&) noexcept = default;
OfdPress::~OfdPress() = default;

Result<UnsignedOfd> OfdPress::build(const Face& face) const {
    YX_TRY(const auto base, state_->find(face));
    YX_TRY(const VariableDrawing drawing, lay_out_variables(face, *state_->stationery));
    return Package(face, *base, *state_->stationery).build(drawing);
}

Result<void> OfdPress::warm_up(const Face& face) const {
    YX_CHECK(state_->find(face));
    return ok();
}

Result<Bytes> embed(UnsignedOfd&& ofd, BytesView signature) {
    if (signature.empty()) return Error(ErrorCode::invalid_input, "nothing to put in");
    ofd.archive.add(pack_member(std::string(ofd::value_file), as_text(signature), Packing::stored));
    return std::move(ofd.archive).finish();
}

}  // namespace yinxin::documents
