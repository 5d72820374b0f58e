// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/doubt_answers.hpp"

#include "doubt_office.hpp"

#include "yinxin/service/doubt_directory.hpp"

namespace yinxin::service {
namespace {

using domain::DoubtId;
using domain::EventKind;

class DoubtAnswers : public DoubtOffice {
  protected:
    Result<void> correct(const test::Held& held, DoubtId id) {
        return house_->store().write_now([&](storage::Transaction& t) {
            return mark_doubt_corrected(t, held.holder, id, house_->clock.now());
        });
    }
    Result<DoubtStory> for_correction(const test::Held& held, DoubtId id) {
        return house_->store().read_now([&](storage::Reader& reader) {
            return find_doubt_to_correct(reader, services(), {held.holder, held.line}, id);
        });
    }
};

TEST_F(DoubtAnswers, a_named_correspondent_asks_hears_and_answers_and_the_holder_is_told) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    const CivilDay due = case_of(id).due_on;
    ASSERT_TRUE(take(correspondent_, id));
    EXPECT_EQ(case_of(id).taker(), correspondent_.id);
    ASSERT_TRUE(ask(correspondent_, id));
    EXPECT_EQ(messages("doubt_asked").size(), 1U);
    house_->clock.advance(Days(9));
    ASSERT_TRUE(add(held, id, "演示：照片已经补充。"));
    EXPECT_FALSE(case_of(id).asked_at);
    EXPECT_EQ(case_of(id).due_on, due + Days(9));
    ASSERT_TRUE(answer(correspondent_, id, State::accepted));
    const DoubtStory story = own_story(held, id);
    ASSERT_EQ(story.parts.size(), 4U);
    EXPECT_EQ(story.parts[1].author, "演示answers");
    EXPECT_EQ(story.parts[2].kind, domain::DoubtMessageKind::reply);
    ASSERT_NE(story.answer(), nullptr);
    EXPECT_EQ(story.answer()->text, "经核实，情况如下。");
    const auto told = messages("doubt_answered");
    ASSERT_EQ(told.size(), 1U);
    // A message on somebody's telephone says neither what nor whose.
    EXPECT_TRUE(told[0].message.parameters.empty());
    EXPECT_EQ(events(EventKind::data_doubt_answered), 3);
}

TEST_F(DoubtAnswers, only_who_has_it_answers_and_a_colleague_takes_it_over_knowingly) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    EXPECT_EQ(failure(answer(correspondent_, id, State::accepted)), ErrorCode::conflict);
    ASSERT_TRUE(take(correspondent_, id));
    EXPECT_EQ(failure(answer(colleague_, id, State::refused)), ErrorCode::conflict);
    EXPECT_EQ(failure(ask(colleague_, id)), ErrorCode::conflict);
    // Two pressed at the same moment: the second is told.
    EXPECT_EQ(failure(take(colleague_, id)), ErrorCode::conflict);
    ASSERT_TRUE(take(colleague_, id, correspondent_.id));
    EXPECT_TRUE(answer(colleague_, id, State::refused));
    EXPECT_EQ(failure(answer(colleague_, id, State::accepted)), ErrorCode::doubt_closed);
}

TEST_F(DoubtAnswers, an_answer_needs_words) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    ASSERT_TRUE(take(correspondent_, id));
    const auto wordless =
        house_->run(answer_doubt(services(), correspondent_, id, State::refused, " 不行 "));
    EXPECT_EQ(failure(wordless), ErrorCode::doubt_text_invalid);
    EXPECT_EQ(wordless.error().params().at("field"), "answer");
    EXPECT_EQ(state_of(id), State::taken);
}

TEST_F(DoubtAnswers, another_authority_and_other_roles_see_nothing_or_do_nothing) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    EXPECT_EQ(failure(sheet(stranger_, id)), ErrorCode::not_found);
    EXPECT_EQ(failure(take(stranger_, id)), ErrorCode::not_found);
    EXPECT_TRUE(queue(stranger_).lines.empty());
    EXPECT_EQ(failure(take(clerk_, id)), ErrorCode::forbidden);
    EXPECT_EQ(failure(answer(clerk_, id, State::accepted)), ErrorCode::forbidden);
    EXPECT_TRUE(sheet(clerk_, id));
    const auto editor = add_staff("editor", {Role::editor});
    EXPECT_EQ(failure(sheet(editor, id)), ErrorCode::forbidden);
    EXPECT_EQ(failure(house_->run(draw_doubted(services(), editor, id))), ErrorCode::forbidden);
}

