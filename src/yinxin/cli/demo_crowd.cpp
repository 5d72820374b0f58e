// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_crowd.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::CertificateKind;
using domain::CertificateStatus;
using domain::EndorsementState;
using domain::IdDocumentType;
using domain::PaperState;
using storage::BatchState;

constexpr Days first_entry{3000};  ///< the register began so long ago
constexpr std::array recipients{"", "", "演示建设有限公司", "演示市招标办公室", "演示大学人事处"};

/// Makes one holder after the other; counters spread states evenly, so that even a small crowd has
/// all of them.
class Crowd {
  public:
    explicit Crowd(const DemoStudio& studio) : studio_(studio) {}

    Result<void> add_special();
    Result<void> add_ordinary();
    std::vector<DemoHolder> take() { return std::move(holders_); }
    [[nodiscard]] std::size_t size() const { return holders_.size(); }

  private:
    Result<void> add(const DemoPerson& person, int count);
    Result<void> add_corrected(bool is_number);
    Result<void> add_in_batch(BatchState state, bool alone);
    Result<void> add_account_only();
    Result<DemoLine> make_line(const DemoPerson& person, const DemoAward& award);
    Result<void> change_status(const DemoPerson& person, DemoLine& line);
    void add_paper(DemoLine& line);
    void add_history(DemoLine& line);
    int draw_count();
    DemoAward draw_award(const DemoPerson& person, const std::vector<DemoLine>& lines);

    const DemoStudio& studio_;
    std::vector<DemoHolder> holders_;
    int lines_ = 0;
    int papers_ = 0;
    int endorsed_ = 0;
    int logins_ = 0;
};

int Crowd::draw_count() {
    const int roll = studio_.random.between(1, 100);
    return roll <= 22 ? 1 : roll <= 52 ? 2 : roll <= 78 ? 3 : roll <= 92 ? 4 : 5;
}

/// Somebody who has a qualification often takes a further specialty of it.
DemoAward Crowd::draw_award(const DemoPerson& person, const std::vector<DemoLine>& lines) {
    DemoAward award = studio_.certificates.draw_award(person.birth);
    if (!lines.empty() && studio_.random.chance(30)) {
        const domain::FaceData& first = lines.front().face();
        award.qualification_id = first.qualification_id;
        award.year = studio_.certificates.newest_year();
        award.kind = CertificateKind::pass_proof;
    } else if (studio_.random.chance(3)) {
        award.kind = CertificateKind::query_result_proof;
    }
    return award;
}

Result<void> Crowd::change_status(const DemoPerson& person, DemoLine& line) {
    storage::NewCertificate& last = line.versions.back();
    const Instant at = studio_.now - Days(studio_.random.between(20, 400));
    if (at <= last.created_at) return ok();
    switch (lines_ % 40) {
        case 7:
            last.status = CertificateStatus::suspended;
            last.status_reason = "演示：信息核查期间暂停使用";
            break;
        case 15:
            last.status = CertificateStatus::revoked;
            last.status_reason = "演示：经查实不符合取得条件";
            break;
        case 23:
            last.status = CertificateStatus::cancelled;
            last.status_reason = "演示：依本人申请注销";
            break;
        case 31: {
            YX_TRY(auto next, studio_.certificates.correct(last, person, at));
            last.status = CertificateStatus::superseded;
            last.status_reason = "演示：照片更换";
            last.status_at = at;
            line.versions.push_back(std::move(next));
            return ok();
        }
        default:
            return ok();
    }
    last.status_at = at;
    return ok();
}

void Crowd::add_paper(DemoLine& line) {
    constexpr std::array states{PaperState::printed,
                                PaperState::handed_out,
                                PaperState::handed_out,
                                PaperState::lost,
                                PaperState::damaged,
                                PaperState::unclaimed};
    if (!studio_.random.chance(45)) return;
    domain::PaperCertificate paper;
    paper.state = states[static_cast<std::size_t>(papers_++) % states.size()];
    paper.serial = fmt::format("YZ{:08}", papers_);
    if (paper.state == PaperState::printed) {
        paper.pickup_place = {"演示省演示市样张路1号证书窗口（演示）",
                              "Certificates desk, 1 Specimen Road, Demonstration City"};
        paper.pickup_until = civil_day(studio_.now) + Days(studio_.random.between(5, 90));
    }
    line.paper = std::move(paper);
}

