// SPDX-License-Identifier: Apache-2.0
// The seal taken off, and files that never had one.
#include "support/attacks/attack.hpp"

#include "yinxin/documents/pdf_syntax.hpp"

namespace yinxin::attacks {
namespace {

using verify::Verdict;

Attack unsealed(std::string name, std::string file) {
    return always(std::move(name), std::move(file), Verdict::unsealed, "seal.none_but_code");
}

/// Everything but what has to do with the seal.
Bodies bare(const PdfParts& parts) {
    Bodies bodies = parts.bodies();
    const std::string& catalog = bodies[parts.catalog()];
    bodies[parts.catalog()] =
        catalog.substr(0, catalog.find("/AcroForm")) + catalog.substr(catalog.find("/Extensions"));
    bodies[parts.page()] =
        replaced(bodies[parts.page()], "/Annots[" + reference(parts.widget()) + "]", "");
    bodies.erase(parts.widget());
    bodies.erase(parts.signature());
    return bodies;
}

/// The seal's picture stays as a picture.
Bodies with_picture_of_seal(const PdfParts& parts) {
    Bodies bodies = bare(parts);
    const std::string& widget = parts.body(parts.widget());
    const auto look = widget.find("/AP<</N ") + 8;
    const std::string seal = widget.substr(look, widget.find(" R", look) + 2 - look);
    bodies[parts.size()] = stream("", "q 1 0 0 1 395 165 cm /Seal Do Q");
    bodies[parts.page()] =
        replaced(replaced(bodies[parts.page()], "/XObject<<", "/XObject<</Seal " + seal),
                 " 0 R]>>",
                 " 0 R " + reference(parts.size()) + "]>>");
    return bodies;
}

}  // namespace

Attacks without_seal(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const auto with = [&](int object, std::string body) {
        Bodies bodies = bare(parts);
        bodies[object] = std::move(body);
        return put_together(bodies, parts.trailer());
    };
    std::string kids;
    for (int i = 0; i < 200'000; ++i)
        kids += reference(parts.page()) + " ";
    Attack bomb = unsealed("picture_that_unpacks",
                           with(parts.photo(),
                                stream("/Type/XObject/Subtype/Image/Width 10/Height 10"
                                       "/ColorSpace/DeviceGray/BitsPerComponent 8"
                                       "/Filter/FlateDecode",
                                       documents::deflate(std::string(100'000'000, ' ')))));
    bomb.noted = "picture.unreadable";
    return {
        unsealed("taken_off", put_together(bare(parts), parts.trailer())),
        unsealed("painted_on", put_together(with_picture_of_seal(parts), parts.trailer())),
        std::move(bomb),
        hostile("page_very_often",
                with(parts.pages(), "<</Type/Pages/Count 200000/Kids[" + kids + "]>>"),
                "pdf.structure.pages"),
    };
}

}  // namespace yinxin::attacks
