// SPDX-License-Identifier: Apache-2.0
#pragma once

// A small installation with certificates, holders who doubt them, and people who answer.
#include "office_people.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/doubt_answers.hpp"

#include <string>

namespace yinxin::service {

class DoubtOffice : public OfficePeople {
  protected:
    using Field = domain::DoubtField;
    using State = domain::DoubtState;

    Services& services() { return house_->services(); }
    static DoubtForm form(std::string text = "演示：姓名第二个字应为“喆”，见身份证。") {
        return {{Field::name}, std::move(text), {}};
    }
    Result<domain::DoubtId> try_report(const test::Held& held, DoubtForm typed = form()) {
        return house_->run(report_doubt(services(), held.actor, held.line, std::move(typed)));
    }
    domain::DoubtId report(const test::Held& held) { return test::sure(try_report(held)); }
    Result<void> add(const test::Held& held, domain::DoubtId id, const char* text) {
        return house_->run(add_to_doubt(services(), held.actor, held.line, id, form(text)));
    }
    Result<void> withdraw(const test::Held& held, domain::DoubtId id) {
        return house_->run(withdraw_own_doubt(services(), held.actor, held.line, id));
    }
    DoubtStory own_story(const test::Held& held, domain::DoubtId id) {
        return test::sure(house_->run(find_own_doubt(services(), held.actor, held.line, id)));
    }
    Result<void> take(const domain::StaffActor& actor,
                      domain::DoubtId id,
                      domain::StaffId over = {}) {
        return house_->run(take_doubt(services(), actor, id, over));
    }
    Result<void> ask(const domain::StaffActor& actor, domain::DoubtId id) {
        return house_->run(ask_holder(services(), actor, id, "请补充身份证的照片。"));
    }
    Result<void> answer(const domain::StaffActor& actor, domain::DoubtId id, State state) {
        return house_->run(answer_doubt(services(), actor, id, state, "经核实，情况如下。"));
    }
    State state_of(domain::DoubtId id) { return case_of(id).state; }
    storage::DoubtCase case_of(domain::DoubtId id) {
        return *test::sure(house_->store().read_now(
            [&](storage::Reader& reader) { return storage::find_doubt(reader, id); }));
    }
    Result<DoubtSheet> sheet(const domain::StaffActor& actor, domain::DoubtId id) {
        return house_->run(find_doubt_sheet(services(), actor, id));
    }
    DoubtQueue queue(const domain::StaffActor& actor, storage::DoubtFilter filter = {}) {
        return test::sure(house_->run(list_doubt_queue(services(), actor, std::move(filter), 0)));
    }
    DoubtsWaiting waiting(const domain::StaffActor& actor) {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return count_doubts(reader, actor, house_->clock.now());
        }));
    }
    std::int64_t events(domain::EventKind kind) {
        return house_->one("SELECT COUNT(event_id) FROM audit_event WHERE kind = $1",
                           domain::key(kind));
    }

    domain::StaffActor correspondent_ = add_staff("answers", {Role::correspondent});
    domain::StaffActor colleague_ = add_staff("answers2", {Role::correspondent});
    domain::StaffActor clerk_ = add_staff("clerk", {Role::clerk});
    domain::StaffActor stranger_ =
        add_staff("stranger", {Role::correspondent, Role::clerk}, "demo_banking_association");
};

}  // namespace yinxin::service
