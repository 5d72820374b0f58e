// SPDX-License-Identifier: Apache-2.0
#include "support/scans.hpp"

#include "support/attacks/pdf_parts.hpp"

namespace yinxin::test {

std::string scanned_pdf(const std::vector<std::string>& texts) {
    using attacks::reference;
    attacks::Bodies bodies{{1, "<</Type/Catalog/Pages 2 0 R>>"}};
    std::string kids;
    int next = 3;
    for (const std::string& text : texts) {
        const bool is_blank = text.empty();
        const DrawnCode code(is_blank ? "-" : text);
        std::string grey;
        for (int y = 0; y < code.side(); ++y) {
            for (int x = 0; x < code.side(); ++x) {
                grey += !is_blank && code.is_black(x, y) ? '\0' : '\xFF';
            }
        }
        const int picture = next++;
        bodies[picture] = attacks::stream("/Type/XObject/Subtype/Image" + code.size_entries() +
                                              "/ColorSpace/DeviceGray/BitsPerComponent 8",
                                          grey);
        bodies[next] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<</XObject<</A " +
                       reference(picture) + ">>>>>>";
        kids += reference(next++) + " ";
    }
    bodies[2] = "<</Type/Pages/Count " + std::to_string(texts.size()) + "/Kids[" + kids + "]>>";
    return attacks::put_together(bodies, "/Root 1 0 R");
}

}  // namespace yinxin::test