TEST_F(DoubtAnswers, an_accepted_doubt_waits_for_a_clerk_until_its_correction) {
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    EXPECT_EQ(failure(for_correction(held, id)), ErrorCode::not_found);
    ASSERT_TRUE(take(correspondent_, id));
    ASSERT_TRUE(correct(held, id));
    EXPECT_EQ(state_of(id), State::taken) << "only what was accepted is corrected";
    ASSERT_TRUE(answer(correspondent_, id, State::accepted));
    EXPECT_EQ(waiting(clerk_).to_correct, 1);
    EXPECT_EQ(waiting(correspondent_).to_correct, 0);
    EXPECT_FALSE(sheet(correspondent_, id)->may_correct);
    EXPECT_TRUE(sheet(clerk_, id)->may_correct);
    EXPECT_TRUE(for_correction(held, id));
    const auto other = house_->add_holder();
    EXPECT_EQ(failure(for_correction(other, id)), ErrorCode::not_found);
    ASSERT_TRUE(correct(other, id));
    EXPECT_EQ(state_of(id), State::accepted) << "of somebody else";
    house_->supersede(held, "王演喆");
    ASSERT_TRUE(correct(held, id));
    EXPECT_EQ(state_of(id), State::corrected);
    EXPECT_EQ(waiting(clerk_).to_correct, 0);
    EXPECT_EQ(failure(answer(correspondent_, id, State::refused)), ErrorCode::doubt_closed);
}

TEST_F(DoubtAnswers, overdue_ones_come_first_and_are_counted) {
    const auto early = house_->add_holder();
    const DoubtId first = report(early);
    house_->clock.advance(Days(15));
    const auto late = house_->add_holder();
    const DoubtId second = report(late);
    EXPECT_EQ(waiting(correspondent_).to_answer, 2);
    EXPECT_EQ(waiting(correspondent_).overdue, 0);
    house_->clock.advance(Days(7));
    EXPECT_EQ(waiting(correspondent_).overdue, 1);
    const auto owed = queue(correspondent_, {"owed", "", "", "", "due"});
    ASSERT_EQ(owed.lines.size(), 2U);
    EXPECT_EQ(owed.lines[0].doubt.id, first);
    EXPECT_TRUE(owed.lines[0].is_overdue);
    EXPECT_FALSE(owed.lines[1].is_overdue);
    EXPECT_EQ(queue(correspondent_, {"overdue", "", "", "", "due"}).lines.size(), 1U);
    // Asked, it waits for the holder: behind the others, and overdue no more.
    ASSERT_TRUE(take(correspondent_, first));
    ASSERT_TRUE(ask(correspondent_, first));
    EXPECT_EQ(waiting(correspondent_).overdue, 0);
    EXPECT_EQ(queue(correspondent_, {"owed", "", "", "", "due"}).lines[0].doubt.id, second);
    EXPECT_EQ(queue(correspondent_, {"mine", "", "", "", "newest"}).lines.size(), 1U);
}

TEST_F(DoubtAnswers, the_queue_is_filtered_by_what_stands_in_its_address) {
    const auto constructor = house_->add_holder();
    const auto economist =
        house_->add_holder({.qualification = "economist", .specialty = "", .level = "2"});
    report(constructor);
    report(economist);
    const auto count = [&](storage::DoubtFilter filter) {
        return queue(correspondent_, std::move(filter)).lines.size();
    };
    EXPECT_EQ(count({"owed", "", "", "", "due"}), 2U);
    EXPECT_EQ(count({"owed", "", "economist", "", "due"}), 1U);
    EXPECT_EQ(count({"owed", "", "", "11", "due"}), 2U);
    EXPECT_EQ(count({"owed", "", "", "13", "due"}), 0U);
    EXPECT_EQ(count({"owed", "-", "", "", "due"}), 2U);
    EXPECT_EQ(count({"owed", "河北组", "", "", "due"}), 0U);
    EXPECT_EQ(count({"settled", "", "", "", "newest"}), 0U);
    EXPECT_EQ(count({"mine", "", "", "", "due"}), 0U);
}

