// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/issue_row.hpp"

#include "yinxin/storage/personal_columns.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

using domain::ExamResult;
using domain::LeftoverReason;
using storage::FactState;
using storage::Reader;

/// A number drawn from a series may have come in with a file before; so many are tried.
constexpr int most_numbers_tried = 50;

/// Whose certificate it is going to be.
struct Owner {
    HolderId holder;
    bool is_new = false;
    bool is_known_here = false;  ///< from a piece that is not written yet
};

/// Either the value, or why the row is left over.
template <class T>
struct Found {
    std::optional<T> value;
    LeftoverReason reason = LeftoverReason::person_differs;
};

/// One row on its way.
class RowMaker {
  public:
    RowMaker(Reader& reader,
             const IssueGround& ground,
             const storage::GoodRow& row,
             const RowQuestions& asked,
             const InFlight& before,
             InFlight& piece)
        : reader_(reader),
          ground_(ground),
          row_(row),
          asked_(asked),
          before_(before),
          piece_(piece) {}

    Result<IssuedRow> make();

  private:
    [[nodiscard]] const ExamResult& result() const { return row_.result; }
    Result<Found<Owner>> find_owner();
    [[nodiscard]] const InFlight::Person* find_in_flight() const;
    [[nodiscard]] bool is_in_flight(std::string_view number,
                                    std::set<std::string, std::less<>> InFlight::* numbers) const {
        return (piece_.*numbers).contains(number) || (before_.*numbers).contains(number);
    }
    Result<Found<domain::FaceData>> make_face();
    Result<Found<std::string>> choose_number(const std::string& item_code);
    Result<void> add_person(IssuedRow& issued, const Owner& owner);
    Result<void> add_mobile(IssuedRow& issued, const Owner& owner);
    Result<void> add_certificate(IssuedRow& issued, const Owner& owner, domain::FaceData face);
    [[nodiscard]] IssuedRow left_over(LeftoverReason reason) const;

    Reader& reader_;
    const IssueGround& ground_;
    const storage::GoodRow& row_;
    const RowQuestions& asked_;
    const InFlight& before_;
    InFlight& piece_;
    crypto::Digest32 document_{};
};

