// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/svg.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/style.hpp"
#include "yinxin/documents/svg_player.hpp"
#include "yinxin/documents/words.hpp"

#include <fmt/format.h>

namespace yinxin::documents {
namespace {

std::string description_of(const Face& face) {
    std::string out;
    if (face.kind == FaceKind::preview) out.append(words::preview) += "\n";
    if (face.kind == FaceKind::specimen) out.append(words::specimen) += "\n";
    for (const TextLine& line : text_equivalent(face)) {
        out.append(line.label_zh).append(" ").append(line.value) += '\n';
    }
    return out;
}

std::string photo_href(const Face& face, const SvgOptions& options) {
    if (!options.photo_href.empty()) return options.photo_href;
    return "data:image/jpeg;base64," + to_base64(face.photo.jpeg);
}

/// The border's pattern is too fine for a small picture and heavy on a page with many: an even
/// band stands for it.
Ops without_pattern(const Ops& ops, const Style& style) {
    Ops plain;
    if (style.border != Border::ruled) {
        constexpr double middle = 14.6;
        PaintedPath band;
        band.path.rectangle({middle, middle, page_width - 2 * middle, page_height - 2 * middle});
        band.stroke = Stroke{style.hairline, 5};
        plain.push_back(std::move(band));
    }
    for (const Op& op : ops) {
        if (!std::holds_alternative<FormMark>(op)) plain.push_back(op);
    }
    return plain;
}

}  // namespace

Result<std::string> draw_svg(const Face& face,
                             const Stationery& stationery,
                             const SvgOptions& options) {
    YX_TRY(const PlateDrawing plate, lay_out_plate(face, stationery));
    YX_TRY(const VariableDrawing drawing, lay_out_variables(face, stationery));
    SvgPlayer player(stationery.fonts(), options);
    player.set_codes(drawing.codes);
    player.set_photo(photo_href(face, options));
    const std::size_t watermark = player.define(drawing.forms);
    player.play(drawing.watermark, watermark);
    if (options.size == SvgSize::whole) {
        const std::size_t artwork = player.define(plate.forms);
        player.play(plate.under, artwork);
    } else {
        player.play(without_pattern(plate.under, *find_style(face.template_id)));
    }
    player.play(plate.labels);
    player.play(drawing.content);
    if (plate.seal) player.play_at(plate.seal->ops, {plate.seal->box.x, plate.seal->box.y});

    const std::string& prefix = options.id_prefix;
    std::string out =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 210 297\" role=\"img\"";
    out += " aria-labelledby=\"" + prefix + "t " + prefix + "d\" lang=\"zh-CN\">\n";
    out += "<title id=\"" + prefix + "t\">" + xml_escape(face.title_zh) + "</title>\n";
    out += "<desc id=\"" + prefix + "d\">" + xml_escape(description_of(face)) + "</desc>\n";
    out += "<defs>\n" + player.definitions() + "</defs>\n";
    out += "<path fill=\"#ffffff\" d=\"M0 0h210v297H0z\"/>\n";
    return out + player.body() + "</svg>\n";
}

Result<std::string> draw_seal_svg(const SealArt& art, const Stationery& stationery) {
    YX_TRY(const Ops ops, draw_seal(art, stationery.fonts()));
    const SvgOptions options{.id_prefix = "seal-"};
    SvgPlayer player(stationery.fonts(), options);
    player.play(ops);
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" "
        "width=\"{0}mm\" height=\"{0}mm\" role=\"img\"><title>{1}</title>"
        "<defs>{2}</defs>{3}</svg>",
        art.diameter,
        xml_escape(art.arc_text),
        player.definitions(),
        player.body());
}

}  // namespace yinxin::documents
