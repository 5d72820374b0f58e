// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_check.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/stationery.hpp"
#include "yinxin/service/import_packing.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/import_files.hpp"
#include "yinxin/storage/personal_columns.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace columns = storage::personal_columns;
using domain::ExamResult;
using domain::ImportRowState;
using domain::ProblemKind;
using domain::ResultField;
using domain::ResultProblem;
using storage::ImportIndex;
using storage::ImportRow;
using storage::Reader;

/// What two rows of one import must not share: the index, the problem, where it is shown.
struct TwinRule {
    ImportIndex index;
    ProblemKind twice;
    ProblemKind waiting;
    ResultField field;
    std::optional<crypto::Digest32> storage::ImportRowIndexes::* value;
};
constexpr std::array twin_rules{
    TwinRule{ImportIndex::management,
             ProblemKind::management_no_twice,
             ProblemKind::management_no_waiting,
             ResultField::management_no,
             &storage::ImportRowIndexes::management},
    TwinRule{ImportIndex::certificate,
             ProblemKind::certificate_no_twice,
             ProblemKind::certificate_no_waiting,
             ResultField::certificate_no,
             &storage::ImportRowIndexes::certificate},
    TwinRule{ImportIndex::person,
             ProblemKind::person_twice,
             ProblemKind::person_waiting,
             ResultField::id_number,
             &storage::ImportRowIndexes::person},
};

bool is_of_twins(const ResultProblem& problem) {
    return std::ranges::find(twin_rules, problem.kind, &TwinRule::twice) != twin_rules.end();
}

int year_of(CivilDay day) {
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

/// Whether the row says whose result this is and in what.
bool names_person(const ExamResult& result) {
    return !result.document.number.empty() && result.approved_on != CivilDay{};
}

std::string person_key(const ExamResult& result) {
    return result.qualification_id + "|" + result.level_code + "|" + result.specialty_code + "|" +
           std::to_string(year_of(result.approved_on));
}

storage::ImportRowIndexes indexes_of(const crypto::BlindIndex& index, const ExamResult& result) {
    storage::ImportRowIndexes indexes;
    if (!result.management_no.empty()) {
        indexes.management = columns::import_management_index(index, result.management_no);
    }
    if (!result.certificate_no.empty()) {
        indexes.certificate = columns::import_certificate_index(index, result.certificate_no);
    }
    if (names_person(result)) {
        indexes.person = columns::import_person_index(index, result.document, person_key(result));
    }
    return indexes;
}

/// Whether a certificate of the register is this very result.
bool is_same_result(const storage::CertificateRecord& record, const ExamResult& result) {
    using domain::CertificateStatus;
    const domain::FaceData& face = record.face;
    return record.status != CertificateStatus::revoked &&
           record.status != CertificateStatus::cancelled &&
           record.batch_state != storage::BatchState::recalled &&
           face.qualification_id == result.qualification_id &&
           face.level_code == result.level_code && face.specialty_code == result.specialty_code &&
           year_of(face.approved_on) == year_of(result.approved_on);
}

}  // namespace

ImportChecker::ImportChecker(const Services& services,
                             const storage::ImportRecord& import,
                             domain::ImportPlan plan,
                             Instant now)
    : services_(services),
      reference_(*services.reference),
      import_(import.id),
      plan_(std::move(plan)) {
    rules_.catalogue = &reference_.catalogue;
    rules_.qualification_id = plan_.qualification_id;
    rules_.issuer_id = import.issuer_id;
    rules_.exam_year = plan_.exam_year;
    rules_.today = civil_day(now);
    rules_.find_uncovered = make_find_uncovered(services);
}

Result<void> ImportChecker::survey(Reader& reader) {
    YX_TRY(const std::int64_t photos, storage::last_photo_entry(reader, import_));
    has_photos_ = photos > 0;
    YX_TRY(others_wait_, storage::do_others_wait(reader, import_));
    return ok();
}

RowInHand ImportChecker::check(std::int64_t row_no, domain::StagedRow staged) const {
    RowInHand row;
    row.row_no = row_no;
    row.checked = domain::check_row(domain::row_of(staged, plan_), rules_);
    row.indexes = indexes_of(services_.keys.index, row.checked.result);
    row.staged = std::move(staged);
    return row;
}

/// What was asked about one row; nothing where there was nothing to ask.
struct ImportChecker::Surroundings {
    std::optional<storage::Asked<storage::LineKey>> management;
    std::optional<storage::Asked<storage::LineKey>> certificate;
    std::optional<storage::Asked<storage::PersonMatch>> persons;
    std::array<std::optional<storage::Asked<std::int64_t>>, twin_rules.size()> waiting;
};

