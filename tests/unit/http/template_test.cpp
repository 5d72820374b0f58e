// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/template.hpp"

#include "yinxin/http/problem.hpp"
#include "yinxin/http/static_files.hpp"
#include "yinxin/http/template_text.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A web/ of the test's own.
struct Web {
    std::vector<std::pair<std::string, std::string>> own{
        {"templates/layout.html",
         "<!doctype html><html lang=\"{{LANG}}\"><title>{{PAGE_TITLE}}</title>"
         "{{#LOGGED_IN}}<i>{{ACCOUNT_NAME}}</i>{{/LOGGED_IN}}<main>{{>CONTENT}}</main></html>"},
        {"messages/zh-CN/a.toml", "[title]\npage = \"T-zh\"\n[page]\nhi = \"zh & <b>b</b>\"\n"},
        {"messages/en/a.toml", "[title]\npage = \"T-en\"\n[page]\nhi = \"en & <b>b</b>\"\n"},
        {"static/app.css", "body{background:url([[static:i/seal.svg]])}"},
        {"static/i/seal.svg", "<svg/>"},
    };

    Web& put(const std::string& path, const std::string& text) {
        for (auto& [name, old] : own) {
            if (name == path) {
                old = text;
                return *this;
            }
        }
        own.emplace_back(path, text);
        return *this;
    }
    std::vector<WebFile> files() const { return {own.begin(), own.end()}; }
};

struct Loaded {
    explicit Loaded(const Web& web) {
        const auto files = web.files();
        messages = *Messages::load(files);
        statics = *StaticFiles::load(files);
        templates.emplace(Templates::load(files, messages, statics));
    }
    const Templates& operator*() const { return **templates; }
    Messages messages;
    StaticFiles statics;
    std::optional<Result<Templates>> templates;
};

std::string page_of(const std::string& text, const View& view, const View& layout = {}) {
    Web web;
    web.put("templates/page.html", text);
    const Loaded loaded(web);
    EXPECT_TRUE(*loaded.templates) << loaded.templates->error().describe();
    return (*loaded).page(Language::english, "page", view, layout);
}

TEST(Template, what_people_typed_is_text_everywhere) {
    View view;
    view.set("NAME", "<img src=x onerror=alert(1)>\"'&");
    const std::string page = page_of("<p title=\"{{NAME}}\">{{NAME}}</p>", view);
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, HasSubstr(">&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;</p>"));
    EXPECT_THAT(page, Not(HasSubstr("title=\"<img")));
    EXPECT_THAT(page, HasSubstr("title=\"&lt;img src=x onerror=alert(1)&gt;&quot;"));
}

TEST(Template, addresses_of_scripts_are_not_links) {
    View view;
    view.set("URL", "javascript:alert(1)").set("OURS", "/certificates/7?a=b");
    const std::string page = page_of("<a href=\"{{URL}}\">x</a><a href=\"{{OURS}}\">y</a>", view);
    EXPECT_THAT(page, Not(HasSubstr("javascript:")));
    EXPECT_THAT(page, HasSubstr("href=\"/certificates/7?a=b\""));
}

TEST(Template, only_our_own_markup_passes_raw) {
    View view;
    view.set_raw("SVG", SafeHtml("<svg>1</svg>"));
    view.set_raw("PLAIN", SafeHtml("<svg>2</svg>"));
    view.set("TYPED", "<script>");
    const std::string page = page_of("{{SVG:none}}{{PLAIN}}{{TYPED:none}}", view);
    EXPECT_THAT(page, HasSubstr("<svg>1</svg>"));
    EXPECT_THAT(page, HasSubstr("&lt;svg&gt;2"));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
}

