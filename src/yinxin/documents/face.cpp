// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/face.hpp"

#include "yinxin/documents/words.hpp"

#include <utility>

namespace yinxin::documents {
namespace {

void add(std::vector<TextLine>& lines, const words::Pair& label, const std::string& value) {
    if (!value.empty()) lines.push_back({std::string(label.zh), std::string(label.en), value});
}

}  // namespace

std::vector<TextLine> text_equivalent(const Face& face) {
    std::vector<TextLine> lines;
    for (const FaceField& field : face.fields) {
        lines.push_back({field.label_zh, field.label_en, field.value});
    }
    add(lines, words::approval_date, face.approval_date);
    add(lines, words::management_no, face.management_no);
    add(lines, words::certificate_no, face.certificate_no);
    add(lines, words::licence_id, face.licence_id);
    for (const std::string& authority : face.authorities)
        add(lines, words::authorities, authority);
    add(lines, words::issue_date, face.issue_date);
    if (face.endorsement) {
        add(lines, words::scenario, face.endorsement->scenario);
        add(lines, words::recipient, face.endorsement->recipient);
        add(lines, words::valid_until, face.endorsement->valid_until);
        add(lines, words::applied_on, face.endorsement->applied_on);
        add(lines, words::copy_number, face.endorsement->copy_number);
    }
    if (is_sealed(face.kind)) {
        add(lines, words::check_code, face.check_code);
        add(lines, words::service_address, face.service_address);
    }
    return lines;
}

}  // namespace yinxin::documents
