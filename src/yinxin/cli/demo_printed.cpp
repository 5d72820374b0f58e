// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_printed.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::CertificateKind;
using domain::CertificateStatus;
using domain::EndorsementState;
using domain::PaperState;
using storage::BatchState;

constexpr int notice_in_force = 2;
constexpr Days first_entry{3000};

/// Makes the printed holders one by one, in the order of their login names.
class Printed {
  public:
    explicit Printed(const DemoStudio& studio) : studio_(studio) {}

    Result<void> first_visit();
    Result<void> endorsed();
    Result<void> used_up();
    Result<void> exempt();
    Result<void> every_status();
    Result<void> rare_name();
    Result<void> longest_name();
    Result<void> corrected();
    Result<void> verifier();
    Result<void> unreleased();
    Result<void> unbound();
    Result<void> many_certificates();
    Result<void> newcomer();
    std::vector<DemoHolder> take() { return std::move(holders_); }

  private:
    DemoHolder& open(const DemoPerson& person, domain::Bilingual shows);
    Result<DemoLine*> give(DemoHolder& holder, const DemoPerson& person, const DemoAward& award);
    /// Somebody old enough for every certificate below.
    Result<DemoPerson> adult(std::string_view name);
    void put_paper(DemoLine& line, PaperState state);
    [[nodiscard]] DemoEndorsement pending(std::string recipient) const;
    [[nodiscard]] DemoEndorsement past(Days ago, int days, EndorsementState state) const;

    const DemoStudio& studio_;
    std::vector<DemoHolder> holders_;
};

DemoHolder& Printed::open(const DemoPerson& person, domain::Bilingual shows) {
    const std::string name = fmt::format("demo{:02}", holders_.size() + 1);
    DemoHolder& holder = holders_.emplace_back();
    holder.person = register_entry(person, studio_.now - first_entry);
    holder.login = login_of(person, name);
    holder.login->password = "yanshi-2026-" + name;
    holder.login->agreed_to = notice_in_force;
    holder.login->shows = std::move(shows);
    return holder;
}

Result<DemoLine*> Printed::give(DemoHolder& holder,
                                const DemoPerson& person,
                                const DemoAward& award) {
    YX_TRY(auto certificate, studio_.certificates.award(person, award));
    holder.lines.push_back({{std::move(certificate)}, {}, {}, false});
    return &holder.lines.back();
}

Result<DemoPerson> Printed::adult(std::string_view name) {
    for (;;) {
        YX_TRY(DemoPerson person, studio_.people.named(name));
        if (person.birth < make_day(1988, 1, 1)) return person;
    }
}

void Printed::put_paper(DemoLine& line, PaperState state) {
    domain::PaperCertificate paper;
    paper.state = state;
    paper.serial = fmt::format("YZ9{:03}{:04}", holders_.size(), holders_.back().lines.size());
    if (state == PaperState::printed) {
        paper.pickup_place = {"演示省演示市样张路1号证书窗口（演示）",
                              "Certificates desk, 1 Specimen Road, Demonstration City"};
        paper.pickup_until = civil_day(studio_.now) + Days(45);
    }
    line.paper = std::move(paper);
}

DemoEndorsement Printed::pending(std::string recipient) const {
    DemoEndorsement endorsement;
    endorsement.applied_at = studio_.now;
    endorsement.state_at = studio_.now;
    endorsement.recipient = std::move(recipient);
    return endorsement;
}

DemoEndorsement Printed::past(Days ago, int days, EndorsementState state) const {
    DemoEndorsement endorsement;
    endorsement.applied_at = studio_.now - ago;
    endorsement.days = days;
    endorsement.state = state;
    endorsement.state_at = endorsement.applied_at + std::chrono::seconds(1);
    if (state == EndorsementState::withdrawn) endorsement.state_at += std::chrono::hours(5);
    if (state == EndorsementState::failed) {
        endorsement.failure_code = dotted_name(ErrorCode::glyph_missing);
    }
    return endorsement;
}

Result<void> Printed::first_visit() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"首次登录：先同意服务须知，再申请加注",
                               "First login: agree to the notice, then apply for an endorsement"});
    holder.login->agreed_to = 0;
    YX_TRY(DemoLine * first, give(holder, person, {"constructor_1", 2025, {}, "", "01"}));
    put_paper(*first, PaperState::printed);
    YX_CHECK(give(holder, person, {"supervising_engineer", 2024, {}, "", "1"}));
    return ok();
}

