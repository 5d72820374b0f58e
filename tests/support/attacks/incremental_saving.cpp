// SPDX-License-Identifier: Apache-2.0
// The sealed file goes on after its end (Mladenov et al., "1 Trillion Dollar Refund", CCS 2019:
// incremental saving attacks), and everything else that stands behind the seal.
#include "support/attacks/attack.hpp"

namespace yinxin::attacks {
namespace {

constexpr const char* behind = "pdf.byte_range.not_whole";

/// The update brings a copy of the signature dictionary with it, so that the last revision has one.
std::string with_copied_signature(const PdfParts& parts) {
    PdfUpdate update = covering_update(parts);
    const int copied = update.add(parts.body(parts.signature()));
    update.put(parts.widget(),
               replaced(parts.body(parts.widget()),
                        "/V " + reference(parts.signature()),
                        "/V " + reference(copied)));
    return update.write();
}

/// Nothing leads to the seal any more: readers show an unsigned file.
std::string with_seal_taken_off(const PdfParts& parts) {
    PdfUpdate update = covering_update(parts);
    const std::string catalog = parts.body(parts.catalog());
    const auto form = catalog.find("/AcroForm");
    const auto rest = catalog.find("/Extensions");
    update.put(parts.catalog(), catalog.substr(0, form) + catalog.substr(rest));
    update.put(
        parts.page(),
        replaced(parts.body(parts.page()), "/Annots[" + reference(parts.widget()) + "]", ""));
    return update.write();
}

std::string with_metadata(const PdfParts& parts) {
    PdfUpdate update(parts);
    return update
        .put(parts.metadata(), replaced(parts.body(parts.metadata()), "<yx:ZZBH>YX", "<yx:ZZBH>ZZ"))
        .write();
}

std::string with_other_photo(const PdfParts& parts) {
    PdfUpdate update(parts);
    return update
        .put(parts.photo(),
             stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
                    "/BitsPerComponent 8",
                    "\x7F"))
        .write();
}

/// Validation material, as archiving programs add it; ours travels inside the seal.
std::string with_validation_material(const PdfParts& parts) {
    PdfUpdate update(parts);
    const int list = update.add(stream("", "0"));
    update.put(parts.catalog(),
               replaced(parts.body(parts.catalog()),
                        "/DSS<<",
                        "/DSS<</VRI<<>>/OCSPs[" + reference(list) + "]"));
    return update.write();
}

}  // namespace

Attacks incremental_saving(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const std::string& file = copy.file();
    const PdfUpdate cover = covering_update(parts);
    using End = PdfUpdate::End;
    return {
        fooling(altered("update", cover.write(), behind)),
        fooling(altered("update_with_stream_table", cover.write(End::stream_table), behind)),
        altered("update_without_table", cover.write(End::no_table), behind),
        altered("update_of_objects_only", cover.write(End::nothing), behind),
        fooling(altered("update_with_copied_signature",
                        with_copied_signature(parts),
                        "pdf.signatures.several")),
        altered("update_that_takes_the_seal_off",
                with_seal_taken_off(parts),
                "pdf.signatures.no_field"),
        fooling(altered("update_of_the_metadata", with_metadata(parts), behind)),
        fooling(altered("update_of_the_photo", with_other_photo(parts), behind)),
        fooling(altered("update_of_validation_material", with_validation_material(parts), behind)),
        fooling(altered("update_of_nothing", PdfUpdate(parts).write(), behind)),
        altered("two_updates", PdfUpdate(PdfParts(file)).write() + "%%EOF\n", behind),
        altered("second_end", file + "%%EOF\n", behind),
        altered("line", file + "\n", behind),
        altered("nul", file + std::string(1, '\0'), behind),
        altered("remark", file + "% nothing to see\n", behind),
        hostile(
            "megabyte_of_nothing", file + std::string(1 << 20, '\0'), "pdf.structure.unreadable"),
        altered("itself", file + file, "pdf.signatures.several"),
        hostile("another_copy", file + copy.other_file(), "pdf.structure.unreadable"),
    };
}

}  // namespace yinxin::attacks
