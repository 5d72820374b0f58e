// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/read_xmp.hpp"

#include "yinxin/verify/face_fields.hpp"

#include <expat.h>
#include <memory>

namespace yinxin::verify {
namespace {

constexpr std::string_view licence_namespace = "urn:yinxin:licence:1.0#";
constexpr char separator = '|';
constexpr std::size_t most_bytes = std::size_t{256} * 1024;

struct Reading {
    FaceClaims face;
    std::size_t depth = 0;
    std::size_t most_depth = 0;
    bool has_doctype = false;
    std::string name;  ///< of our element that is open; empty outside
    std::string text;
    XML_Parser parser = nullptr;
};

void on_start(void* user, const XML_Char* name, const XML_Char**) {
    auto& reading = *static_cast<Reading*>(user);
    if (++reading.depth > reading.most_depth) XML_StopParser(reading.parser, XML_FALSE);
    const std::string_view full(name);
    const std::size_t at = full.find(separator);
    const bool is_ours = at != std::string_view::npos && full.substr(0, at) == licence_namespace;
    reading.name = is_ours ? full.substr(at + 1) : std::string_view();
    reading.text.clear();
}

void on_end(void* user, const XML_Char*) {
    auto& reading = *static_cast<Reading*>(user);
    --reading.depth;
    if (!reading.name.empty()) keep_field(reading.face, reading.name, std::move(reading.text));
    reading.name.clear();
    reading.text.clear();
}

void on_text(void* user, const XML_Char* text, int length) {
    auto& reading = *static_cast<Reading*>(user);
    if (reading.name.empty() || reading.text.size() > longest_field) return;
    reading.text.append(text, static_cast<std::size_t>(length));
}

void on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& reading = *static_cast<Reading*>(user);
    reading.has_doctype = true;
    XML_StopParser(reading.parser, XML_FALSE);
}

}  // namespace

void read_xmp(BytesView packet, const ReadLimits& limits, Claims& claims) {
    if (packet.size() > most_bytes) {
        return add_finding(claims, Level::warning, "xmp", "xmp.too_large");
    }
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(
        XML_ParserCreateNS("UTF-8", separator), XML_ParserFree);
    Reading reading;
    reading.most_depth = limits.nesting;
    reading.parser = parser.get();
    XML_SetUserData(parser.get(), &reading);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    const bool is_read = XML_Parse(parser.get(),
                                   reinterpret_cast<const char*>(packet.data()),
                                   static_cast<int>(packet.size()),
                                   XML_TRUE) == XML_STATUS_OK;
    if (reading.has_doctype) return reject(claims, "xmp", "xmp.doctype");
    if (reading.depth > limits.nesting) return reject(claims, "xmp", "xmp.nesting");
    if (!is_read) return add_finding(claims, Level::warning, "xmp", "xmp.malformed");
    claims.face = std::move(reading.face);
}

}  // namespace yinxin::verify