Result<ImportChecker::Surroundings> ImportChecker::ask_around(Reader& reader,
                                                              const RowInHand& row) const {
    const ExamResult& result = row.checked.result;
    Surroundings asked;
    if (!result.management_no.empty()) {
        YX_TRY(asked.management, storage::ask_line_by_management_no(reader, result.management_no));
    }
    if (!result.certificate_no.empty()) {
        YX_TRY(asked.certificate,
               storage::ask_line_by_certificate_no(reader, result.certificate_no));
    }
    if (names_person(result)) {
        YX_TRY(asked.persons,
               storage::ask_persons_by_document(reader, services_.keys, result.document));
    }
    for (std::size_t i = 0; others_wait_ && i < twin_rules.size(); ++i) {
        const auto& value = row.indexes.*twin_rules.at(i).value;
        if (!value) continue;
        YX_TRY(asked.waiting.at(i),
               storage::ask_waiting_elsewhere(reader, import_, twin_rules.at(i).index, *value));
    }
    return asked;
}

Result<void> ImportChecker::look_around(Reader& reader, RowInHand& row) const {
    return look_around(reader, std::span(&row, 1));
}

Result<void> ImportChecker::look_around(Reader& reader, std::span<RowInHand> rows) const {
    std::vector<Surroundings> asked;
    asked.reserve(rows.size());
    for (const RowInHand& row : rows) {
        YX_TRY(Surroundings around, ask_around(reader, row));
        asked.push_back(std::move(around));
    }
    YX_CHECK(reader.settle());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RowInHand& row = rows[i];
        const Surroundings& around = asked[i];
        std::vector<ResultProblem>& problems = row.checked.problems;
        if (around.management && around.management->has_rows()) {
            problems.push_back(
                {ProblemKind::management_no_registered, ResultField::management_no, {}});
        }
        if (around.certificate && around.certificate->has_rows()) {
            problems.push_back(
                {ProblemKind::certificate_no_registered, ResultField::certificate_no, {}});
        }
        if (around.persons) YX_CHECK(look_for_person(reader, around.persons->rows(), row));
        for (std::size_t rule = 0; rule < twin_rules.size(); ++rule) {
            const auto& waits = around.waiting.at(rule);
            if (!waits || !waits->has_rows()) continue;
            problems.push_back({twin_rules.at(rule).waiting, twin_rules.at(rule).field, {}});
        }
        YX_CHECK(look_for_photo(reader, row));
    }
    return ok();
}

Result<void> ImportChecker::look_for_person(Reader& reader,
                                            const std::vector<storage::PersonMatch>& persons,
                                            RowInHand& row) const {
    const ExamResult& result = row.checked.result;
    if (!persons.empty()) YX_CHECK(compare_names(reader, persons, row));
    for (const storage::PersonMatch& person : persons) {
        YX_TRY(const auto records,
               storage::list_certificates(reader, services_.keys, person.holder));
        for (const storage::CertificateRecord& record : records) {
            if (!is_same_result(record, result)) continue;
            row.checked.problems.push_back({ProblemKind::person_registered,
                                            ResultField::id_number,
                                            {{"number", record.face.management_no}}});
            return ok();
        }
    }
    return ok();
}

/// A certificate goes to the person the register knows by this document, so the names must agree.
Result<void> ImportChecker::compare_names(Reader& reader,
                                          const std::vector<storage::PersonMatch>& persons,
                                          RowInHand& row) const {
    const storage::PersonMatch& person = persons.front();
    if (person.state == storage::FactState::former) {
        row.checked.problems.push_back({ProblemKind::document_former, ResultField::id_number, {}});
        return ok();
    }
    YX_TRY(const auto names, storage::list_person_names(reader, services_.keys, person.holder));
    const domain::PersonName name{row.checked.result.name};
    const bool is_known = std::ranges::any_of(
        names, [&](const auto& fact) { return domain::same_name(fact.name, name); });
    if (is_known || name.value.empty() || names.empty()) return ok();
    row.checked.problems.push_back({ProblemKind::name_registered,
                                    ResultField::name,
                                    {{"registered", names.front().name.value}}});
    return ok();
}

/// By the number of the document, else by the management number.
Result<void> ImportChecker::look_for_photo(Reader& reader, RowInHand& row) const {
    ExamResult& result = row.checked.result;
    result.photo_sha256.clear();
    row.photo_entry.reset();
    if (!has_photos_) return ok();
    for (const std::string& number : {result.document.number, result.management_no}) {
        if (number.empty()) continue;
        YX_TRY(const auto photo,
               storage::find_import_photo(
                   reader, import_, columns::import_photo_index(services_.keys.index, number)));
        if (!photo) continue;
        result.photo_sha256 = to_hex(photo->sha256);
        row.photo_entry = photo->entry_no;
        return ok();
    }
    return ok();
}

