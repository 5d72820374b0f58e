// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_sheets.hpp"

#include "yinxin/service/import_check.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <algorithm>
#include <set>

namespace yinxin::service {
namespace {

using domain::ImportId;
using domain::ImportState;
using domain::ResultField;
using storage::ImportRow;
using storage::ImportRowFilter;
using storage::Reader;

constexpr std::int64_t rows_of_a_piece = 1000;
constexpr std::int64_t rows_of_a_large_file = 20'000;
constexpr double usual_width = 16;
constexpr double wide = 24;
constexpr double widest = 60;

/// The columns people fill in, the required ones first.
constexpr std::array template_fields{ResultField::name,
                                     ResultField::id_type,
                                     ResultField::id_number,
                                     ResultField::management_no,
                                     ResultField::qualification,
                                     ResultField::level,
                                     ResultField::specialty,
                                     ResultField::approved_on,
                                     ResultField::mobile,
                                     ResultField::kind,
                                     ResultField::issued_on,
                                     ResultField::certificate_no,
                                     ResultField::sex,
                                     ResultField::birth,
                                     ResultField::latin_name,
                                     ResultField::former_names,
                                     ResultField::former_numbers};

double width_of(ResultField field) {
    return field == ResultField::id_number || field == ResultField::management_no ||
                   field == ResultField::qualification || field == ResultField::former_numbers
               ? wide
               : usual_width;
}

/// An invented person with a number of a county that no province has.
std::string example_value(ResultField field, const SheetWords& words) {
    switch (field) {
        case ResultField::name:
            return words.example + "王演示";
        case ResultField::id_type:
            return "居民身份证";
        case ResultField::id_number:
            return "11999919900101008X";
        case ResultField::management_no:
            return "20260099990100000001";
        case ResultField::approved_on:
            return "2026-06-30";
        case ResultField::mobile:
            return "19900001234";
        case ResultField::kind:
            return "资格证书";
        case ResultField::sex:
            return "女";
        case ResultField::birth:
            return "1990-01-01";
        default:
            return {};
    }
}

/// What may be chosen in a column, by the newest editions.
std::vector<std::string> choices_of(ResultField field,
                                    const config::Reference& reference,
                                    std::string_view issuer_id) {
    const auto items = qualifications_of(reference, issuer_id);
    std::vector<std::string> names;
    for (const domain::Qualification* item : items) {
        const domain::QualificationEdition& edition = item->editions.back();
        if (field == ResultField::qualification) names.push_back(edition.name.zh);
        // Of several qualifications the lists differ: then nothing is offered.
        if (items.size() != 1) continue;
        const auto& list = field == ResultField::level ? edition.levels : edition.specialties;
        const bool is_listed = field == ResultField::level || field == ResultField::specialty;
        for (const domain::NamedCode& one : list) {
            if (is_listed) names.push_back(one.name.zh);
        }
    }
    if (field == ResultField::sex) return {"男", "女"};
    if (field == ResultField::kind) return {"资格证书", "合格证明"};
    if (field == ResultField::id_type) return {"居民身份证", "军官证", "护照", "台胞证", "其他"};
    return names;
}

/// Fields that were repaired but have no column of their own: they get one behind the others.
std::vector<ResultField> extra_fields(const domain::ImportPlan& plan,
                                      const std::set<ResultField>& typed) {
    std::vector<ResultField> extra;
    for (const ResultField field : typed) {
        const auto source = plan.sources.find(field);
        const bool has_column =
            source != plan.sources.end() && std::holds_alternative<std::size_t>(source->second);
        if (!has_column) extra.push_back(field);
    }
    return extra;
}

/// Writes the rows of one filter, read in pieces.
class RowsFile {
  public:
    RowsFile(const Services& services,
             const domain::StaffActor& actor,
             ImportId id,
             ImportRowFilter filter,
             const SheetWords& words)
        : services_(services), actor_(actor), id_(id), filter_(filter), words_(words) {}

    Result<Bytes> write() {
        YX_CHECK(open());
        // What was typed decides the columns, so the rows are read twice.
        std::set<ResultField> typed;
        std::int64_t count = 0;
        YX_CHECK(each([&](const ImportRow&, const domain::StagedRow& staged) -> Result<void> {
            for (const auto& [field, text] : staged.typed) {
                typed.insert(field);
            }
            ++count;
            return ok();
        }));
        const std::vector<ResultField> extra = extra_fields(plan_, typed);
        const auto writer = sheets::make_xlsx_writer(look_of(extra, count));
        writer->add_row(header_of(extra));
        YX_CHECK(each([&](const ImportRow& row, const domain::StagedRow& staged) -> Result<void> {
            std::vector<std::string> cells = domain::cells_of(staged, plan_, extra);
            YX_TRY(std::string reasons, reasons_of(row));
            cells.insert(cells.begin() + reason_column_, std::move(reasons));
            writer->add_row(cells);
            return ok();
        }));
        return writer->finish();
    }

