// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/ofd_package.hpp"

#include "yinxin/documents/xml_writer.hpp"

#include <fmt/format.h>

namespace yinxin::documents::ofd {

std::string xml_file(std::string_view name, std::string_view content) {
    const std::string_view bare = name.substr(0, name.find(' '));
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ofd:";
    out.append(bare) += " xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    out.append(name.substr(bare.size())).append(">").append(content);
    out.append("</ofd:").append(bare) += ">\n";
    return out;
}

std::string xml_element(std::string_view name, std::string_view text) {
    std::string out = "<ofd:";
    out.append(name) += '>';
    append_xml_text(out, text);
    out.append("</ofd:").append(name) += '>';
    return out;
}

std::string page_xml(std::string_view before,
                     std::string_view layer_attributes,
                     std::string_view objects) {
    std::string content(before);
    content += "<ofd:Content><ofd:Layer ";
    content.append(layer_attributes).append(">").append(objects);
    content += "</ofd:Layer></ofd:Content>";
    return xml_file("Page", content);
}

std::string fonts_xml(const std::vector<OfdFonts::Embedded>& fonts) {
    if (fonts.empty()) return {};
    std::string out = "<ofd:Fonts>";
    for (const OfdFonts::Embedded& font : fonts) {
        out += fmt::format(
            "<ofd:Font ID=\"{0}\" FontName=\"{1}\" FamilyName=\"{1}\"{2}{3}>"
            "<ofd:FontFile>{4}</ofd:FontFile></ofd:Font>",
            font.id,
            font.name,
            font.role == FontRole::serif_bold ? " Bold=\"true\"" : "",
            font.role == FontRole::sans ? "" : " Serif=\"true\"",
            file_name_of(font));
    }
    return out + "</ofd:Fonts>";
}

std::string file_name_of(const OfdFonts::Embedded& font) {
    return font.name + ".otf";
}

}  // namespace yinxin::documents::ofd
