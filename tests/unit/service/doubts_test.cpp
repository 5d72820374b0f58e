// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/doubts.hpp"

#include "doubt_office.hpp"
#include "support/test_database.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/service/doubt_directory.hpp"

namespace yinxin::service {
namespace {

using domain::DoubtFileId;
using domain::DoubtId;
using domain::EventKind;

class Doubts : public DoubtOffice {
  protected:
    Result<storage::DoubtFile> keep(const test::Held& held,
                                    std::string content = "%PDF-1.7 演示",
                                    const char* name = "证明.pdf") {
        return house_->run(keep_doubt_file(
            services(), held.actor, held.line, {name, to_bytes(std::move(content))}));
    }
    std::int64_t forget() {
        return test::sure(forget_doubt_files(services(), house_->clock.now()));
    }
    bool has_blob(const storage::DoubtFile& file) {
        return house_->blobs().get(file.blob).has_value();
    }
};

TEST_F(Doubts, goes_to_the_authority_that_issued_with_a_deadline_three_weeks_ahead) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    const storage::DoubtCase doubt = case_of(id);
    EXPECT_EQ(doubt.issuer_id, authority);
    EXPECT_EQ(doubt.item_id, "constructor_1");
    EXPECT_EQ(doubt.province, "11");
    EXPECT_EQ(doubt.desk, "");
    EXPECT_EQ(doubt.fields, "name");
    EXPECT_EQ(doubt.version, 1);
    EXPECT_EQ(doubt.due_on, civil_day(house_->clock.now()) + Days(21));
    EXPECT_EQ(doubt.state, State::open);
    const DoubtStory story = own_story(held, id);
    ASSERT_EQ(story.parts.size(), 1U);
    EXPECT_EQ(story.parts[0].text, form().text);
    EXPECT_EQ(events(EventKind::data_doubt_reported), 1);
}

TEST_F(Doubts, refuses_a_report_that_says_nothing) {
    const auto held = house_->add_holder();
    DoubtForm typed = form();
    typed.fields.clear();
    EXPECT_EQ(failure(try_report(held, typed)), ErrorCode::invalid_input);
    EXPECT_EQ(failure(try_report(held, form("错"))), ErrorCode::doubt_text_invalid);
    EXPECT_EQ(events(EventKind::data_doubt_reported), 0);
}

TEST_F(Doubts, one_about_a_version_leads_to_the_one_that_is_not_settled) {
    const auto held = house_->add_holder();
    const DoubtId first = report(held);
    const auto second = try_report(held);
    ASSERT_EQ(failure(second), ErrorCode::conflict);
    EXPECT_EQ(second.error().params().at("doubt"), first.str());
    EXPECT_EQ(*test::sure(house_->run(find_own_unsettled_doubt(services(), held.actor, held.line))),
              first);
    ASSERT_TRUE(withdraw(held, first));
    EXPECT_TRUE(try_report(held));
}

TEST_F(Doubts, the_database_takes_no_second_one_either) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    storage::NewDoubt again;
    again.holder = held.holder;
    again.line = held.line;
    again.version = 1;
    again.issuer_id = authority;
    const auto forced = house_->store().write_now(
        [&](storage::Transaction& t) { return storage::insert_doubt(t, house_->keys(), again); });
    EXPECT_EQ(failure(forced), ErrorCode::conflict);
    EXPECT_EQ(state_of(id), State::open);
}

TEST_F(Doubts, a_corrected_version_may_be_doubted_while_the_old_one_waits) {
    const auto held = house_->add_holder();
    const DoubtId old = report(held);
    house_->supersede(held, "王演喆");
    const DoubtId fresh = report(held);
    EXPECT_EQ(case_of(fresh).version, 2);
    EXPECT_EQ(case_of(old).version, 1);
    EXPECT_EQ(test::sure(house_->run(list_own_doubts(services(), held.actor, held.line))).size(),
              2U);
}

TEST_F(Doubts, are_nobody_elses) {
    const auto held = house_->add_holder();
    const auto other = house_->add_holder();
    const DoubtId id = report(held);
    EXPECT_EQ(failure(house_->run(find_own_doubt(services(), other.actor, held.line, id))),
              ErrorCode::not_found);
    EXPECT_EQ(failure(house_->run(find_own_doubt(services(), other.actor, other.line, id))),
              ErrorCode::not_found);
    EXPECT_EQ(failure(house_->run(withdraw_own_doubt(services(), other.actor, other.line, id))),
              ErrorCode::not_found);
    EXPECT_EQ(state_of(id), State::open);
}

TEST_F(Doubts, can_be_added_to_until_settled_and_withdrawn_until_answered) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    ASSERT_TRUE(add(held, id, "演示：补充一点说明。"));
    ASSERT_TRUE(take(correspondent_, id));
    ASSERT_TRUE(answer(correspondent_, id, State::accepted));
    EXPECT_TRUE(add(held, id, "演示：出生月份也请核对。"));
    EXPECT_EQ(failure(withdraw(held, id)), ErrorCode::doubt_closed);
    ASSERT_TRUE(answer(colleague_, id, State::refused));
    EXPECT_EQ(failure(add(held, id, "演示：我不同意这个答复。")), ErrorCode::doubt_closed);
}

