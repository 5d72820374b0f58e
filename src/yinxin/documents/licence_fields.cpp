// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/licence_fields.hpp"

namespace yinxin::documents {

std::vector<LicenceField> licence_fields(const Face& face) {
    const FaceMetadata& metadata = face.metadata;
    const EndorsementLine line = face.endorsement.value_or(EndorsementLine{});
    std::vector<LicenceField> fields{
        {"ZZMC", "certificate name", face.title_zh},
        {"ZZBH", "certificate number", face.certificate_no},
        {"ZZBS", "electronic licence identifier", face.licence_id},
        {"ZZBFJG", "issuing authority", face.issuer_name},
        {"ZZBFRQ", "date of issue", face.issue_date},
        {"JZJZZSJ", "time the copy was made", metadata.copy_made_at},
        {"JZJZZZ", "maker of the copy", metadata.copy_made_by},
        {"JZJZZSY", "purpose of the copy", metadata.copy_made_for},
        {"JZJYXQJZSJ", "end of the copy's validity", metadata.copy_valid_until},
        {"FBBH", "number of the copy", metadata.copy_number},
        {"SYCJ", "usage scenario", line.scenario},
        {"JSF", "recipient", line.recipient}};
    std::erase_if(fields, [](const LicenceField& field) { return field.value.empty(); });
    return fields;
}

std::string identity_of(const Face& face) {
    std::string seed;
    for (const std::string& part : {face.licence_id,
                                    face.certificate_no,
                                    face.management_no,
                                    face.check_code,
                                    face.qr_url,
                                    face.metadata.made_at,
                                    face.template_id}) {
        seed.append(part) += '\n';
    }
    if (face.endorsement) seed += face.endorsement->copy_number;
    seed += static_cast<char>('0' + static_cast<int>(face.kind));
    return seed;
}

}  // namespace yinxin::documents
