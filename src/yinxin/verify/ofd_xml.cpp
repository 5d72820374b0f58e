// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/ofd_xml.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <expat.h>
#include <memory>

namespace yinxin::verify {
namespace {

constexpr char separator = '|';
constexpr std::string_view ofd_namespace = "http://www.ofdspec.org/2016|";
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;
constexpr std::size_t most_elements = 20'000;

void refuse(Claims& claims, const char* code) {
    reject(claims,
           "ofd.xml",
           code,
           "GB/T 33190-2016: the files of the package are XML 1.0 in UTF-8, in the namespace "
           "http://www.ofdspec.org/2016");
}

struct Reading {
    XML_Parser parser = nullptr;
    XmlElement* root = nullptr;       ///< nullptr: nothing is kept
    std::vector<XmlElement*> open{};  ///< an element moves only while none of its children is open
    std::size_t most_depth = 0;
    std::size_t depth = 0;
    std::size_t elements = 0;
    const char* refusal = nullptr;

    void stop(const char* code) {
        refusal = code;
        XML_StopParser(parser, XML_FALSE);
    }
};

std::string local_name(std::string_view full) {
    return std::string(full.starts_with(ofd_namespace) ? full.substr(ofd_namespace.size()) : full);
}

void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
    auto& reading = *static_cast<Reading*>(user);
    if (++reading.depth > reading.most_depth) return reading.stop("ofd.xml.nesting");
    if (reading.root == nullptr) return;
    if (++reading.elements > most_elements) return reading.stop("ofd.xml.too_large");
    XmlElement& element =
        reading.open.empty() ? *reading.root : reading.open.back()->children.emplace_back();
    element.name = local_name(name);
    for (; *attributes != nullptr; attributes += 2) {
        element.attributes.emplace_back(attributes[0], attributes[1]);
    }
    reading.open.push_back(&element);
}

void on_end(void* user, const XML_Char*) {
    auto& reading = *static_cast<Reading*>(user);
    --reading.depth;
    if (!reading.open.empty()) reading.open.pop_back();
}

void on_text(void* user, const XML_Char* text, int length) {
    auto& reading = *static_cast<Reading*>(user);
    if (reading.open.empty()) return;
    reading.open.back()->text.append(text, static_cast<std::size_t>(length));
}

void on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Reading*>(user)->stop("ofd.xml.doctype");
}

/// @return what is wrong; nullptr when all is well.
const char* parse(BytesView content, std::size_t most_depth, XmlElement* root) {
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(
        XML_ParserCreateNS(nullptr, separator), XML_ParserFree);
    Reading reading{.parser = parser.get(), .root = root, .most_depth = most_depth};
    XML_SetUserData(parser.get(), &reading);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    const bool is_read = XML_Parse(parser.get(),
                                   reinterpret_cast<const char*>(content.data()),
                                   static_cast<int>(content.size()),
                                   XML_TRUE) == XML_STATUS_OK;
    if (reading.refusal != nullptr) return reading.refusal;
    if (is_read) return nullptr;
    return XML_GetErrorCode(parser.get()) == XML_ERROR_UNKNOWN_ENCODING ? "ofd.xml.encoding"
                                                                        : "ofd.xml.malformed";
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
    const auto found = std::ranges::find(children, wanted, &XmlElement::name);
    return found == children.end() ? nullptr : &*found;
}

std::vector<const XmlElement*> XmlElement::children_named(std::string_view wanted) const {
    std::vector<const XmlElement*> found;
    for (const XmlElement& element : children) {
        if (element.name == wanted) found.push_back(&element);
    }
    return found;
}

std::string_view XmlElement::attribute(std::string_view wanted) const {
    for (const auto& [name_of_it, value] : attributes) {
        if (name_of_it == wanted) return value;
    }
    return {};
}

std::string_view XmlElement::text_of(std::string_view wanted) const {
    const XmlElement* element = child(wanted);
    return element == nullptr ? std::string_view() : trim(element->text);
}

std::optional<XmlElement> read_xml(const OfdPackage::Member& member,
                                   std::string_view root,
                                   const ReadLimits& limits,
                                   Claims& claims) {
    XmlElement element;
    const char* wrong = member.content.size() > most_bytes
                            ? "ofd.xml.too_large"
                            : parse(member.content, limits.nesting, &element);
    if (wrong == nullptr && element.name != root) wrong = "ofd.xml.root";
    if (wrong == nullptr) return element;
    refuse(claims, wrong);
    return std::nullopt;
}

bool scan_xml(const OfdPackage::Member& member, const ReadLimits& limits, Claims& claims) {
    const char* wrong = parse(member.content, limits.nesting, nullptr);
    if (wrong == nullptr) return true;
    if (std::string_view(wrong) == "ofd.xml.encoding") return false;
    refuse(claims, wrong);
    return true;
}

}  // namespace yinxin::verify