TEST_F(Doubts, keeps_files_of_a_refused_form_and_sends_them_once) {
    const auto held = house_->add_holder();
    const auto file = keep(held);
    ASSERT_TRUE(file) << file.error().describe();
    const auto kept =
        test::sure(house_->run(find_kept_files(services(), held.actor, held.line, {file->id})));
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].name, "证明.pdf");
    DoubtForm typed = form();
    typed.files = {file->id};
    const DoubtId id = test::sure(try_report(held, typed));
    const auto loaded =
        house_->run(load_own_attachment(services(), held.actor, held.line, id, file->id));
    ASSERT_TRUE(loaded) << loaded.error().describe();
    EXPECT_EQ(as_text(loaded->content), "%PDF-1.7 演示");
    EXPECT_EQ(loaded->file.media, "application/pdf");
    // It is sent now: no later message takes it again.
    typed.text = "演示：再说一遍原因。";
    EXPECT_EQ(failure(house_->run(add_to_doubt(services(), held.actor, held.line, id, typed))),
              ErrorCode::not_found);
}

TEST_F(Doubts, takes_documents_only_and_a_dozen_at_most) {
    const auto held = house_->add_holder();
    EXPECT_EQ(failure(keep(held, "<html>", "a.pdf")), ErrorCode::office_attachment_refused);
    EXPECT_EQ(failure(keep(held, "%PDF-" + std::string(5 * 1024 * 1024, 'x'))),
              ErrorCode::office_attachment_refused);
    for (int i = 0; i < 12; ++i)
        ASSERT_TRUE(keep(held));
    EXPECT_EQ(failure(keep(held)), ErrorCode::too_many_requests);
}

TEST_F(Doubts, files_of_somebody_else_cannot_be_sent) {
    const auto held = house_->add_holder();
    const auto other = house_->add_holder();
    const auto file = test::sure(keep(other));
    DoubtForm typed = form();
    typed.files = {file.id};
    EXPECT_EQ(failure(try_report(held, typed)), ErrorCode::not_found);
    EXPECT_EQ(house_->one("SELECT COUNT(doubt_id) FROM doubt"), 0);
}

TEST_F(Doubts, forgets_what_was_never_sent_after_a_day_and_nothing_else) {
    const auto held = house_->add_holder();
    // The same bytes twice: what is deleted is one file, not what looks like it.
    const auto sent = test::sure(keep(held));
    const auto unsent = test::sure(keep(held));
    DoubtForm typed = form();
    typed.files = {sent.id};
    test::sure(try_report(held, typed));
    house_->clock.advance(std::chrono::hours(23));
    EXPECT_EQ(forget(), 0);
    house_->clock.advance(std::chrono::hours(2));
    EXPECT_EQ(forget(), 1);
    EXPECT_FALSE(has_blob(unsent));
    EXPECT_TRUE(has_blob(sent));
}

TEST_F(Doubts, attachments_go_half_a_year_after_the_end_and_words_stay) {
    const auto held = house_->add_holder();
    const auto file = test::sure(keep(held));
    DoubtForm typed = form();
    typed.files = {file.id};
    const DoubtId id = test::sure(try_report(held, typed));
    house_->clock.advance(Days(400));
    EXPECT_EQ(forget(), 0) << "it is not settled";
    ASSERT_TRUE(withdraw(held, id));
    house_->clock.advance(Days(179));
    EXPECT_EQ(forget(), 0);
    house_->clock.advance(Days(1));
    EXPECT_EQ(forget(), 1);
    EXPECT_FALSE(has_blob(file));
    const DoubtStory story = own_story(held, id);
    EXPECT_EQ(story.parts[0].text, form().text);
    EXPECT_TRUE(story.parts[0].files.empty());
}

TEST_F(Doubts, nothing_of_it_lies_open_in_the_database) {
    const auto held = house_->add_holder();
    const auto file = test::sure(keep(held, "%PDF-1.7 秘密内容", "张三身份证.pdf"));
    DoubtForm typed = form("演示：独一无二的说明文字甲乙丙。");
    typed.files = {file.id};
    const DoubtId id = test::sure(try_report(held, typed));
    ASSERT_TRUE(take(correspondent_, id));
    ASSERT_TRUE(
        house_->run(ask_holder(services(), correspondent_, id, "演示：独一无二的问题丁戊己。")));
    const std::string stored = test::stored_bytes(house_->directory);
    ASSERT_NE(stored.find("constructor_1"), std::string::npos);
    for (const char* secret : {"甲乙丙", "丁戊己", "张三身份证"}) {
        EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    }
    EXPECT_EQ(as_text(test::sure(house_->blobs().get(file.blob))).find("秘密内容"),
              std::string_view::npos);
}

TEST_F(Doubts, a_directory_decides_on_desk_and_deadline) {
    domain::DoubtDirectory directory;
    directory.answer_days = 10;
    directory.desks = {{{"河北组", "Hebei"}, {}, {"13"}},
                       {{"建造师组", "Constructors"}, {"constructor_1"}, {}}};
    ASSERT_TRUE(house_->store().write_now([&](storage::Transaction& t) {
        return publish_doubt_directory(t, authority, 1, directory, house_->clock.now());
    }));
    const auto held = house_->add_holder();
    const storage::DoubtCase doubt = case_of(report(held));
    EXPECT_EQ(doubt.desk, "建造师组");
    EXPECT_EQ(doubt.due_on, civil_day(house_->clock.now()) + Days(10));
}

}  // namespace
}  // namespace yinxin::service