int year_of(CivilDay day) {
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

const InFlight::Person* RowMaker::find_in_flight() const {
    for (const InFlight* flight : {static_cast<const InFlight*>(&piece_), &before_}) {
        const auto found = flight->persons.find(document_);
        if (found != flight->persons.end()) return &found->second;
    }
    return nullptr;
}

/// The same document and the same name are the same person; one document with two names is a
/// matter for the office.
Result<Found<Owner>> RowMaker::find_owner() {
    const domain::PersonName name{result().name};
    if (const InFlight::Person* known = find_in_flight()) {
        if (!domain::same_name(known->name, name)) return Found<Owner>{};
        return Found<Owner>{Owner{known->holder, false, true}};
    }
    const std::vector<storage::PersonMatch>& matches = asked_.persons.rows();
    bool is_somebody_else = false;
    for (const storage::PersonMatch& match : matches) {
        if (match.state != FactState::current) continue;
        YX_TRY(const auto names, storage::list_person_names(reader_, ground_.keys, match.holder));
        if (!names.empty() && domain::same_name(names.front().name, name)) {
            return Found<Owner>{Owner{match.holder, false, false}};
        }
        is_somebody_else = true;
    }
    if (is_somebody_else) return Found<Owner>{};
    if (!matches.empty()) return Found<Owner>{std::nullopt, LeftoverReason::document_former};
    for (const domain::IdNumber& former : result().former_documents) {
        YX_TRY(const auto known, storage::find_persons_by_document(reader_, ground_.keys, former));
        if (!known.empty()) return Found<Owner>{std::nullopt, LeftoverReason::document_former};
    }
    return Found<Owner>{Owner{make_id<HolderId>(), true, false}};
}

/// The file's number, or the next of the authority's series that nobody has.
Result<Found<std::string>> RowMaker::choose_number(const std::string& item_code) {
    constexpr auto numbers = &InFlight::certificate_numbers;
    if (const std::string& own = result().certificate_no; !own.empty()) {
        const bool is_taken = is_in_flight(own, numbers) ||
                              (asked_.certificate_number && asked_.certificate_number->has_rows());
        if (is_taken) {
            return Found<std::string>{std::nullopt, LeftoverReason::certificate_no_taken};
        }
        return Found<std::string>{own};
    }
    const domain::NumberingRule& rule = ground_.reference.numbering.at(ground_.batch.issuer_id);
    const domain::NumberParts parts{year_of(result().approved_on), item_code};
    const std::string series = rule.series(parts);
    for (int tries = 0; tries < most_numbers_tried; ++tries) {
        YX_TRY(const std::int64_t serial, ground_.next_serial(series));
        auto number = rule.number(parts, serial);
        if (!number) return Found<std::string>{std::nullopt, LeftoverReason::number_too_long};
        if (is_in_flight(*number, numbers)) continue;
        YX_TRY(const auto line, storage::find_line_by_certificate_no(reader_, *number));
        if (!line) return Found<std::string>{*std::move(number)};
    }
    return Found<std::string>{std::nullopt, LeftoverReason::certificate_no_taken};
}

Result<Found<domain::FaceData>> RowMaker::make_face() {
    const Found<domain::FaceData> changed{std::nullopt, LeftoverReason::catalogue_changed};
    const auto said =
        ground_.reference.face_ground(result().qualification_id, year_of(result().approved_on));
    if (!said || said->issuer.id != ground_.batch.issuer_id) return changed;
    auto face =
        domain::face_of(result(), *said, ground_.batch.issue_day.value_or(civil_day(ground_.now)));
    if (!face) return changed;
    YX_TRY(Found<std::string> number, choose_number(said->item_code));
    if (!number.value) return Found<domain::FaceData>{std::nullopt, number.reason};
    if (!domain::put_numbers(*face, *said, *std::move(number.value))) {
        return Found<domain::FaceData>{std::nullopt, LeftoverReason::number_too_long};
    }
    return Found<domain::FaceData>{*std::move(face)};
}

Result<void> RowMaker::add_person(IssuedRow& issued, const Owner& owner) {
    storage::NewPerson person;
    person.holder = owner.holder;
    person.created_at = ground_.now;
    person.names.push_back({{result().name}, FactState::current, ground_.now});
    for (const std::string& former : result().former_names) {
        person.names.push_back({{former}, FactState::former, ground_.now});
    }
    person.documents.push_back({result().document, FactState::current, ground_.now});
    for (const domain::IdNumber& former : result().former_documents) {
        person.documents.push_back({former, FactState::former, ground_.now});
    }
    YX_TRY(issued.person, storage::seal_person(ground_.keys, person));
    return ok();
}

/// The newest examination knows the newest mobile; but once an account is bound, its owner's proof
/// is not exchanged behind his back (docs/choices.md#c76).
Result<void> RowMaker::add_mobile(IssuedRow& issued, const Owner& owner) {
    if (result().mobile.empty()) return ok();
    if (!owner.is_new && !owner.is_known_here) {
        YX_TRY(const bool is_bound, storage::has_account(reader_, owner.holder));
        if (is_bound) return ok();
    }
    issued.mobile = storage::seal_mobile(
        ground_.keys, owner.holder, domain::Mobile{result().mobile}, ground_.now);
    return ok();
}

Result<void> RowMaker::add_certificate(IssuedRow& issued,
                                       const Owner& owner,
                                       domain::FaceData face) {
    storage::NewCertificate certificate;
    certificate.holder = owner.holder;
    certificate.line = make_id<LineId>();
    certificate.batch = ground_.batch.id;
    certificate.policy_id =
        ground_.reference.catalogue.find_edition(face.qualification_id, year_of(face.approved_on))
            ->policy_id;
    certificate.status_at = ground_.now;
    certificate.created_at = ground_.now;
    YX_TRY(certificate.face_signature,
           storage::approve(certificate.holder, certificate.line, face, ground_.approver));
    certificate.face = std::move(face);
    issued.certificate = storage::seal_certificate(ground_.keys, std::move(certificate));
    return ok();
}

IssuedRow RowMaker::left_over(LeftoverReason reason) const {
    IssuedRow issued;
    issued.leftover = storage::Leftover{row_.row_no, reason, result()};
    return issued;
}

Result<IssuedRow> RowMaker::make() {
    document_ = storage::personal_columns::number_index(ground_.keys.index, result().document);
    YX_TRY(const Found<Owner> owner, find_owner());
    if (!owner.value) return left_over(owner.reason);
    const bool is_taken = is_in_flight(result().management_no, &InFlight::management_numbers) ||
                          (asked_.management_number && asked_.management_number->has_rows());
    if (is_taken) return left_over(LeftoverReason::management_no_taken);
    YX_TRY(Found<domain::FaceData> face, make_face());
    if (!face.value) return left_over(face.reason);
    piece_.certificate_numbers.insert(face.value->certificate_no);
    if (!result().management_no.empty()) piece_.management_numbers.insert(result().management_no);
    IssuedRow issued;
    if (owner.value->is_new) {
        YX_CHECK(add_person(issued, *owner.value));
        piece_.persons.emplace(document_, InFlight::Person{owner.value->holder, {result().name}});
    }
    YX_CHECK(add_mobile(issued, *owner.value));
    YX_CHECK(add_certificate(issued, *owner.value, *std::move(face.value)));
    return issued;
}

}  // namespace

Result<RowQuestions> ask_about_row(Reader& reader,
                                   const storage::DataKeys& keys,
                                   const ExamResult& result) {
    RowQuestions asked;
    YX_TRY(asked.persons, storage::ask_persons_by_document(reader, keys, result.document));
    if (!result.management_no.empty()) {
        YX_TRY(asked.management_number,
               storage::ask_line_by_management_no(reader, result.management_no));
    }
    if (!result.certificate_no.empty()) {
        YX_TRY(asked.certificate_number,
               storage::ask_line_by_certificate_no(reader, result.certificate_no));
    }
    return asked;
}

Result<IssuedRow> prepare_row(Reader& reader,
                              const IssueGround& ground,
                              const storage::GoodRow& row,
                              const RowQuestions& asked,
                              const InFlight& before,
                              InFlight& piece) {
    return RowMaker(reader, ground, row, asked, before, piece).make();
}

Result<void> write_rows(storage::Transaction& transaction,
                        const storage::DataKeys& keys,
                        BatchId batch,
                        std::span<const IssuedRow> rows) {
    // Somebody may have entered the same document since the rows were prepared.
    std::vector<const storage::SealedPerson*> persons;
    for (const IssuedRow& row : rows) {
        if (row.person) persons.push_back(&*row.person);
    }
    YX_TRY(const bool are_free, storage::are_unknown(transaction, persons));
    if (!are_free) return Error(ErrorCode::storage_conflict, "a person is there by now");
    for (const IssuedRow& row : rows) {
        if (row.leftover) {
            YX_CHECK(storage::insert_leftover(transaction, keys, batch, *row.leftover));
            continue;
        }
        if (row.person) YX_CHECK(storage::insert_sealed_person(transaction, *row.person));
        if (row.mobile) YX_CHECK(storage::put_person_mobile(transaction, *row.mobile));
        YX_CHECK(storage::insert_sealed_certificate(transaction, *row.certificate));
    }
    return transaction.settle();
}

}  // namespace yinxin::jobs
