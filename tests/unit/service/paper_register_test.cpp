// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/paper_register.hpp"

#include "doubt_office.hpp"

#include "yinxin/service/certificates.hpp"
#include "yinxin/service/paper_batches.hpp"
#include "yinxin/sheets/sheet_writer.hpp"
#include "yinxin/storage/paper_certificates.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::PaperCollector;
using domain::PaperState;
using storage::LineKey;

class PaperRegister : public DoubtOffice {
  protected:
    static LineKey key_of(const test::Held& held) { return {held.holder, held.line}; }
    static domain::PaperForm form(std::string serial) {
        return {std::move(serial), "演示市样张路1号", "1 Specimen Road", "2027-01-31"};
    }
    Result<void> print(const test::Held& held, std::string serial = "YZ0001") {
        return house_->run(print_paper(services(), clerk_, key_of(held), form(std::move(serial))));
    }
    Result<void> change(const test::Held& held,
                        PaperState to,
                        PaperCollector collector = PaperCollector::nobody,
                        std::string note = "") {
        return house_->run(
            change_paper(services(), clerk_, key_of(held), {to, collector, std::move(note)}));
    }
    Result<void> undo(const test::Held& held) {
        return house_->run(undo_paper(services(), clerk_, key_of(held), "登记错了人"));
    }
    PaperSheet sheet(const test::Held& held) {
        return test::sure(house_->run(find_paper_sheet(services(), clerk_, key_of(held))));
    }
    std::string state(const test::Held& held) {
        return std::string(domain::key(sheet(held).state));
    }
    std::string number_of(const test::Held& held) {
        return test::sure(house_->run(list_certificates(services(), held.actor)))
            .front()
            .certificate.face.management_no;
    }
    PaperPage list(storage::PaperFilter filter = {}) {
        return test::sure(house_->run(list_paper(services(), clerk_, std::move(filter), 0)));
    }
    std::vector<std::string> problems(const std::string& text) {
        const auto rows = test::sure(read_paper_rows(as_bytes(text)));
        std::vector<std::string> words;
        for (const PaperRow& row :
             test::sure(house_->run(check_paper_rows(services(), clerk_, rows)))) {
            words.emplace_back(domain::key(row.problem));
        }
        return words;
    }
    RegisteredRows enter(const std::string& text) {
        const auto rows = test::sure(read_paper_rows(as_bytes(text)));
        return test::sure(house_->run(register_paper_rows(services(), clerk_, rows)));
    }
};

TEST_F(PaperRegister, follows_a_paper_from_printing_to_its_holder) {
    const auto held = house_->add_holder();
    EXPECT_EQ(state(held), "none");
    ASSERT_TRUE(print(held));
    EXPECT_EQ(state(held), "printed");
    ASSERT_TRUE(change(held, PaperState::handed_out, PaperCollector::agent, "持授权委托书"));
    const PaperSheet shown = sheet(held);
    EXPECT_EQ(shown.state, PaperState::handed_out);
    ASSERT_EQ(shown.history.size(), 2U);
    EXPECT_EQ(shown.history[0].event.collector, PaperCollector::agent);
    EXPECT_EQ(shown.history[0].event.note, "持授权委托书");
    EXPECT_EQ(shown.history[0].staff, "演示clerk");
    EXPECT_EQ(shown.history[1].event.serial, "YZ0001");
    EXPECT_EQ(events(EventKind::paper_changed), 2);
    // What the holder reads is the same row.
    const auto facts = test::sure(house_->run(load_certificate(services(), held.actor, held.line)));
    EXPECT_EQ(facts.paper->state, PaperState::handed_out);
}

TEST_F(PaperRegister, is_never_printed_twice_whatever_became_of_it) {
    for (const PaperState end : {PaperState::lost, PaperState::damaged, PaperState::unclaimed}) {
        const auto held = house_->add_holder();
        const std::string serial = "A-" + std::string(domain::key(end)).substr(0, 3);
        ASSERT_TRUE(print(held, serial));
        ASSERT_TRUE(change(held, end));
        const auto again = print(held, serial + "B");
        ASSERT_EQ(failure(again), ErrorCode::paper_not_reissued);
        EXPECT_EQ(again.error().params().at("state"), domain::key(end));
        EXPECT_EQ(failure(change(held, PaperState::printed)), ErrorCode::conflict);
        EXPECT_EQ(failure(change(held, PaperState::handed_out, PaperCollector::holder)),
                  ErrorCode::conflict);
    }
}

