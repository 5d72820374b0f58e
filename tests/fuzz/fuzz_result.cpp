// SPDX-License-Identifier: Apache-2.0
// Cells of strangers' tables, as rows of results: "field, line break, text, zero byte" again and
// again.
#include "fuzz/input.hpp"

#include "yinxin/domain/import_plan.hpp"
#include "yinxin/domain/result_check.hpp"

using namespace yinxin;

namespace {

domain::Catalogue make_catalogue() {
    domain::QualificationEdition edition;
    edition.valid_from_year = 2004;
    edition.name = {"一级建造师", "Constructor"};
    edition.title = {"证书", "Certificate"};
    edition.authorities = {"a"};
    edition.issuer_id = "centre";
    edition.template_id = "t";
    edition.seal_type = "s";
    edition.policy_id = "p";
    edition.specialties = {{"01", {"建筑工程", "Building"}}, {"02", {"公路工程", "Roads"}}};
    return *domain::Catalogue::create(
        {{"constructor", domain::QualificationKind::entry, {edition}}});
}

domain::ResultRow row_of(std::string_view text) {
    domain::ResultRow row;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\0'), text.size());
        const std::string_view cell = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t line = cell.find('\n');
        if (line == std::string_view::npos) continue;
        const auto field = domain::parse_key<domain::ResultField>(cell.substr(0, line));
        if (field) row[*field] = {std::string(cell.substr(line + 1))};
    }
    return row;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const domain::Catalogue catalogue = make_catalogue();
    domain::ResultRules rules;
    rules.catalogue = &catalogue;
    rules.qualification_id = "constructor";
    rules.issuer_id = "centre";
    rules.exam_year = 2026;
    rules.today = make_day(2026, 11, 28);
    const domain::ResultRow row = row_of(as_text(BytesView(data, size)));
    const domain::CheckedRow checked = domain::check_row(row, rules);
    // What is good can be kept, and comes back as it was.
    if (checked.is_good()) {
        const auto back = domain::parse_exam_result(domain::canonical_text(checked.result));
        fuzz::must(back && *back == checked.result);
    }
    for (const auto& [field, cell] : row) {
        (void)domain::recognise_header(cell.text);
        (void)domain::find_bracket_substitute(cell.text);
        fuzz::must(domain::header_key(domain::header_key(cell.text)) ==
                   domain::header_key(cell.text));
    }
    return 0;
}
