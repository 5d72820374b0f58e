// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_texts.hpp"

#include "yinxin/config/strict_table.hpp"
#include "yinxin/embedded_demo.hpp"

namespace yinxin::cli {
namespace {

using config::StrictTable;

constexpr int format = 1;

std::string_view file(std::string_view name) {
    for (const auto& [path, content] : embedded::demo()) {
        if (path == name) return content;
    }
    return {};
}

void check_format(StrictTable& root) {
    if (root.integer("format") != format) root.refuse("format", "is not 1");
}

std::vector<std::string> filled(StrictTable& table, std::string_view key) {
    std::vector<std::string> texts = table.texts(key);
    if (texts.empty()) table.refuse(key, "is empty");
    return texts;
}

/// Paragraphs become one text with empty lines between them.
std::string body(StrictTable& table, std::string_view key) {
    std::string text;
    for (const std::string& paragraph : filled(table, key)) {
        if (!text.empty()) text += "\n\n";
        text += paragraph;
    }
    return text;
}

void read_notice(StrictTable& table, std::vector<storage::NoticeRow>& notices) {
    storage::NoticeRow notice;
    notice.version = table.integer("version");
    notice.effective_at = start_of(table.day("effective_from"));
    domain::Bilingual title = table.bilingual("title");
    notice.title_zh = std::move(title.zh);
    notice.title_en = std::move(title.en);
    notice.body_zh = body(table, "zh");
    notice.body_en = body(table, "en");
    notices.push_back(std::move(notice));
}

void read_announcement(StrictTable& table, DemoTexts& texts) {
    storage::Article article;
    article.kind = storage::ArticleKind::announcement;
    article.id = table.text("id");
    article.published_on = table.day("published_on");
    article.title = table.bilingual("title");
    article.body = {body(table, "zh"), body(table, "en")};
    texts.articles.push_back(std::move(article));
}

void read_question(StrictTable& table, int place, DemoTexts& texts) {
    storage::Article article;
    article.kind = storage::ArticleKind::faq;
    // Ids of announcements and questions share one table.
    article.id = "faq_" + table.text("id");
    article.sort_key = place;
    article.published_on = make_day(2025, 1, 1);
    article.title = table.bilingual("question");
    article.body = {body(table, "zh"), body(table, "en")};
    texts.articles.push_back(std::move(article));
}

}  // namespace

Result<DemoNames> load_demo_names() {
    DemoNames names;
    YX_CHECK(config::read_strictly(file("names.toml"), [&](StrictTable& root) {
        check_format(root);
        names.surnames = filled(root, "surnames");
        names.compound_surnames = filled(root, "compound_surnames");
        names.given_male = filled(root, "given_male");
        names.given_female = filled(root, "given_female");
        names.given_either = filled(root, "given_either");
        names.ethnic = filled(root, "ethnic");
        names.foreign = filled(root, "foreign");
        names.rare = filled(root, "rare");
        names.bracketed = filled(root, "bracketed");
        names.longest = root.text("longest");
    }));
    return names;
}

Result<DemoTexts> load_demo_texts() {
    DemoTexts texts;
    YX_CHECK(config::read_strictly(file("texts.toml"), [&](StrictTable& root) {
        check_format(root);
        root.tables("notices", [&](StrictTable& table) { read_notice(table, texts.notices); });
        root.tables("privacy", [&](StrictTable& table) { read_notice(table, texts.privacy); });
        root.tables("announcements", [&](StrictTable& table) { read_announcement(table, texts); });
        int place = 0;
        root.tables("faq", [&](StrictTable& table) { read_question(table, ++place, texts); });
    }));
    return texts;
}

std::string_view demo_catalogue() {
    return file("catalogue.toml");
}

}  // namespace yinxin::cli
