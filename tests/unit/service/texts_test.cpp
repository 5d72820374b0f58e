// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/texts.hpp"

#include "office_world.hpp"

#include "yinxin/service/proposals.hpp"

namespace yinxin::service {
namespace {

using domain::StaffActor;
using domain::StaffId;
using storage::ArticleKind;

class TextsTest : public OfficeWorld {
  protected:
    const StaffActor editor_{StaffId{5}, "编辑", {Role::editor}, ""};
    const StaffActor chief_{StaffId{6}, "主管", {Role::approver}, ""};

    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    static std::string field(const auto& outcome) {
        if (outcome) return "none";
        const auto found = outcome.error().params().find("field");
        return found == outcome.error().params().end() ? "unnamed" : found->second;
    }
    static ArticleDraft draft(std::string title = "演示公告") {
        ArticleDraft draft;
        draft.published_on = "2026-11-23";
        draft.title = {std::move(title), ""};
        draft.body = {"第一段。\r\n\r\n第二段。", ""};
        return draft;
    }
    Result<std::string> save(const ArticleDraft& draft) {
        return run(save_article(services(), editor_, draft));
    }
    storage::Article present(const std::string& id) {
        return run(load_article(services(), editor_, id))->article;
    }
    ArticleDraft edit(const std::string& id, std::string title) {
        ArticleDraft edited = draft(std::move(title));
        edited.id = id;
        edited.version = present(id).version;
        return edited;
    }
};

TEST_F(TextsTest, an_edit_is_undone_and_an_undo_too) {
    const std::string id = *save(draft("甲"));
    ASSERT_TRUE(save(edit(id, "乙")));
    EXPECT_EQ(present(id).title.zh, "乙");
    ASSERT_TRUE(run(undo_article(services(), editor_, id, present(id).version)));
    EXPECT_EQ(present(id).title.zh, "甲");
    ASSERT_TRUE(run(undo_article(services(), editor_, id, present(id).version)));
    EXPECT_EQ(present(id).title.zh, "乙");
    const auto history = run(load_article(services(), editor_, id));
    EXPECT_EQ(history->versions.size(), 4U);
    EXPECT_EQ(audit_count(domain::EventKind::text_changed), 2);
    EXPECT_EQ(audit_count(domain::EventKind::text_undone), 2);
}

TEST_F(TextsTest, nothing_before_the_first_state_can_come_back) {
    const std::string id = *save(draft());
    EXPECT_EQ(failure(run(undo_article(services(), editor_, id, present(id).version))),
              ErrorCode::not_found);
}

TEST_F(TextsTest, two_editors_do_not_overwrite_each_other) {
    const std::string id = *save(draft("甲"));
    const ArticleDraft first = edit(id, "乙");
    const ArticleDraft second = edit(id, "丙");
    ASSERT_TRUE(save(first));
    EXPECT_EQ(failure(save(second)), ErrorCode::text_edited_meanwhile);
    EXPECT_EQ(present(id).title.zh, "乙");
    EXPECT_EQ(failure(run(undo_article(services(), editor_, id, second.version))),
              ErrorCode::text_edited_meanwhile);
}

TEST_F(TextsTest, line_ends_are_of_one_kind_and_faults_name_their_field) {
    EXPECT_EQ(present(*save(draft())).body.zh, "第一段。\n\n第二段。");
    ArticleDraft wrong = draft("");
    EXPECT_EQ(field(save(wrong)), "title_zh");
    wrong = draft();
    wrong.body.zh = " ";
    EXPECT_EQ(field(save(wrong)), "body_zh");
    wrong = draft();
    wrong.published_on = "2026-13-01";
    EXPECT_EQ(field(save(wrong)), "published_on");
    wrong = draft();
    wrong.sort_key = -1;
    EXPECT_EQ(field(save(wrong)), "sort_key");
    wrong = draft();
    wrong.title.en = std::string("a\x01") + "b";
    EXPECT_EQ(field(save(wrong)), "title_en");
}

TEST_F(TextsTest, a_hidden_article_and_one_to_come_are_on_no_page) {
    ArticleDraft hidden = draft("撤下的");
    hidden.is_hidden = true;
    ASSERT_TRUE(save(hidden));
    ArticleDraft later = draft("明天的");
    later.published_on = format_day(civil_day(clock_.now()) + Days(1));
    ASSERT_TRUE(save(later));
    ASSERT_TRUE(save(draft("今天的")));
    const auto shown = services().store.read_now([&](storage::Reader& reader) {
        return storage::list_articles(reader, ArticleKind::announcement, civil_day(clock_.now()));
    });
    ASSERT_EQ(shown->size(), 1U);
    EXPECT_EQ(shown->front().title.zh, "今天的");
    EXPECT_EQ(run(list_texts(services(), editor_))->announcements.size(), 3U);
}

TEST_F(TextsTest, the_next_notice_needs_a_second_person_and_takes_effect_at_its_second) {
    NoticeDraft draft;
    draft.title = {"须知第二版", ""};
    draft.body = {"正文", ""};
    draft.reason = "年度修订";
    draft.effective_at = clock_.now() + std::chrono::hours(1);
    const std::size_t before = run(list_texts(services(), editor_))->notices.size();
    const auto proposed = run(propose_notice(services(), editor_, draft));
    ASSERT_TRUE(proposed) << proposed.error().describe();
    EXPECT_EQ(failure(run(propose_notice(services(), editor_, draft))), ErrorCode::conflict);
    ASSERT_TRUE(run(decide(services(), chief_, *proposed, Decision::approve, "")));
    EXPECT_EQ(run(list_texts(services(), editor_))->notices.size(), before);
    clock_.pass(std::chrono::hours(1));
    ASSERT_TRUE(apply_due_proposals(services(), clock_.now(), 10));
    const auto shelf = run(list_texts(services(), editor_));
    ASSERT_EQ(shelf->notices.size(), before + 1);
    EXPECT_EQ(shelf->notices.front().title_zh, "须知第二版");
    EXPECT_EQ(shelf->notices.front().title_en, "须知第二版");
    EXPECT_EQ(shelf->notices.front().effective_at, clock_.now());
}

TEST_F(TextsTest, only_editors_edit) {
    for (const auto& row : domain::all_keyed<Role>()) {
        if (row.value == Role::editor) continue;
        const StaffActor other{StaffId{9}, "x", {row.value}, ""};
        EXPECT_EQ(failure(run(save_article(services(), other, draft()))), ErrorCode::forbidden);
        EXPECT_EQ(failure(run(list_texts(services(), other))), ErrorCode::forbidden);
        EXPECT_EQ(failure(run(propose_notice(services(), other, {}))), ErrorCode::forbidden);
    }
}

}  // namespace
}  // namespace yinxin::service