Result<void> Printed::endorsed() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"加注有效：可以查看、下载、撤回；另一本证书有一次加注未成功",
                               "A valid endorsement to view, download and withdraw; one failed "
                               "application on another certificate"});
    YX_TRY(DemoLine * line, give(holder, person, {"cost_engineer_1", 2023, {}, "", "1"}));
    put_paper(*line, PaperState::handed_out);
    line->endorsements = {past(Days(200), 90, EndorsementState::ready),
                          pending("演示建设有限公司")};
    YX_TRY(DemoLine * other, give(holder, person, {"fire_engineer_1", 2022}));
    other->endorsements = {past(Days(12), 90, EndorsementState::failed)};
    return ok();
}

Result<void> Printed::used_up() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"90日内已加注3次：不能再申请，页面写明最早可申请的日期",
                               "Three endorsements within 90 days: refused, with the first "
                               "possible day"});
    YX_TRY(DemoLine * line, give(holder, person, {"safety_engineer", 2023}));
    line->endorsements = {past(Days(60), 30, EndorsementState::ready),
                          past(Days(20), 90, EndorsementState::withdrawn),
                          pending("")};
    return ok();
}

Result<void> Printed::exempt() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"协会证书：2021年12月17日前制发的无需加注，直接查看和下载",
                               "Association certificates: those issued before 17 December 2021 "
                               "need no endorsement"});
    YX_TRY(DemoLine * early, give(holder, person, {"banker", 2019, {}, "1", "2"}));
    early->wants_exempt_copy = true;
    YX_TRY(DemoLine * late, give(holder, person, {"banker", 2023, {}, "2", "2"}));
    late->endorsements = {pending("演示银行")};
    YX_TRY(DemoLine * tax, give(holder, person, {"tax_adviser", 2020}));
    tax->wants_exempt_copy = true;
    return ok();
}

Result<void> Printed::every_status() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder =
        open(person,
             {"各种状态：有效、暂停、已撤销、已注销、已变更；反映的信息有误，发证机关在等回复",
              "Every status: valid, suspended, revoked, cancelled, superseded; a "
              "report of wrong information waits for a reply"});
    YX_CHECK(give(holder, person, {"constructor_1", 2022, {}, "", "09"}));
    const Instant at = studio_.now - Days(50);
    const auto end =
        [&](const char* item, CertificateStatus status, const char* reason) -> Result<void> {
        YX_TRY(DemoLine * line, give(holder, person, {item, 2021}));
        line->versions.back().status = status;
        line->versions.back().status_reason = reason;
        line->versions.back().status_at = at;
        return ok();
    };
    YX_CHECK(end("cost_engineer_1", CertificateStatus::suspended, "演示：信息核查期间暂停使用"));
    YX_CHECK(end("fire_engineer_1", CertificateStatus::revoked, "演示：经查实不符合取得条件"));
    YX_CHECK(end("safety_engineer", CertificateStatus::cancelled, "演示：依本人申请注销"));
    YX_TRY(DemoLine * changed, give(holder, person, {"supervising_engineer", 2021}));
    YX_TRY(auto next, studio_.certificates.correct(changed->versions.back(), person, at));
    changed->versions.back().status = CertificateStatus::superseded;
    changed->versions.back().status_reason = "演示：照片更换";
    changed->versions.back().status_at = at;
    changed->versions.push_back(std::move(next));
    return ok();
}

Result<void> Printed::rare_name() {
    YX_TRY(const DemoPerson person, adult("陈㛃䶮"));
    DemoHolder& holder = open(person,
                              {"姓名有生僻字（㛃、䶮）：证书照样正确显示",
                               "A name with rare characters (㛃, 䶮), printed correctly"});
    YX_TRY(DemoLine * line, give(holder, person, {"constructor_1", 2021, {}, "", "06"}));
    line->endorsements = {pending("")};
    return ok();
}

Result<void> Printed::longest_name() {
    YX_TRY(const DemoPerson person, adult(studio_.names.longest));
    DemoHolder& holder = open(person,
                              {"少数民族姓名，含间隔号“·”，共50个字",
                               "A name with the separator U+00B7, 50 characters long"});
    YX_TRY(DemoLine * line, give(holder, person, {"constructor_1", 2020, {}, "", "03"}));
    line->endorsements = {pending("演示铁路工程有限公司")};
    return ok();
}

