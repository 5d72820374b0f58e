// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_font.hpp"

#include "yinxin/documents/cff.hpp"

#include <algorithm>
#include <stdexcept>

namespace yinxin::documents {
namespace {

std::string make_to_unicode(const std::vector<char32_t>& characters) {
    std::string out =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
    out.reserve(out.size() + 18 * characters.size() + 100);
    // ISO 32000-1, 9.10.3: at most 100 entries in a section.
    for (std::size_t cid = 1; cid < characters.size();) {
        const std::size_t count = std::min<std::size_t>(100, characters.size() - cid);
        append_integer(out, static_cast<std::int64_t>(count));
        out += " beginbfchar\n";
        for (std::size_t i = 0; i < count; ++i, ++cid) {
            out += '<';
            append_hex16(out, static_cast<std::uint32_t>(cid));
            out += "><";
            const char32_t point = characters[cid];
            if (point >= 0x10000) {
                append_hex16(out, 0xD800 + ((point - 0x10000) >> 10));
                append_hex16(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
            } else {
                append_hex16(out, point);
            }
            out += ">\n";
        }
        out += "endbfchar\n";
    }
    out += "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
    return out;
}

std::string make_widths(const std::vector<const Glyph*>& glyphs) {
    std::string out = "/DW 1000/W[0[";
    for (const Glyph* glyph : glyphs) {
        append_integer(out, glyph->advance);
        out += ' ';
    }
    return out += "]]";
}

std::string make_cid_set(std::size_t glyphs) {
    std::string out((glyphs + 7) / 8, '\xFF');
    if (glyphs % 8 != 0) out.back() = static_cast<char>(0xFF << (8 - glyphs % 8));
    return out;
}

constexpr std::uint32_t key_of(FontRole role, char32_t point) {
    // Never 0, which marks a free slot.
    return (static_cast<std::uint32_t>(role) + 1) << 24 | static_cast<std::uint32_t>(point);
}

std::size_t spread(std::uint32_t key) {
    return (key * 0x9E3779B1U) >> 7;
}

}  // namespace

FontSubset::FontSubset(const FontBook& fonts) : fonts_(&fonts), slots_(512) {
    glyphs_.reserve(256);
    characters_.reserve(256);
    glyphs_.push_back(&fonts.missing());
    characters_.push_back(0);
}

void FontSubset::grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
        if (slot.key == 0) continue;
        std::size_t at = spread(slot.key) & (slots_.size() - 1);
        while (slots_[at].key != 0)
            at = (at + 1) & (slots_.size() - 1);
        slots_[at] = slot;
    }
}

const Glyph& FontSubset::find(FontRole role, char32_t point) const {
    const Glyph* glyph = fonts_->find(role, point);
    if (glyph == nullptr) throw std::logic_error("a character was drawn that no font covers");
    return *glyph;
}

FontSubset::Entry FontSubset::use(FontRole role, char32_t point) {
    const std::uint32_t key = key_of(role, point);
    std::size_t at = spread(key) & (slots_.size() - 1);
    while (slots_[at].key != 0) {
        if (slots_[at].key == key) {
            return {slots_[at].cid, glyphs_[static_cast<std::size_t>(slots_[at].cid)]};
        }
        at = (at + 1) & (slots_.size() - 1);
    }
    const Glyph* glyph = &find(role, point);
    const auto cid = static_cast<std::int32_t>(glyphs_.size());
    slots_[at] = {key, cid};
    glyphs_.push_back(glyph);
    characters_.push_back(point);
    if (glyphs_.size() * 2 > slots_.size()) grow();
    return {cid, glyph};
}

int write_font(PdfWriter& writer,
               const FontSubset& subset,
               std::string_view name,
               StreamCoding coding) {
    const auto add_stream = [&](std::string entries, const std::string& data) {
        if (coding == StreamCoding::plain) return writer.add_stream(entries, data);
        return writer.add_stream(entries + "/Filter/FlateDecode", deflate(data));
    };
    const std::string font_name(name);
    const int file = add_stream("/Subtype/CIDFontType0C", write_cff(name, subset.glyphs()));
    const int to_unicode = add_stream("", make_to_unicode(subset.characters()));
    const int cid_set = writer.add_stream("", make_cid_set(subset.glyphs().size()));
    const int descriptor =
        writer.add("<</Type/FontDescriptor/FontName/" + font_name +
                   "/Flags 4/FontBBox[-300 -300 1300 1200]/ItalicAngle 0/Ascent 880/Descent -120"
                   "/CapHeight 733/StemV 80/FontFile3 " +
                   reference(file) + "/CIDSet " + reference(cid_set) + ">>");
    const int descendant = writer.add(
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/" + font_name +
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" +
        make_widths(subset.glyphs()) + "/FontDescriptor " + reference(descriptor) + ">>");
    return writer.add("<</Type/Font/Subtype/Type0/BaseFont/" + font_name +
                      "/Encoding/Identity-H/DescendantFonts[" + reference(descendant) +
                      "]/ToUnicode " + reference(to_unicode) + ">>");
}

}  // namespace yinxin::documents
