// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/xmp.hpp"

#include "yinxin/documents/licence_fields.hpp"
#include "yinxin/documents/xml_writer.hpp"

#include <string_view>

namespace yinxin::documents {
namespace {

void append_element(std::string& out, std::string_view name, std::string_view value) {
    out.append("<").append(name).append(">");
    append_xml_text(out, value);
    out.append("</").append(name).append(">\n");
}

void append_schema(std::string& out, const Face& face) {
    out +=
        "<rdf:Description rdf:about=\"\""
        " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
        " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
        " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
        "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
        "<pdfaSchema:schema>Electronic licence (GB/T 36903)</pdfaSchema:schema>\n"
        "<pdfaSchema:namespaceURI>urn:yinxin:licence:1.0#</pdfaSchema:namespaceURI>\n"
        "<pdfaSchema:prefix>yx</pdfaSchema:prefix>\n"
        "<pdfaSchema:property><rdf:Seq>\n";
    for (const LicenceField& property : licence_fields(face)) {
        out.append("<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>").append(property.name);
        out +=
            "</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
            "<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>";
        out.append(property.description).append("</pdfaProperty:description></rdf:li>\n");
    }
    out +=
        "</rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
        "</rdf:Description>\n";
}

void append_licence(std::string& out, const Face& face) {
    out += "<rdf:Description rdf:about=\"\" xmlns:yx=\"urn:yinxin:licence:1.0#\">\n";
    for (const LicenceField& property : licence_fields(face)) {
        append_element(out, std::string("yx:").append(property.name), property.value);
    }
    out += "</rdf:Description>\n";
}

/// Identification and what Info says; the packet is left open.
std::string open_packet(std::string_view title,
                        std::string_view author,
                        std::string_view made_at,
                        PdfConformance conformance) {
    std::string out;
    out.reserve(6000);
    out +=
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n";
    const bool delivered = conformance == PdfConformance::a_2u;
    append_element(out, "pdfaid:part", delivered ? "2" : "1");
    append_element(out, "pdfaid:conformance", delivered ? "U" : "B");
    out +=
        "</rdf:Description>\n<rdf:Description rdf:about=\"\""
        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
        "<dc:format>application/pdf</dc:format>\n"
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">";
    append_xml_text(out, title);
    out += "</rdf:li></rdf:Alt></dc:title>\n";
    if (!author.empty()) {
        out += "<dc:creator><rdf:Seq><rdf:li>";
        append_xml_text(out, author);
        out += "</rdf:li></rdf:Seq></dc:creator>\n";
    }
    out +=
        "</rdf:Description>\n<rdf:Description rdf:about=\"\""
        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n";
    append_element(out, "xmp:CreateDate", made_at);
    append_element(out, "xmp:ModifyDate", made_at);
    append_element(out, "xmp:CreatorTool", producer);
    append_element(out, "pdf:Producer", producer);
    out += "</rdf:Description>\n";
    return out;
}

std::string close_packet(std::string packet) {
    return std::move(packet += "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

}  // namespace

std::string make_xmp(const Face& face, PdfConformance conformance) {
    std::string out =
        open_packet(face.title_zh, face.issuer_name, face.metadata.made_at, conformance);
    append_schema(out, face);
    append_licence(out, face);
    return close_packet(std::move(out));
}

std::string make_letter_xmp(std::string_view title,
                            std::string_view author,
                            std::string_view made_at,
                            PdfConformance conformance) {
    return close_packet(open_packet(title, author, made_at, conformance));
}

}  // namespace yinxin::documents