Result<void> Printed::corrected() {
    YX_TRY(const DemoPerson before, adult(""));
    DemoPerson after = before;
    YX_TRY(after.name, domain::parse_person_name(studio_.people.draw_name(before.sex)));
    YX_TRY(after.document, studio_.people.another_number(before));
    const Instant at = studio_.now - Days(30);
    DemoHolder& holder = open(before, {});
    holder.login->is_bound = false;
    holder.login->shows = {
        fmt::format("姓名和证件号码已更正：需以更正后的信息重新绑定（{}，{}）",
                    after.name.value,
                    after.document.number),
        fmt::format("Name and ID number were corrected: bind again with the new ones ({}, {})",
                    after.name.value,
                    after.document.number)};
    holder.person = register_entry(after, studio_.now - first_entry);
    holder.person->names.push_back({before.name, storage::FactState::former, at});
    holder.person->documents.push_back({before.document, storage::FactState::former, at});
    YX_TRY(DemoLine * line, give(holder, before, {"constructor_1", 2019, {}, "", "08"}));
    YX_TRY(auto next, studio_.certificates.correct(line->versions.back(), after, at));
    line->versions.back().status = CertificateStatus::superseded;
    line->versions.back().status_reason = "演示：姓名和证件号码更正";
    line->versions.back().status_at = at;
    line->versions.push_back(std::move(next));
    return ok();
}

Result<void> Printed::verifier() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"有账号而没有证书：列表说明可能的原因；是一个核验单位的负责人，"
                               "可以为单位核验",
                               "An account without certificates: the list names possible reasons; "
                               "owner of an organisation, to check for it"});
    holder.person.reset();
    holder.login->origin = storage::AccountOrigin::registered;
    holder.login->is_bound = false;
    return ok();
}

Result<void> Printed::unreleased() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"证书在尚未发布的批次里：列表为空，也不透露批次",
                               "A certificate in an unreleased batch: the list is empty and tells "
                               "nothing of it"});
    DemoAward award{"constructor_1", studio_.certificates.coming_year(), {}, "", "02"};
    award.batch_state = BatchState::approved;
    YX_CHECK(give(holder, person, award));
    return ok();
}

Result<void> Printed::unbound() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person, {});
    holder.login->is_bound = false;
    holder.login->origin = storage::AccountOrigin::registered;
    YX_TRY(DemoLine * line, give(holder, person, {"constructor_1", 2023, {}, "", "10"}));
    const std::string number = line->face().management_no;
    holder.login->shows = {
        fmt::format("尚未绑定证书：用管理号 {} 或考试年度 2023 绑定", number),
        fmt::format("Not bound yet: bind with management number {} or exam year 2023", number)};
    return ok();
}

Result<void> Printed::many_certificates() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = open(person,
                              {"多本证书和合格证明，纸质证书各种状态；须知已更新，需再次同意",
                               "Many certificates, proofs and paper states; the notice has changed "
                               "and is asked for again"});
    holder.login->agreed_to = 1;
    constexpr std::array papers{PaperState::handed_out,
                                PaperState::lost,
                                PaperState::damaged,
                                PaperState::unclaimed,
                                PaperState::printed};
    for (int i = 0; i < 10; ++i) {
        DemoAward award{"constructor_1", 2018 + i / 2, {}, "", fmt::format("{:02}", i + 1)};
        if (i > 0) award.kind = CertificateKind::pass_proof;
        YX_TRY(DemoLine * line, give(holder, person, award));
        if (i < static_cast<int>(papers.size())) {
            put_paper(*line, papers[static_cast<std::size_t>(i)]);
        }
    }
    DemoAward proof{"cost_engineer_1", 2016};
    proof.kind = CertificateKind::query_result_proof;
    YX_CHECK(give(holder, person, proof));
    holder.lines.front().endorsements = {past(Days(120), 90, EndorsementState::ready), pending("")};
    return ok();
}

Result<void> Printed::newcomer() {
    YX_TRY(const DemoPerson person, adult(""));
    DemoHolder& holder = holders_.emplace_back();
    holder.person = register_entry(person, studio_.now - first_entry);
    YX_TRY(DemoLine * line, give(holder, person, {"cost_engineer_1", 2022, {}, "", "1"}));
    const std::string number = line->face().management_no;
    holder.invites = {
        fmt::format("还没有账号：用居民身份证号码 {} 注册，再用管理号 {} 绑定证书",
                    person.document.number,
                    number),
        fmt::format("No account yet: register with the resident identity card number {}, then bind "
                    "with management number {}",
                    person.document.number,
                    number)};
    return ok();
}

}  // namespace

Result<std::vector<DemoHolder>> make_printed(const DemoStudio& studio) {
    Printed printed(studio);
    YX_CHECK(printed.first_visit());
    YX_CHECK(printed.endorsed());
    YX_CHECK(printed.used_up());
    YX_CHECK(printed.exempt());
    YX_CHECK(printed.every_status());
    YX_CHECK(printed.rare_name());
    YX_CHECK(printed.longest_name());
    YX_CHECK(printed.corrected());
    YX_CHECK(printed.verifier());
    YX_CHECK(printed.unreleased());
    YX_CHECK(printed.unbound());
    YX_CHECK(printed.many_certificates());
    YX_CHECK(printed.newcomer());
    return printed.take();
}

}  // namespace yinxin::cli
