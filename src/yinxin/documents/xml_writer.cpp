// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/xml_writer.hpp"

namespace yinxin::documents {
namespace {

void append(std::string& out, std::string_view text, bool quotes_too) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += quotes_too ? "&quot;" : "\"";
                break;
            default:
                out += c;
        }
    }
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
    append(out, text, false);
}

void append_xml_attribute(std::string& out, std::string_view text) {
    append(out, text, true);
}

}  // namespace yinxin::documents