TEST_F(DoubtAnswers, a_desk_reminds_its_own_people_and_late_ones_everybody) {
    domain::DoubtDirectory directory;
    directory.desks = {{{"建造师组", "Constructors"}, {"constructor_1"}, {}},
                       {{"经济组", "Economists"}, {"economist"}, {}}};
    ASSERT_TRUE(house_->store().write_now([&](storage::Transaction& t) {
        return publish_doubt_directory(t, authority, 1, directory, house_->clock.now());
    }));
    const auto choose = [&](const domain::StaffActor& actor, std::vector<std::string> desks) {
        return house_->run(choose_own_desks(services(), actor, authority, std::move(desks)));
    };
    ASSERT_TRUE(choose(correspondent_, {"建造师组", "没有的组"}));
    ASSERT_TRUE(choose(colleague_, {"经济组"}));
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    EXPECT_EQ(queue(correspondent_).own_desks, std::vector<std::string>{"建造师组"});
    EXPECT_EQ(waiting(correspondent_).to_answer, 1);
    EXPECT_EQ(waiting(colleague_).to_answer, 0);
    // No permission: the colleague may take it all the same.
    EXPECT_TRUE(sheet(colleague_, id)->may_take);
    house_->clock.advance(Days(22));
    EXPECT_EQ(waiting(colleague_).overdue, 1);
}

TEST_F(DoubtAnswers, a_change_of_the_directory_takes_two_and_moves_open_doubts) {
    const auto editor = add_staff("editor", {Role::editor}, "");
    const auto approver = add_staff("approver", {Role::approver}, "");
    const auto held = house_->add_holder();
    const DoubtId id = report(held);
    const auto wish = [&](std::int64_t version, std::string desks) {
        return DirectoryWish{authority, version, "15", std::move(desks), "演示：分组办理"};
    };
    const auto propose_it = [&](const domain::StaffActor& actor, DirectoryWish typed) {
        return house_->run(propose_doubt_directory(services(), actor, std::move(typed)));
    };
    EXPECT_EQ(failure(propose_it(correspondent_, wish(0, ""))), ErrorCode::forbidden);
    EXPECT_EQ(failure(propose_it(editor, wish(3, ""))), ErrorCode::text_edited_meanwhile);
    const auto bad = propose_it(editor, wish(0, "甲 | A | 没有的资格 | "));
    ASSERT_EQ(failure(bad), ErrorCode::invalid_input);
    EXPECT_EQ(bad.error().params().at("reason"), "qualification");
    const auto proposed = propose_it(editor, wish(0, "建造师组 | Constructors | 一级建造师 | "));
    ASSERT_TRUE(proposed) << proposed.error().describe();
    EXPECT_EQ(case_of(id).desk, "");
    const auto state = house_->run(decide(services(), approver, *proposed, Decision::approve, ""));
    ASSERT_TRUE(state) << state.error().describe();
    EXPECT_EQ(domain::key(*state), "applied");
    EXPECT_EQ(case_of(id).desk, "建造师组");
    const auto in_force =
        test::sure(house_->run(find_doubt_directory(services(), editor, authority)));
    EXPECT_EQ(in_force.version, 1);
    EXPECT_EQ(in_force.directory.answer_days, 15);
    // Prepared from the version before: it would undo what came between.
    const auto outdated = propose_it(editor, wish(1, ""));
    ASSERT_TRUE(outdated);
    ASSERT_TRUE(house_->store().write_now([&](storage::Transaction& t) {
        return publish_doubt_directory(t, authority, 2, {}, house_->clock.now());
    }));
    const auto late = house_->run(decide(services(), approver, *outdated, Decision::approve, ""));
    EXPECT_EQ(domain::key(*late), "failed");
}

}  // namespace
}  // namespace yinxin::service
