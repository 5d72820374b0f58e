// SPDX-License-Identifier: Apache-2.0
// Shadow attacks (Mainka et al., NDSS 2021): the file that is sealed holds a second document, which
// an update brings forward. Sealed with our own key, so that only the update is at fault.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

constexpr const char* behind = "pdf.byte_range.not_whole";

std::string sealed(FreshCopy& copy, const Bodies& bodies) {
    return seal(put_together(bodies, copy.parts().trailer()), copy.signed_by_us());
}

/// Hide: what was sealed covers the page's words; the update takes the cover away.
std::string hide(FreshCopy& copy) {
    Bodies bodies = copy.parts().bodies();
    const int cover = copy.parts().size();
    bodies[cover] = covering_content();
    bodies[copy.parts().page()] = page_with_content(copy.parts(), cover);
    const PdfParts prepared(sealed(copy, bodies));
    return PdfUpdate(prepared).put(cover, stream("", "")).write();
}

/// Replace: the same codes with another copy's font show other words.
std::string replace_font(FreshCopy& copy) {
    const PdfParts prepared(sealed(copy, copy.parts().bodies()));
    const PdfParts other(copy.other_file());
    return PdfUpdate(prepared).put(prepared.font(), other.body(other.font())).write();
}

/// Replace: a text field that was sealed shows another value.
std::string replace_field(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const int field = parts.size();
    const int look = field + 1;
    const std::string box = "/Rect[60 700 360 720]";
    bodies[field] =
        fmt::format("<</Type/Annot/Subtype/Widget/FT/Tx/T(Note)/V(one)/F 4/P {}{}/AP<</N {}>>>>",
                    reference(parts.page()),
                    box,
                    reference(look));
    bodies[look] = stream("/Type/XObject/Subtype/Form/BBox[0 0 300 20]", "");
    const std::string widget = reference(parts.widget());
    bodies[parts.catalog()] = replaced(parts.body(parts.catalog()),
                                       "/Fields[" + widget,
                                       "/Fields[" + widget + " " + reference(field));
    bodies[parts.page()] = replaced(parts.body(parts.page()),
                                    "/Annots[" + widget,
                                    "/Annots[" + widget + " " + reference(field));
    const PdfParts prepared(sealed(copy, bodies));
    return PdfUpdate(prepared)
        .put(field, replaced(bodies[field], "(one)", "(two)"))
        .put(look, stream("/Type/XObject/Subtype/Form/BBox[0 0 300 20]", "0 0 300 20 re f"))
        .write();
}

/// Hide and replace: both documents are sealed; the update only says which one is the root.
std::string change_root(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const int cover = parts.size();
    const int page = cover + 1;
    const int pages = cover + 2;
    const int catalog = cover + 3;
    bodies[cover] = covering_content();
    bodies[page] = replaced(page_with_content(parts, cover),
                            "/Parent " + reference(parts.pages()),
                            "/Parent " + reference(pages));
    bodies[pages] = "<</Type/Pages/Count 1/Kids[" + reference(page) + "]>>";
    bodies[catalog] = replaced(parts.body(parts.catalog()),
                               "/Pages " + reference(parts.pages()),
                               "/Pages " + reference(pages));
    const std::string file = sealed(copy, bodies);
    // PdfParts would find two catalogs; the update needs none of its look-ups.
    const PdfParts prepared(file);
    return PdfUpdate(prepared)
        .trailer(replaced(
            parts.trailer(), "/Root " + reference(parts.catalog()), "/Root " + reference(catalog)))
        .write();
}

/// Hide and replace: the second page is the data of a sealed stream; the update's table leads
/// there.
std::string point_into_stream(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const int cover = parts.size();
    const std::string shadow =
        fmt::format("{} 0 obj\n{}\nendobj\n", parts.page(), page_with_content(parts, cover));
    bodies[cover] = covering_content();
    bodies[cover + 1] = stream("", shadow);
    const PdfParts prepared(sealed(copy, bodies));
    return PdfUpdate(prepared).point(parts.page(), prepared.file().find(shadow)).write();
}

}  // namespace

Attacks shadow_documents(FreshCopy& copy) {
    return {
        fooling(altered("hide", hide(copy), behind)),
        fooling(altered("replace_font", replace_font(copy), behind)),
        fooling(altered("replace_field", replace_field(copy), behind)),
        fooling(altered("hide_and_replace_root", change_root(copy), behind)),
        fooling(altered("hide_and_replace_in_stream", point_into_stream(copy), behind)),
    };
}

}  // namespace yinxin::attacks