TEST_F(PaperRegister, the_history_takes_one_printing_only) {
    const auto held = house_->add_holder();
    ASSERT_TRUE(print(held));
    const auto forced = house_->store().write_now([&](storage::Transaction& t) {
        storage::PaperEvent event;
        event.kind = domain::PaperStep::printed;
        event.at = house_->clock.now();
        return storage::add_paper_event(t, house_->keys(), key_of(held), event);
    });
    EXPECT_EQ(failure(forced), ErrorCode::storage_conflict);
}

TEST_F(PaperRegister, who_did_not_come_in_time_counts_as_unclaimed_and_may_still_come) {
    const auto held = house_->add_holder();
    ASSERT_TRUE(print(held));
    house_->clock.set(start_of(make_day(2027, 1, 31)) + std::chrono::hours(23));
    EXPECT_EQ(state(held), "printed");
    EXPECT_EQ(list({"printed", "", "", "newest"}).lines.size(), 1U);
    house_->clock.set(start_of(make_day(2027, 2, 1)));
    EXPECT_EQ(state(held), "unclaimed");
    EXPECT_TRUE(list({"printed", "", "", "newest"}).lines.empty());
    EXPECT_EQ(list({"unclaimed", "", "", "newest"}).lines.size(), 1U);
    EXPECT_EQ(list({"", "", "passed", "deadline"}).lines.size(), 1U);
    EXPECT_EQ(failure(print(held, "YZ0002")), ErrorCode::paper_not_reissued);
    EXPECT_TRUE(change(held, PaperState::handed_out, PaperCollector::holder));
}

TEST_F(PaperRegister, a_wrong_entry_is_taken_back_and_both_stay) {
    const auto held = house_->add_holder();
    ASSERT_TRUE(print(held));
    EXPECT_EQ(failure(undo(held)), ErrorCode::conflict) << "printing is not taken back";
    ASSERT_TRUE(change(held, PaperState::handed_out, PaperCollector::holder));
    ASSERT_TRUE(change(held, PaperState::lost));
    ASSERT_TRUE(undo(held));
    EXPECT_EQ(state(held), "handed_out");
    EXPECT_EQ(failure(undo(held)), ErrorCode::conflict);
    ASSERT_EQ(sheet(held).history.size(), 4U);
    EXPECT_EQ(sheet(held).history[0].event.note, "登记错了人");
}

TEST_F(PaperRegister, number_and_place_can_be_corrected_while_it_waits) {
    const auto held = house_->add_holder();
    const auto other = house_->add_holder();
    ASSERT_TRUE(print(held, "YZ0001"));
    ASSERT_TRUE(print(other, "YZ0002"));
    const auto edit = [&](std::string serial) {
        return house_->run(edit_paper(services(), clerk_, key_of(held), form(std::move(serial))));
    };
    const auto taken = edit("YZ0002");
    ASSERT_EQ(failure(taken), ErrorCode::conflict);
    EXPECT_EQ(taken.error().params().at("field"), "serial");
    ASSERT_TRUE(edit("YZ0003"));
    EXPECT_EQ(sheet(held).paper->serial, "YZ0003");
    ASSERT_TRUE(change(held, PaperState::lost));
    EXPECT_EQ(failure(edit("YZ0004")), ErrorCode::conflict);
}

TEST_F(PaperRegister, a_certificate_that_is_not_valid_gets_none_and_gives_none) {
    const auto held = house_->add_holder();
    ASSERT_TRUE(print(held));
    house_->set_status(held, domain::CertificateStatus::revoked);
    EXPECT_EQ(failure(change(held, PaperState::handed_out, PaperCollector::holder)),
              ErrorCode::certificate_not_valid);
    EXPECT_TRUE(change(held, PaperState::damaged));
    const auto revoked = house_->add_holder({.status = domain::CertificateStatus::revoked});
    EXPECT_EQ(failure(print(revoked, "YZ0009")), ErrorCode::certificate_not_valid);
    for (const char* withheld : {"recalled", "stopped"}) {
        const auto other = house_->add_holder();
        house_->change("UPDATE batch SET state = $1 WHERE batch_id = $2",
                       std::string_view(withheld),
                       other.batch);
        EXPECT_EQ(failure(print(other, "YZ0010")), ErrorCode::certificate_not_valid) << withheld;
    }
}

