// SPDX-License-Identifier: Apache-2.0
// Evil annotation and sneaky signature (Rohlmann et al., IEEE S&P 2021): changes to certified files
// that readers take for permitted ones.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr const char* behind = "pdf.byte_range.not_whole";

/// Our file certified with more permitted: 2 filling in, 3 annotations as well.
PdfParts certified(FreshCopy& copy, char level) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    bodies[parts.signature()] =
        replaced(bodies[parts.signature()], "/P 1", std::string("/P ") + level);
    return PdfParts(seal(put_together(bodies, parts.trailer()), copy.signed_by_us()));
}

/// The page with one more annotation.
void annotate(PdfUpdate& update, const PdfParts& parts, int annotation) {
    const std::string widget = reference(parts.widget());
    update.put(parts.page(),
               replaced(parts.body(parts.page()),
                        "/Annots[" + widget,
                        "/Annots[" + widget + " " + reference(annotation)));
}

std::string with_annotation(const PdfParts& parts, std::string_view subtype) {
    PdfUpdate update(parts);
    const int look = update.add(
        stream("/Type/XObject/Subtype/Form/BBox[0 0 470 200]", "0.9 0.9 0.9 rg 0 0 470 200 re f"));
    const int annotation =
        update.add(fmt::format("<</Type/Annot/Subtype/{}/F 4/DA(/F 12 Tf)/Contents(REVISED)"
                               "/Rect[60 420 530 620]/AP<</N {}>>>>",
                               subtype,
                               reference(look)));
    annotate(update, parts, annotation);
    return update.write();
}

/// A second, visible signature of somebody else, over everything that is there.
std::string with_second_signature(FreshCopy& copy, const PdfParts& parts, const Sign& sign) {
    PdfUpdate update(parts);
    const int look = update.add(
        stream("/Type/XObject/Subtype/Form/BBox[0 0 470 200]", "0.9 0.9 0.9 rg 0 0 470 200 re f"));
    const int value =
        update.add(replaced(parts.body(parts.signature()), "/ETSI.CAdES", "/ETSI.CAdES"));
    const int field =
        update.add(fmt::format("<</Type/Annot/Subtype/Widget/FT/Sig/T(Second)/F 132/P {}"
                               "/Rect[60 420 530 620]/AP<</N {}>>/V {}>>",
                               reference(parts.page()),
                               reference(look),
                               reference(value)));
    annotate(update, parts, field);
    const std::string widget = reference(parts.widget());
    update.put(parts.catalog(),
               replaced(parts.body(parts.catalog()),
                        "/Fields[" + widget,
                        "/Fields[" + widget + " " + reference(field)));
    std::string file = update.write();
    const Hole hole = find_hole(file, copy.file().size());
    const Ranges ranges = all_but(hole, file);
    return seal_over(std::move(file), hole, ranges, words_of(ranges), sign);
}

/// An empty signature field, as programs leave it for the next signer.
std::string with_empty_field(const PdfParts& parts) {
    PdfUpdate update(parts);
    const int field = update.add("<</Type/Annot/Subtype/Widget/FT/Sig/T(Second)/F 132/P " +
                                 reference(parts.page()) + "/Rect[0 0 0 0]>>");
    annotate(update, parts, field);
    return update.write();
}

/// The seal's own picture exchanged.
std::string with_other_seal_picture(const PdfParts& parts) {
    PdfUpdate update(parts);
    const std::string& widget = parts.body(parts.widget());
    const auto begin = widget.find("/AP<</N ");
    const auto end = widget.find(">>", begin) + 2;
    const int look = update.add(
        stream("/Type/XObject/Subtype/Form/BBox[0 0 113 113]", "0 0 1 rg 0 0 113 113 re f"));
    return update
        .put(parts.widget(),
             replaced(
                 widget, widget.substr(begin, end - begin), "/AP<</N " + reference(look) + ">>"))
        .write();
}

}  // namespace

Attacks certified_file_changes(FreshCopy& copy) {
    const PdfParts& ours = copy.parts();
    const PdfParts filling = certified(copy, '2');
    const PdfParts annotating = certified(copy, '3');
    const Sign stranger = copy.signed_by(copy.namesake());
    Attacks attacks;
    for (const char* subtype : {"FreeText", "Stamp", "Redact", "Square"}) {
        attacks.push_back(fooling(
            altered(std::string("annotation_") + subtype, with_annotation(ours, subtype), behind)));
    }
    for (Attack& attack : Attacks{
             altered("permitted_annotation", with_annotation(annotating, "FreeText"), behind),
             altered("annotation_beyond_permission", with_annotation(filling, "Stamp"), behind),
             altered("second_signature",
                     with_second_signature(copy, ours, stranger),
                     "pdf.signatures.several"),
             altered("second_signature_of_ours",
                     with_second_signature(copy, ours, copy.signed_by_us()),
                     "pdf.signatures.several"),
             altered("permitted_second_signature",
                     with_second_signature(copy, filling, stranger),
                     "pdf.signatures.several"),
             altered("empty_second_field", with_empty_field(ours), behind),
             altered("other_seal_picture", with_other_seal_picture(ours), behind),
         }) {
        attacks.push_back(fooling(std::move(attack)));
    }
    return attacks;
}

}  // namespace yinxin::attacks
