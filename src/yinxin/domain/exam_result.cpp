// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/exam_result.hpp"

#include "yinxin/domain/canonical_fields.hpp"

namespace yinxin::domain {
namespace {

constexpr std::string_view first_line = "yinxin-result 1\n";

/// Names every field once, in the order of the canonical text; both directions walk it.
template <class Outcome, class Walker>
void walk(Outcome& result, Walker& walker) {
    walker("kind", result.kind);
    walker("name", result.name);
    walker("latin_name", result.latin_name);
    walker("former_names", result.former_names);
    walker("document", result.document);
    walker("former_documents", result.former_documents);
    walker("mobile", result.mobile);
    walker("sex", result.sex);
    walker("birth", result.birth);
    walker("photo_sha256", result.photo_sha256);
    walker("qualification_id", result.qualification_id);
    walker("level_code", result.level_code);
    walker("specialty_code", result.specialty_code);
    walker("approved_on", result.approved_on);
    walker("issued_on", result.issued_on);
    walker("management_no", result.management_no);
    walker("certificate_no", result.certificate_no);
}

}  // namespace

std::string canonical_text(const ExamResult& result) {
    CanonicalWriter writer(first_line);
    walk(result, writer);
    return writer.take();
}

Result<ExamResult> parse_exam_result(std::string_view text) {
    ExamResult result;
    CanonicalReader reader(first_line, text);
    walk(result, reader);
    if (const std::string fault = reader.fault(); !fault.empty()) {
        return Error(ErrorCode::malformed, "canonical result: " + fault);
    }
    if (canonical_text(result) != text) {
        return Error(ErrorCode::malformed, "canonical result: another spelling");
    }
    return result;
}

}  // namespace yinxin::domain