TEST(Template, sections_repeat_and_hide) {
    View view;
    for (int i = 1; i <= 2; ++i) {
        View& row = view.add("ROW").set("N", i);
        row.show_either(i == 1, "ODD", "EVEN");
    }
    view.set("OUT", "o").show_if("HIDDEN", false);
    EXPECT_THAT(page_of("{{#ROW}}[{{N}}{{OUT}}{{#ODD}}odd{{/ODD}}{{#EVEN}}even{{/EVEN}}]{{/ROW}}"
                        "{{#HIDDEN}}hidden{{/HIDDEN}}",
                        view),
                HasSubstr("<main>[1oodd][2oeven]</main>"));
    EXPECT_EQ(view.count("ROW"), 2U);
    EXPECT_EQ(view.find("OUT"), "o");
}

TEST(Template, the_layout_surrounds_the_page_and_lends_it_its_values) {
    View layout;
    layout.set("CSRF", "token").show("DEMO");
    layout.add("LOGGED_IN").set("ACCOUNT_NAME", "<li>");
    const std::string page = page_of(
        "{{CSRF}}{{#DEMO}}demo{{/DEMO}}{{#LOGGED_IN}}in{{/LOGGED_IN}}{{LANG}}", View(), layout);
    EXPECT_THAT(page, HasSubstr("<main>tokendemoinen</main>"));
    EXPECT_THAT(page, HasSubstr("<i>&lt;li&gt;</i>"));
    EXPECT_THAT(page, HasSubstr("<title>T-en</title>"));
    layout.set("PAGE_TITLE", "own");
    EXPECT_THAT(page_of("", View(), layout), HasSubstr("<title>own</title>"));
}

TEST(Template, messages_are_put_in_by_language) {
    Web web;
    web.put("templates/page.html", "<p>[[page.hi]]</p>");
    const Loaded loaded(web);
    EXPECT_THAT((*loaded).page(Language::english, "page", {}, {}),
                HasSubstr("<p>en &amp; <b>b</b></p>"));
    EXPECT_THAT((*loaded).page(Language::chinese, "page", {}, {}),
                HasSubstr("<p>zh &amp; <b>b</b></p>"));
    EXPECT_EQ((*loaded).fragment(Language::english, "page", {}), "<p>en &amp; <b>b</b></p>");
}

TEST(Template, messages_may_hold_values_and_few_tags) {
    EXPECT_EQ(message_html("a <b>{{N}}</b><br>c"), "a <b>{{N}}</b><br>c");
    EXPECT_EQ(message_html("<a href=\"/faq\">x</a>"), "<a href=\"/faq\">x</a>");
    EXPECT_EQ(message_html("<a href=\"{{URL}}\">x</a>"), "<a href=\"{{URL}}\">x</a>");
    EXPECT_THAT(message_html("<a href=\"https://evil\">x"), testing::StartsWith("&lt;a"));
    EXPECT_THAT(message_html("<a href=\"//evil\">x"), testing::StartsWith("&lt;a"));
    EXPECT_THAT(message_html("<script>x</script>"), testing::StartsWith("&lt;script&gt;"));
}

Error failure_of(const Web& web) {
    const auto files = web.files();
    const auto messages = Messages::load(files);
    if (!messages) return messages.error();
    const auto statics = StaticFiles::load(files);
    if (!statics) return statics.error();
    const auto templates = Templates::load(files, *messages, *statics);
    return templates ? Error(ErrorCode::internal, "nothing failed") : templates.error();
}

TEST(Template, a_broken_tree_does_not_start) {
    const std::vector<std::pair<std::string, std::string>> broken{
        {"templates/page.html", "{{#ROW}}never closed"},
        {"templates/page.html", "[[page.missing]]"},
        {"templates/page.html", "<a href=\"[[static:none.css]]\">"},
        {"templates/page.html", "[[include:none.html]]"},
        {"templates/page.html", "[[include:page.html]]"},
        {"templates/page.html", "<input placeholder=\"[[page.hi]]\">"},
        {"messages/en/a.toml", "[title]\npage = \"T\"\n"},
        {"messages/en/a.toml", "[title\n"},
        {"messages/en/b.toml", "[page]\nhi = \"again\"\n"},
        {"messages/en/b.toml", "[page]\nnumber = 1\n"},
        {"messages/zh-CN/b.toml", "only = \"here\"\n"},
        {"static/app.css", "url([[static:none.svg]])"},
    };
    for (const auto& [path, text] : broken) {
        const Error error = failure_of(Web().put(path, text));
        EXPECT_EQ(error.code(), ErrorCode::config_invalid) << path << ": " << text;
    }
    EXPECT_EQ(failure_of(Web()).code(), ErrorCode::internal);
}