/// Up to three applications that are all over: their copies are rows without files.
void Crowd::add_history(DemoLine& line) {
    const int count = endorsed_++ % 4;
    // Far enough apart that no three share a window, and the last one has ended.
    int days_ago = studio_.random.between(100, 130);
    const storage::NewCertificate& last = line.versions.back();
    const bool has_ended = last.status != CertificateStatus::valid;
    for (int i = 0; i < count; ++i) {
        DemoEndorsement endorsement;
        endorsement.applied_at = studio_.now - Days(days_ago) - std::chrono::minutes(i * 37);
        if (endorsement.applied_at <= last.created_at) break;
        if (has_ended && endorsement.applied_at + std::chrono::seconds(1) >= last.status_at) {
            days_ago += studio_.random.between(20, 120);
            continue;  // nobody is given a copy of a certificate that has been stopped
        }
        endorsement.days = studio_.random.chance(70) ? 90 : studio_.random.between(7, 60);
        endorsement.recipient = recipients[studio_.random.below(recipients.size())];
        endorsement.state_at = endorsement.applied_at + std::chrono::seconds(1);
        const int roll = (endorsed_ + i) % 10;
        endorsement.state = EndorsementState::ready;
        if (roll == 3) {
            endorsement.state = EndorsementState::withdrawn;
            endorsement.state_at = endorsement.applied_at + std::chrono::hours(30);
        } else if (roll == 6) {
            endorsement.state = EndorsementState::ended_by_office;
            endorsement.failure_code = dotted_name(ErrorCode::certificate_not_valid);
        } else if (roll == 9) {
            endorsement.state = EndorsementState::failed;
            endorsement.failure_code = dotted_name(ErrorCode::glyph_missing);
        }
        line.endorsements.insert(line.endorsements.begin(), std::move(endorsement));
        days_ago += studio_.random.between(20, 120);
    }
}

Result<DemoLine> Crowd::make_line(const DemoPerson& person, const DemoAward& award) {
    DemoLine line;
    YX_TRY(auto first, studio_.certificates.award(person, award));
    line.versions.push_back(std::move(first));
    ++lines_;
    YX_CHECK(change_status(person, line));
    add_paper(line);
    return line;
}

Result<void> Crowd::add(const DemoPerson& person, int count) {
    DemoHolder holder;
    holder.person = register_entry(person, studio_.now - first_entry);
    for (int i = 0; i < count; ++i) {
        DemoAward award = draw_award(person, holder.lines);
        const auto* edition = studio_.certificates.find_edition(award);
        if (award.kind == CertificateKind::pass_proof &&
            (edition == nullptr || !edition->has_additional_specialties())) {
            award = studio_.certificates.draw_award(person.birth);
        }
        YX_TRY(DemoLine line, make_line(person, award));
        holder.lines.push_back(std::move(line));
    }
    const bool has_history = studio_.random.chance(20);
    for (DemoLine& line : holder.lines) {
        const bool takes = has_history && !studio_.certificates.is_exempt(line.versions.back());
        if (takes) add_history(line);
    }
    if (has_history) holder.login = login_of(person, fmt::format("kaosheng{:06}", ++logins_));
    holders_.push_back(std::move(holder));
    return ok();
}

Result<void> Crowd::add_corrected(bool is_number) {
    YX_TRY(DemoPerson before, studio_.people.next());
    DemoPerson after = before;
    if (is_number) {
        YX_TRY(after.document, studio_.people.another_number(before));
    } else {
        YX_TRY(after.name, domain::parse_person_name(studio_.people.draw_name(before.sex)));
    }
    const Instant at = studio_.now - Days(30);
    DemoHolder holder;
    holder.person = register_entry(after, studio_.now - first_entry);
    if (is_number) {
        holder.person->documents.push_back({before.document, storage::FactState::former, at});
    } else {
        holder.person->names.push_back({before.name, storage::FactState::former, at});
    }
    DemoLine line;
    YX_TRY(auto first,
           studio_.certificates.award(before, studio_.certificates.draw_award(before.birth)));
    YX_TRY(auto second, studio_.certificates.correct(first, after, at));
    first.status = CertificateStatus::superseded;
    first.status_reason = is_number ? "演示：证件号码更正" : "演示：姓名更正";
    first.status_at = at;
    line.versions = {std::move(first), std::move(second)};
    holder.lines.push_back(std::move(line));
    ++lines_;
    // Registered under the old name and number: must bind again.
    if (is_number) {
        holder.login = login_of(before, fmt::format("kaosheng{:06}", ++logins_));
        holder.login->is_bound = false;
    }
    holders_.push_back(std::move(holder));
    return ok();
}

