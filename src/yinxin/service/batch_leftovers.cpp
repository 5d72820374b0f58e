// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/batch_leftovers.hpp"

#include "yinxin/service/batches.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <array>

#include <fmt/format.h>

namespace yinxin::service {
namespace {

using domain::ExamResult;
using storage::Leftover;

/// In the order of the columns.
constexpr std::array columns{"row",
                             "reason",
                             "name",
                             "id_type",
                             "id_number",
                             "management_no",
                             "qualification",
                             "level",
                             "specialty",
                             "kind",
                             "approved_on",
                             "issued_on",
                             "certificate_no",
                             "mobile",
                             "sex",
                             "birth",
                             "latin_name",
                             "former_names",
                             "former_numbers"};

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += "\u3001";
        text += part;
    }
    return text;
}

template <domain::HasKeys E>
std::string word_of(const Words& words, const char* group, E value) {
    return words(group + std::string(domain::key(value)));
}

std::string month_of(std::chrono::year_month month) {
    if (!month.ok()) return {};
    return fmt::format(
        "{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::string name_of(const std::vector<domain::NamedCode>& codes, const std::string& code) {
    for (const domain::NamedCode& known : codes) {
        if (known.code == code) return known.name.zh;
    }
    return code;
}

/// Names as the catalogue has them; a code it does not know any more stays a code.
struct Names {
    std::string qualification;
    std::string level;
    std::string specialty;
};
Names names_of(const config::Reference& reference, const ExamResult& result) {
    const int year = static_cast<int>(std::chrono::year_month_day(result.approved_on).year());
    const auto* edition = reference.catalogue.find_edition(result.qualification_id, year);
    if (edition == nullptr) {
        return {result.qualification_id, result.level_code, result.specialty_code};
    }
    return {edition->name.zh,
            name_of(edition->levels, result.level_code),
            name_of(edition->specialties, result.specialty_code)};
}

std::vector<std::string> cells_of(const config::Reference& reference,
                                  const Leftover& leftover,
                                  const Words& words) {
    const ExamResult& result = leftover.result;
    const Names names = names_of(reference, result);
    std::vector<std::string> former_numbers;
    for (const domain::IdNumber& former : result.former_documents) {
        former_numbers.push_back(former.number);
    }
    return {std::to_string(leftover.row_no),
            word_of(words, "leftover.", leftover.reason),
            result.name,
            word_of(words, "id_type.", result.document.type),
            result.document.number,
            result.management_no,
            names.qualification,
            names.level,
            names.specialty,
            word_of(words, "kind.", result.kind),
            format_day(result.approved_on),
            result.issued_on ? format_day(*result.issued_on) : "",
            result.certificate_no,
            result.mobile,
            word_of(words, "sex.", result.sex),
            month_of(result.birth),
            result.latin_name,
            joined(result.former_names),
            joined(former_numbers)};
}

}  // namespace

Task<Result<Bytes>> download_leftovers(Services& services,
                                       domain::StaffActor actor,
                                       BatchId batch,
                                       Words words) {
    YX_CO_TRY(const std::vector<Leftover> leftovers,
              co_await list_leftovers(services, actor, batch));
    const Instant now = services.clock.now();
    co_return co_await flow::on_pool(
        services.cpu, [&services, leftovers, words, now]() -> Result<Bytes> {
            const auto writer =
                sheets::make_xlsx_writer({words("batches.leftovers"), {6, 40, 12, 14, 22}, now});
            std::vector<std::string> header;
            for (const char* column : columns) {
                header.push_back(words(std::string("leftover_column.") + column));
            }
            writer->add_row(header);
            for (const Leftover& leftover : leftovers) {
                writer->add_row(cells_of(*services.reference, leftover, words));
            }
            return writer->finish();
        });
}

}  // namespace yinxin::service
