// SPDX-License-Identifier: Apache-2.0
// Universal signature forgery (Mladenov et al., CCS 2019): a part of the signature is missing, null
// or odd, in the hope that a reader shows "signed" and checks nothing.
#include "support/attacks/attack.hpp"

namespace yinxin::attacks {
namespace {

using verify::Verdict;

constexpr const char* not_hex = "pdf.contents.not_hex";
constexpr const char* bad_range = "pdf.byte_range.malformed";

/// Something else where the signature stood, brackets included; both signed ranges stay as they
/// were, so no digest tells.
std::string with_contents(const std::string& file, std::string_view value) {
    const Hole hole = find_hole(file);
    std::string out = file;
    return out.replace(hole.begin,
                       hole.end - hole.begin,
                       std::string(value) + std::string(hole.end - hole.begin - value.size(), ' '));
}

/// Our file with another object, sealed again with our own key.
std::string resealed(FreshCopy& copy, int object, std::string body) {
    Bodies bodies = copy.parts().bodies();
    bodies[object] = std::move(body);
    return seal(put_together(bodies, copy.parts().trailer()), copy.signed_by_us());
}

/// The signature dictionary with one text replaced by another, sealed again with our own key.
std::string with_dictionary(FreshCopy& copy, std::string_view from, std::string_view to) {
    const int signature = copy.parts().signature();
    return resealed(copy, signature, replaced(copy.parts().body(signature), from, to));
}

/// The dictionary says of its ranges what it likes; what is signed is all but the hole.
std::string with_range_text(FreshCopy& copy, std::string_view text) {
    const std::string& file = copy.file();
    const Hole hole = find_hole(file);
    return seal_over(file, hole, all_but(hole, file), text, copy.signed_by_us());
}

/// The file with one text replaced by one of the same length or a shorter one, so that nothing
/// moves, and signed anew.
std::string changed_in_place(FreshCopy& copy, std::string_view from, std::string to) {
    to.resize(from.size(), ' ');
    std::string file = replaced(copy.file(), from, to);
    const Hole hole = find_hole(copy.file());
    std::string covered;
    for (const auto& [offset, length] : all_but(hole, file))
        covered += file.substr(offset, length);
    const std::string hex = to_hex(copy.signed_by_us()(covered));
    return file.replace(hole.hex_begin(), hex.size(), hex);
}

/// "/ByteRange[0 1 2 3]" as it stands in the file.
std::string range_entry(const std::string& file) {
    const Hole hole = find_hole(file);
    const std::size_t begin = hole.range_begin - std::string_view("/ByteRange[").size();
    return file.substr(begin, hole.range_end + 1 - begin);
}

}  // namespace

Attacks odd_contents(FreshCopy& copy) {
    const std::string& file = copy.file();
    const std::string hex = to_hex(signature_in(file));
    const std::string zeros(hex.size(), '0');
    return {
        altered("contents_missing",
                changed_in_place(copy, "/Contents<", "/Kontents<"),
                "pdf.contents.missing"),
        altered("contents_null", with_contents(file, " null"), "pdf.contents.missing"),
        altered("contents_empty", with_contents(file, "<>"), "pdf.contents.missing"),
        altered("contents_one_byte", with_contents(file, "<00>"), "pdf.byte_range.gap"),
        altered("contents_of_zeros", with_hole_text(file, zeros, '0'), "cms.malformed"),
        altered("contents_odd_digits",
                with_hole_text(file, hex.substr(0, hex.size() - 1), ' '),
                not_hex),
        hostile("contents_with_letters", with_hole_text(file, hex, 'g'), "pdf.structure.damaged"),
        altered("contents_as_text", with_contents(file, "(" + hex + ")"), "pdf.byte_range.gap"),
        altered(
            "contents_as_array", with_contents(file, "[<" + hex + ">]"), "pdf.contents.missing"),
        altered("contents_as_name", with_contents(file, "/Contents"), "pdf.contents.missing"),
        altered("contents_as_number", with_contents(file, " 0"), "pdf.contents.missing"),
        altered("contents_as_reference", with_contents(file, " 1 0 R"), "pdf.contents.missing"),
        altered("contents_cut_in_the_certificates",
                with_hole_text(file, hex.substr(0, hex.size() / 4), '0'),
                "cms.malformed"),
        altered("contents_cut_in_the_last_signature",
                with_hole_text(file, hex.substr(0, hex.size() - 16), '0'),
                "timestamp.wrong"),
        altered("contents_padded_with_ones", with_hole_text(file, hex, '1'), "cms.malformed"),
        altered("contents_behind_zeros", with_hole_text(file, "0000" + hex, '0'), "cms.malformed"),
        altered(
            "contents_twice", with_hole_text(file, hex + hex.substr(0, 64), '0'), "cms.malformed"),
    };
}

Attacks odd_signature_dictionaries(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const std::string widget = parts.body(parts.widget());
    const std::string value = "/V " + reference(parts.signature());
    return {
        altered("range_missing", changed_in_place(copy, "/ByteRange", "/BiteRange"), bad_range),
        altered("range_null",
                changed_in_place(copy, range_entry(copy.file()), "/ByteRange null"),
                bad_range),
        altered("range_empty", with_range_text(copy, ""), bad_range),
        altered("range_of_zeros", with_range_text(copy, "0 0 0 0"), "pdf.byte_range.odd"),
        altered("range_negative", with_range_text(copy, "0 -1 -1 0"), bad_range),
        altered("range_of_names", with_range_text(copy, "/a /b /c /d"), bad_range),
        altered("range_of_texts", with_range_text(copy, "(0) (1) (2) (3)"), bad_range),
        altered("range_of_references", with_range_text(copy, "0 1 0 R 2 0 R 3 0 R"), bad_range),
        altered("range_huge",
                with_range_text(copy, "0 99999999999 99999999999 9"),
                "pdf.byte_range.odd"),
        altered("field_without_value",
                resealed(copy, parts.widget(), replaced(widget, value, "")),
                "pdf.signatures.no_field"),
        altered("field_with_null",
                resealed(copy, parts.widget(), replaced(widget, value, "/V null")),
                "pdf.signatures.no_field"),
        altered("field_of_text",
                resealed(copy, parts.widget(), replaced(widget, "/FT/Sig", "/FT/Tx")),
                "pdf.signatures.no_field"),
        always("unknown_subfilter",
               with_dictionary(copy, "/ETSI.CAdES.detached", "/Yinxin.unheard.of"),
               Verdict::indeterminate,
               "pdf.signatures.subfilter"),
        always("old_subfilter",
               with_dictionary(copy, "/ETSI.CAdES.detached", "/adbe.x509.rsa_sha1"),
               Verdict::indeterminate,
               "pdf.signatures.subfilter"),
        always("no_subfilter",
               with_dictionary(copy, "/SubFilter/ETSI.CAdES.detached", ""),
               Verdict::indeterminate,
               "pdf.signatures.subfilter"),
        always("timestamp_as_seal",
               with_dictionary(copy, "/ETSI.CAdES.detached", "/ETSI.RFC3161"),
               Verdict::indeterminate,
               "pdf.signatures.subfilter"),
    };
}

}  // namespace yinxin::attacks
