// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/face_data.hpp"

#include "yinxin/domain/canonical_fields.hpp"

namespace yinxin::domain {
namespace {

constexpr std::string_view first_line = "yinxin-face 1\n";

/// Names every field once, in the order of the canonical text; both directions walk it.
template <class Face, class Walker>
void walk(Face& face, Walker& walker) {
    walker("kind", face.kind);
    walker("version", face.version);
    walker("name", face.name);
    walker("latin_name", face.latin_name);
    walker("sex", face.sex);
    walker("birth", face.birth);
    walker("id_type", face.id_type);
    walker("id_number", face.id_number);
    walker("photo_sha256", face.photo_sha256);
    walker("qualification_id", face.qualification_id);
    walker("level_code", face.level_code);
    walker("specialty_code", face.specialty_code);
    walker("title", face.title);
    walker("qualification", face.qualification);
    walker("level", face.level);
    walker("specialty", face.specialty);
    walker("approved_on", face.approved_on);
    walker("issued_on", face.issued_on);
    walker("certificate_no", face.certificate_no);
    walker("management_no", face.management_no);
    walker("licence_id", face.licence_id);
    walker("issuer_id", face.issuer_id);
    walker("issuer_uscc", face.issuer_uscc);
    walker("issuer", face.issuer);
    walker("authorities", face.authorities);
    walker("template_id", face.template_id);
    walker("seal_type", face.seal_type);
}

}  // namespace

std::string canonical_text(const FaceData& face) {
    CanonicalWriter writer(first_line);
    walk(face, writer);
    return writer.take();
}

Result<FaceData> parse_canonical_text(std::string_view text) {
    FaceData face;
    CanonicalReader reader(first_line, text);
    walk(face, reader);
    if (const std::string fault = reader.fault(); !fault.empty()) {
        return Error(ErrorCode::malformed, "canonical face: " + fault);
    }
    // Only the one spelling canonical_text gives is accepted (no "+1", no leading zeros).
    if (canonical_text(face) != text) {
        return Error(ErrorCode::malformed, "canonical face: another spelling");
    }
    return face;
}

}  // namespace yinxin::domain