TEST_F(PaperRegister, is_kept_by_clerks_of_the_authority_alone) {
    const auto held = house_->add_holder();
    const auto try_as = [&](const domain::StaffActor& actor) {
        return failure(house_->run(print_paper(services(), actor, key_of(held), form("YZ0001"))));
    };
    EXPECT_EQ(try_as(stranger_), ErrorCode::not_found);
    EXPECT_EQ(try_as(correspondent_), ErrorCode::forbidden);
    EXPECT_EQ(failure(house_->run(find_paper_line(services(), stranger_, number_of(held)))),
              ErrorCode::not_found);
    EXPECT_EQ(test::sure(house_->run(find_paper_line(services(), clerk_, number_of(held)))).line,
              held.line);
    ASSERT_TRUE(print(held));
    EXPECT_EQ(test::sure(house_->run(find_paper_line(services(), clerk_, "yz0001"))).line,
              held.line);
}

TEST_F(PaperRegister, a_batch_is_looked_at_before_anything_changes) {
    const auto a = house_->add_holder();
    const auto b = house_->add_holder();
    const auto c = house_->add_holder();
    const auto banker =
        house_->add_holder({.qualification = "banker", .specialty = "2", .level = "1"});
    ASSERT_TRUE(print(c, "OLD-1"));
    const auto row = [](const std::string& number, const char* rest) {
        return number + "\t" + rest + "\n";
    };
    const std::string text = "管理号\t编号\t地点\t截止\n" +
                             row(number_of(a), "P-1\t演示窗口\t2027-03-31\tDesk") +
                             row(number_of(b), "P-1\t演示窗口\t2027-03-31") +
                             row(number_of(a), "P-3\t演示窗口\t2027-03-31") +
                             row(number_of(c), "P-4\t演示窗口\t2027-03-31") +
                             row(number_of(c) + "9", "P-5\t演示窗口\t2027-03-31") +
                             row(number_of(banker), "P-6\t演示窗口\t2027-03-31") + row("1", "P-7") +
                             row("号码1", "P-8\t演示窗口\t2027-03-31");
    EXPECT_EQ(problems(text),
              (std::vector<std::string>{"none",
                                        "serial_twice",
                                        "number_twice",
                                        "not_reissued",
                                        "number_unknown",
                                        "number_unknown",
                                        "columns",
                                        "number_invalid"}));
    EXPECT_EQ(state(a), "none");
    const RegisteredRows done = enter(text);
    EXPECT_EQ(done.registered, 1);
    ASSERT_EQ(done.left.size(), 7U);
    EXPECT_EQ(done.left[0].number, 3U);
    EXPECT_EQ(sheet(a).paper->pickup_place.en, "Desk");
    // What is left can be handed in again as it stands; what was done is harmless.
    EXPECT_EQ(problems(write_paper_rows(done.left)).size(), 7U);
    EXPECT_EQ(problems(row(number_of(a), "P-1\t演示窗口\t2027-03-31")),
              std::vector<std::string>{"printed_already"});
    EXPECT_EQ(problems(row(number_of(b), "P-1\t演示窗口\t2027-03-31")),
              std::vector<std::string>{"serial_taken"});
}

TEST_F(PaperRegister, a_batch_of_thousands_is_registered_and_a_larger_one_refused) {
    constexpr int count = 600;
    const auto actor = house_->add_person();
    std::string text;
    for (int i = 0; i < count; ++i) {
        const LineId line = house_->add_certificate(actor);
        const auto record = test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_certificate(reader, house_->keys(), actor.holders.front(), line);
        }));
        text +=
            record->face.management_no + ",Q-" + std::to_string(i) + ",演示窗口,2027年3月31日\n";
    }
    const RegisteredRows done = enter(text);
    EXPECT_EQ(done.registered, count);
    EXPECT_TRUE(done.left.empty());
    EXPECT_EQ(events(EventKind::paper_changed), count);
    std::string many;
    for (std::size_t i = 0; i <= most_paper_rows; ++i)
        many += "1,2,3,4\n";
    EXPECT_EQ(failure(read_paper_rows(as_bytes(many))), ErrorCode::sheet_too_many_rows);
}

TEST_F(PaperRegister, a_workbook_is_read_like_pasted_text) {
    sheets::XlsxLook look;
    const auto writer = sheets::make_xlsx_writer(look);
    const auto held = house_->add_holder();
    const std::vector<std::string> header{"管理号", "编号", "地点", "截止"};
    const std::vector<std::string> row{number_of(held), "X-1", "演示窗口", "2027-03-31"};
    writer->add_row(header);
    writer->add_row(row);
    const Bytes workbook = test::sure(writer->finish());
    const auto rows = test::sure(read_paper_rows(workbook));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].management_no, number_of(held));
    EXPECT_EQ(rows[0].number, 2U);
    EXPECT_EQ(failure(read_paper_rows(as_bytes("number\xFF\xFF"))), ErrorCode::sheet_encoding);
}

}  // namespace
}  // namespace yinxin::service