  private:
    Result<void> open() {
        return services_.store.read_now([&](Reader& reader) -> Result<void> {
            YX_TRY(const auto record, load_own_import(reader, actor_, id_));
            if (record.state != ImportState::checked && record.state != ImportState::submitted) {
                return Error(ErrorCode::import_not_open);
            }
            YX_TRY(const std::string packed,
                   storage::load_import_plan(reader, services_.keys, id_));
            YX_TRY(plan_, unpack_plan(packed));
            // A column of reasons of the last time would stand beside the new one.
            const auto old = std::ranges::find_if(plan_.headers, domain::is_reason_header);
            old_reasons_ = old - plan_.headers.begin();
            return ok();
        });
    }

    Result<void> each(
        const std::function<Result<void>(const ImportRow&, const domain::StagedRow&)>& visit) {
        std::int64_t after = 0;
        for (;;) {
            YX_TRY(const auto rows, services_.store.read_now([&](Reader& reader) {
                return storage::list_import_rows(
                    reader, services_.keys, id_, filter_, {}, after, rows_of_a_piece);
            }));
            if (rows.empty()) return ok();
            for (const ImportRow& row : rows) {
                YX_TRY(domain::StagedRow staged, unpack_staged_row(row.cells));
                if (static_cast<std::size_t>(old_reasons_) < staged.cells.size()) {
                    staged.cells[static_cast<std::size_t>(old_reasons_)] = {};
                }
                YX_CHECK(visit(row, staged));
            }
            after = rows.back().row_no;
        }
    }

    /// The reasons stand first: beside the row, and seen without scrolling.
    std::vector<std::string> header_of(const std::vector<ResultField>& extra) const {
        std::vector<std::string> header{words_.reason};
        for (std::size_t i = 0; i < plan_.headers.size(); ++i) {
            header.push_back(static_cast<std::ptrdiff_t>(i) == old_reasons_ ? std::string()
                                                                            : plan_.headers[i]);
        }
        for (const ResultField field : extra) {
            header.push_back(words_.headers.at(field));
        }
        return header;
    }

    [[nodiscard]] sheets::XlsxLook look_of(const std::vector<ResultField>& extra,
                                           std::int64_t count) const {
        sheets::XlsxLook look;
        look.made_at = services_.clock.now();
        look.widths.assign(1 + plan_.headers.size() + extra.size(), usual_width);
        look.widths.front() = widest;
        look.is_large = count > rows_of_a_large_file;
        return look;
    }

    Result<std::string> reasons_of(const ImportRow& row) const {
        YX_TRY(const auto problems, problems_of(row));
        std::string reasons;
        for (const domain::ResultProblem& problem : problems) {
            if (!reasons.empty()) reasons += "\n";
            reasons += words_.say(problem);
        }
        return reasons;
    }

    static constexpr std::ptrdiff_t reason_column_ = 0;

    const Services& services_;
    const domain::StaffActor& actor_;
    ImportId id_;
    ImportRowFilter filter_;
    const SheetWords& words_;
    domain::ImportPlan plan_;
    std::ptrdiff_t old_reasons_ = 0;
};

}  // namespace

Result<Bytes> make_template(const Services& services,
                            const SheetWords& words,
                            std::string_view issuer_id) {
    sheets::XlsxLook look;
    look.made_at = services.clock.now();
    std::vector<std::string> header;
    std::vector<std::string> example;
    for (const ResultField field : template_fields) {
        header.push_back(words.headers.at(field) + (domain::is_required(field) ? "*" : ""));
        example.push_back(example_value(field, words));
        look.widths.push_back(width_of(field));
        look.hints.push_back(words.hints.at(field));
        look.choices.push_back(choices_of(field, *services.reference, issuer_id));
    }
    const auto writer = sheets::make_xlsx_writer(look);
    writer->add_row(header);
    writer->add_row(example);
    return writer->finish();
}

Task<Result<Bytes>> download_rows(Services& services,
                                  domain::StaffActor actor,
                                  ImportId id,
                                  ImportRowFilter filter,
                                  SheetWords words) {
    co_return co_await flow::on_pool(services.cpu, [&services, &actor, id, filter, &words] {
        return RowsFile(services, actor, id, filter, words).write();
    });
}

}  // namespace yinxin::service
