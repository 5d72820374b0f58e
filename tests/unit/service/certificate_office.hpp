// SPDX-License-Identifier: Apache-2.0
#pragma once

// A small installation with certificates, and the people of its issuing office.
#include "office_people.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/certificate_changes.hpp"
#include "yinxin/storage/certificate_changes.hpp"

#include <string>

namespace yinxin::service {

class CertificateOffice : public OfficePeople {
  protected:
    using Kind = domain::ProposalKind;
    using State = domain::ProposalState;
    using Status = domain::CertificateStatus;

    static storage::LineKey key_of(const test::Held& held) { return {held.holder, held.line}; }

    template <class T>
    static std::string wrong_field(const Result<T>& outcome) {
        if (outcome) return "none";
        const auto field = outcome.error().params().find("field");
        return field == outcome.error().params().end() ? "unnamed" : field->second;
    }

    static ChangeWish wish() {
        ChangeWish wish;
        wish.reason = "核查发现问题";
        wish.decision_no = "演示人考〔2026〕12号";
        return wish;
    }
    Result<domain::ProposalId> propose(const domain::StaffActor& actor,
                                       const test::Held& held,
                                       Kind kind,
                                       const ChangeWish& wish) {
        return house_->run(propose_change(house_->services(), actor, key_of(held), kind, wish));
    }
    Result<domain::ProposalId> propose(const test::Held& held, Kind kind) {
        return propose(clerk_, held, kind, wish());
    }
    Result<domain::ProposalId> stop(const domain::StaffActor& actor, const test::Held& held) {
        return house_->run(
            stop_certificate(house_->services(), actor, key_of(held), "电话反映冒名取得"));
    }
    Result<State> approve(const domain::StaffActor& actor, domain::ProposalId id) {
        return house_->run(decide(house_->services(), actor, id, Decision::approve, ""));
    }
    /// Prepared by the clerk, approved by the approver, in force.
    domain::ProposalId change(const test::Held& held, Kind kind, const ChangeWish& wish) {
        const auto id = test::sure(propose(clerk_, held, kind, wish));
        EXPECT_EQ(domain::key(test::sure(approve(approver_, id))), domain::key(State::applied));
        return id;
    }
    domain::ProposalId change(const test::Held& held, Kind kind) {
        return change(held, kind, wish());
    }
    /// Lets the job that watches the clock look once.
    std::int64_t look_at_clock() {
        return test::sure(apply_due_proposals(house_->services(), house_->clock.now(), 10));
    }
    State state_of(domain::ProposalId id) {
        return test::sure(house_->run(find_proposal(house_->services(), approver_, id)))
            .proposal.state;
    }

    storage::CertificateRecord present(const test::Held& held) {
        return *test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_certificate(reader, house_->keys(), held.holder, held.line);
        }));
    }
    std::string status(const test::Held& held) {
        return std::string(domain::key(present(held).status));
    }
    std::vector<storage::CertificateChange> history(const test::Held& held) {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::list_certificate_changes(reader, house_->keys(), key_of(held));
        }));
    }
    std::int64_t events(domain::EventKind kind) {
        return house_->one("SELECT COUNT(event_id) FROM audit_event WHERE kind = $1",
                           domain::key(kind));
    }

    domain::StaffActor clerk_ = add_staff("clerk", {Role::clerk});
    domain::StaffActor approver_ = add_staff("approver", {Role::approver});
    domain::StaffActor second_ = add_staff("second", {Role::approver});
    domain::StaffActor stranger_ =
        add_staff("stranger", {Role::clerk, Role::approver}, "demo_banking_association");
};

}  // namespace yinxin::service