ImportRow ImportChecker::to_store(const RowInHand& row, std::int64_t version) const {
    ImportRow stored;
    stored.row_no = row.row_no;
    stored.version = version;
    stored.cells = pack(row.staged);
    stored.has_photo = !row.checked.result.photo_sha256.empty();
    stored.indexes = row.indexes;
    const auto& problems = row.checked.problems;
    stored.state = problems.empty() ? ImportRowState::good : ImportRowState::faulty;
    stored.problems = domain::problem_keys(problems);
    if (!problems.empty()) stored.details = pack(problems);
    // Kept also where only something outside the row is against it: that may go away.
    const bool is_whole = std::ranges::all_of(problems, [](const ResultProblem& problem) {
        return problem.kind >= ProblemKind::management_no_twice;
    });
    if (is_whole) stored.result = domain::canonical_text(row.checked.result);
    return stored;
}

Result<bool> ImportChecker::compare_with_twins(Reader& reader, ImportRow& row) const {
    if (row.state == ImportRowState::left_out) return false;
    YX_TRY(const std::vector<ResultProblem> before, problems_of(row));
    std::vector<ResultProblem> problems = before;
    std::erase_if(problems, is_of_twins);
    for (const TwinRule& rule : twin_rules) {
        const auto& value = row.indexes.*rule.value;
        if (!value) continue;
        YX_TRY(const auto twins,
               storage::list_import_twins(reader, import_, rule.index, *value, row.row_no, 1));
        if (twins.empty()) continue;
        problems.push_back({rule.twice, rule.field, {{"row", std::to_string(twins.front())}}});
    }
    if (problems == before) return false;
    row.problems = domain::problem_keys(problems);
    row.details = problems.empty() ? std::string() : pack(problems);
    row.state = problems.empty() ? ImportRowState::good : ImportRowState::faulty;
    return true;
}

Result<std::set<std::int64_t>> ImportChecker::twins_of(Reader& reader,
                                                       const ImportRow& row,
                                                       std::int64_t most) const {
    std::set<std::int64_t> rows;
    for (const TwinRule& rule : twin_rules) {
        const auto& value = row.indexes.*rule.value;
        if (!value) continue;
        YX_TRY(const auto twins,
               storage::list_import_twins(reader, import_, rule.index, *value, row.row_no, most));
        rows.insert(twins.begin(), twins.end());
    }
    return rows;
}

Result<std::set<std::int64_t>> ImportChecker::find_twins(Reader& reader,
                                                         std::int64_t first_row,
                                                         std::int64_t last_row) const {
    YX_TRY(const auto rows, storage::list_first_twins(reader, import_, first_row, last_row));
    std::set<std::int64_t> found;
    for (const storage::FirstTwins& row : rows) {
        for (const auto& twin : {row.management, row.certificate, row.person}) {
            if (!twin) continue;
            found.insert(row.row_no);
            found.insert(*twin);
        }
    }
    return found;
}

Result<std::vector<ResultProblem>> problems_of(const ImportRow& row) {
    if (!row.details.empty()) return unpack_problems(row.details);
    std::vector<ResultProblem> problems;
    for (const std::string_view name : split(row.problems, ' ')) {
        if (name.empty()) continue;
        YX_TRY(const ProblemKind kind, domain::parse_key<ProblemKind>(name));
        problems.push_back({kind, ResultField::id_number, {}});
    }
    return problems;
}

storage::ImportCounts counts_of(const ImportRow& row) {
    switch (row.state) {
        case ImportRowState::good:
            return {1, 0, 0, row.has_photo ? 0 : 1};
        case ImportRowState::faulty:
            return {0, 1, 0, 0};
        case ImportRowState::left_out:
            return {0, 0, 1, 0};
    }
    return {};
}

std::function<std::optional<char32_t>(std::string_view)> make_find_uncovered(
    const Services& services) {
    const documents::FontBook& fonts = services.stationery.fonts();
    return [&fonts](std::string_view text) -> std::optional<char32_t> {
        if (fonts.check_coverage(text)) return std::nullopt;
        const auto points = decode_utf8(text);
        if (!points) return char32_t{0xFFFD};
        for (const char32_t point : *points) {
            if (!fonts.check_coverage(std::u32string_view(&point, 1))) return point;
        }
        return std::nullopt;
    };
}

}  // namespace yinxin::service