TEST(Template, fragments_are_pasted) {
    Web web;
    web.put("templates/parts/row.html", "<b>{{X}}</b>");
    web.put("templates/page.html", "[[include:parts/row.html]][[include:parts/row.html]]");
    const Loaded loaded(web);
    ASSERT_TRUE(*loaded.templates) << loaded.templates->error().describe();
    View view;
    view.set("X", "<");
    EXPECT_EQ((*loaded).fragment(Language::english, "page", view), "<b>&lt;</b><b>&lt;</b>");
    EXPECT_FALSE((*loaded).has("parts/row"));
}

TEST(Template, an_unknown_page_is_a_bug) {
    const Loaded loaded{Web()};
    EXPECT_THROW((void)(*loaded).page(Language::english, "none", {}, {}), std::logic_error);
}

TEST(Messages, parameters_are_put_in_once) {
    Web web;
    web.put("messages/zh-CN/b.toml", "k = \"{a} {b} {c\"\n")
        .put("messages/en/b.toml", "k = \"x\"\n");
    const Loaded loaded(web);
    EXPECT_EQ(loaded.messages.text(Language::chinese, "k", {{"a", "{b}"}, {"b", "2"}}), "{b} 2 {c");
    EXPECT_EQ(loaded.messages.text(Language::english, "none"), "none");
}

TEST(StaticFiles, addresses_change_with_the_content) {
    const Loaded loaded{Web()};
    const std::string seal(loaded.statics.url("i/seal.svg"));
    EXPECT_THAT(seal, testing::MatchesRegex("/static/[0-9a-f]+/i/seal.svg"));
    Web other;
    other.put("static/i/seal.svg", "<svg></svg>");
    const Loaded changed(other);
    EXPECT_NE(changed.statics.url("i/seal.svg"), seal);
    // The style sheet refers to the picture, so it is another file too.
    EXPECT_NE(changed.statics.url("app.css"), loaded.statics.url("app.css"));
    EXPECT_EQ(loaded.statics.url("none"), "");
}

TEST(StaticFiles, answer_conditions_ranges_and_encodings) {
    Web web;
    web.put("static/big.js", std::string(5000, 'a'));
    const Loaded loaded(web);
    Request request;
    const std::string hash(loaded.statics.url("big.js").substr(8, 8));
    const auto whole = loaded.statics.respond(request, hash, "big.js");
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(whole->body().size(), 5000U);
    EXPECT_EQ(loaded.statics.respond(request, "00000000", "big.js")->header("Cache-Control"),
              "no-cache");

    Request again;
    again.headers.emplace_back("If-None-Match", "W/\"x\", " + std::string(whole->header("ETag")));
    EXPECT_EQ(loaded.statics.respond(again, hash, "big.js")->status(), 304);

    Request packed;
    packed.headers.emplace_back("Accept-Encoding", "br, gzip");
    const auto gzip = loaded.statics.respond(packed, hash, "big.js");
    EXPECT_EQ(gzip->header("Content-Encoding"), "gzip");
    EXPECT_EQ(gzip->header("Vary"), "Accept-Encoding");
    EXPECT_LT(gzip->body().size(), 200U);
    EXPECT_NE(gzip->header("ETag"), whole->header("ETag"));

    Request part;
    part.headers.emplace_back("Range", "bytes=0-9");
    part.headers.emplace_back("Accept-Encoding", "gzip");
    EXPECT_EQ(loaded.statics.respond(part, hash, "big.js")->status(), 206);
    EXPECT_EQ(loaded.statics.respond(part, hash, "none").error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace yinxin::http