Result<void> Crowd::add_in_batch(BatchState state, bool alone) {
    YX_TRY(const DemoPerson person, studio_.people.next());
    DemoHolder holder;
    holder.person = register_entry(person, studio_.now - Days(40));
    DemoAward award;
    award.qualification_id = "constructor_1";
    award.batch_state = state;
    award.year = state == BatchState::recalled ? studio_.certificates.newest_year()
                                               : studio_.certificates.coming_year();
    YX_TRY(DemoLine hidden, make_line(person, award));
    hidden.paper.reset();
    holder.lines.push_back(std::move(hidden));
    if (!alone) {
        YX_TRY(DemoLine other, make_line(person, studio_.certificates.draw_award(person.birth)));
        holder.lines.push_back(std::move(other));
    }
    holders_.push_back(std::move(holder));
    return ok();
}

Result<void> Crowd::add_account_only() {
    YX_TRY(const DemoPerson person, studio_.people.next());
    DemoHolder holder;
    holder.login = login_of(person, fmt::format("zhuce{:06}", ++logins_));
    holder.login->origin = storage::AccountOrigin::registered;
    holder.login->is_bound = false;
    holders_.push_back(std::move(holder));
    return ok();
}

Result<void> Crowd::add_special() {
    const DemoNames& names = studio_.names;
    std::vector<std::string> spelled = names.rare;
    spelled.insert(spelled.end(), names.bracketed.begin(), names.bracketed.end());
    spelled.insert(spelled.end(), names.ethnic.begin(), names.ethnic.begin() + 5);
    for (const std::string& name : spelled) {
        YX_TRY(const DemoPerson person, studio_.people.named(name));
        YX_CHECK(add(person, 2));
    }
    constexpr std::array types{IdDocumentType::passport,
                               IdDocumentType::officer_card,
                               IdDocumentType::hk_macau_permit,
                               IdDocumentType::taiwan_permit,
                               IdDocumentType::hk_macau_taiwan_residence,
                               IdDocumentType::foreign_permanent_residence};
    for (const IdDocumentType type : types) {
        const bool is_foreign =
            type == IdDocumentType::passport || type == IdDocumentType::foreign_permanent_residence;
        YX_TRY(const DemoPerson person,
               studio_.people.with_document(is_foreign ? studio_.random.pick(names.foreign) : "",
                                            type));
        YX_CHECK(add(person, 1));
    }
    YX_CHECK(add_corrected(true));
    YX_CHECK(add_corrected(false));
    YX_CHECK(add_in_batch(BatchState::approved, true));
    YX_CHECK(add_in_batch(BatchState::approved, false));
    YX_CHECK(add_in_batch(BatchState::recalled, false));
    return add_account_only();
}

Result<void> Crowd::add_ordinary() {
    const int roll = studio_.random.between(1, 1000);
    const DemoNames& names = studio_.names;
    if (roll <= 8) return add_corrected(roll % 2 == 0);
    if (roll <= 14) return add_in_batch(BatchState::approved, roll % 2 == 0);
    if (roll <= 17) return add_in_batch(BatchState::recalled, false);
    if (roll <= 22) return add_account_only();
    std::string name;
    auto type = IdDocumentType::resident_identity_card;
    if (roll <= 35) name = studio_.random.pick(names.rare);
    if (roll > 35 && roll <= 85) name = studio_.random.pick(names.ethnic);
    if (roll > 85 && roll <= 100) {
        name = studio_.random.pick(names.foreign);
        type = IdDocumentType::passport;
    }
    if (roll > 100 && roll <= 106) type = IdDocumentType::hk_macau_taiwan_residence;
    if (roll > 106 && roll <= 110) type = IdDocumentType::officer_card;
    YX_TRY(const DemoPerson person, studio_.people.with_document(name, type));
    return add(person, draw_count());
}

}  // namespace

storage::NewPerson register_entry(const DemoPerson& person, Instant at) {
    storage::NewPerson entry;
    entry.holder = person.holder;
    entry.names.push_back({person.name, storage::FactState::current, at});
    entry.documents.push_back({person.document, storage::FactState::current, at});
    entry.mobile = person.mobile;
    entry.created_at = at;
    return entry;
}

DemoLogin login_of(const DemoPerson& person, std::string login_name) {
    DemoLogin login;
    login.login_name = std::move(login_name);
    login.name = person.name;
    login.document = person.document;
    login.mobile = person.mobile;
    return login;
}

Result<std::vector<DemoHolder>> make_crowd(const DemoStudio& studio, int count) {
    Crowd crowd(studio);
    YX_CHECK(crowd.add_special());
    while (crowd.size() < static_cast<std::size_t>(count)) {
        YX_CHECK(crowd.add_ordinary());
    }
    return crowd.take();
}

}  // namespace yinxin::cli
