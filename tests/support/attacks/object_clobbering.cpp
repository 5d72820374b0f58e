// SPDX-License-Identifier: Apache-2.0
// An update puts its own objects in the place of those that were sealed.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr const char* several = "pdf.signatures.several";
constexpr const char* behind = "pdf.byte_range.not_whole";

/// The signature itself is replaced by one over everything: the file has one signature again, and
/// it covers every byte.
std::string with_new_seal(FreshCopy& copy, const Sign& sign) {
    const PdfParts& parts = copy.parts();
    PdfUpdate update = covering_update(parts);
    std::string file = update.put(parts.signature(), parts.body(parts.signature())).write();
    const Hole hole = find_hole(file, parts.file().size());
    const Ranges ranges = all_but(hole, file);
    return seal_over(std::move(file), hole, ranges, words_of(ranges), sign);
}

std::string with_object(const PdfParts& parts, int object, std::string body) {
    return PdfUpdate(parts).put(object, std::move(body)).write();
}

/// Everything again, with one page covered: the first revision is not used at all.
std::string with_everything_again(const PdfParts& parts) {
    PdfUpdate update = covering_update(parts);
    for (const auto& [object, body] : parts.bodies()) {
        if (object != parts.page()) update.put(object, body);
    }
    return update.prev(-1).write();
}

std::string with_second_generation(const PdfParts& parts) {
    return covering_update(parts).next_generation().write();
}

/// The page comes in an object stream, which older readers do not look into.
std::string with_object_stream(const PdfParts& parts) {
    const int cover = parts.size();
    const std::string head = fmt::format("{} 0 ", parts.page());
    PdfUpdate update(parts);
    update.add(covering_content());
    const int packed = update.add(stream(fmt::format("/Type/ObjStm/N 1/First {}", head.size()),
                                         head + page_with_content(parts, cover)));
    return update.pack(parts.page(), packed).write(PdfUpdate::End::stream_table);
}

/// Another holder's words, in his font, on this page.
std::string with_words_of(const PdfParts& parts, const PdfParts& other) {
    return PdfUpdate(parts)
        .put(parts.text(), other.body(other.text()))
        .put(parts.font(), other.body(other.font()))
        .write();
}

}  // namespace

Attacks object_clobbering(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const PdfParts other(copy.other_file());
    const std::string catalog = parts.body(parts.catalog());
    const std::string free_page = PdfUpdate(parts).remove(parts.page()).write();
    return {
        altered("signature_emptied",
                with_object(parts, parts.signature(), "<</Type/Sig>>"),
                "pdf.contents.missing"),
        altered("signature_null",
                with_object(parts, parts.signature(), "null"),
                "pdf.signatures.hidden"),
        altered("signature_freed",
                PdfUpdate(parts).remove(parts.signature()).write(),
                "pdf.signatures.hidden"),
        altered("signature_replaced_by_a_namesake",
                with_new_seal(copy, copy.signed_by(copy.namesake(), &copy.false_authority())),
                several),
        altered(
            "signature_replaced_by_our_own_key", with_new_seal(copy, copy.signed_by_us()), several),
        fooling(altered("words_of_another_holder", with_words_of(parts, other), behind)),
        fooling(altered(
            "certification_removed",
            with_object(
                parts,
                parts.catalog(),
                replaced(catalog, "/Perms<</DocMDP " + reference(parts.signature()) + ">>", "")),
            behind)),
        altered("page_freed", free_page, behind),
        hostile("catalog_null",
                with_object(parts, parts.catalog(), "null"),
                "pdf.structure.unreadable"),
        fooling(altered("everything_again", with_everything_again(parts), several)),
        fooling(altered("second_generation", with_second_generation(parts), behind)),
        fooling(altered("object_stream", with_object_stream(parts), behind)),
    };
}

}  // namespace yinxin::attacks
