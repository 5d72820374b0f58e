// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/visits.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/flow/deadline.hpp"

namespace yinxin::load {
namespace {

using flow::Task;
using namespace std::chrono_literals;

constexpr std::size_t one_withdraws_of = 50;
constexpr std::size_t one_types_of = 5;     ///< verifiers; the others scan
constexpr std::size_t one_hands_in_of = 4;  ///< verifiers
constexpr double logging_out = 0.5;
const FormFields as_it_is;  ///< a form sent with what the page has put into it
constexpr std::string_view application_path = "/endorsements/";
constexpr auto page_refresh = 2s;       ///< what the waiting page of a copy asks for
constexpr std::size_t most_shown = 64;  ///< copies verifiers look at

/// Nothing was answered, so it may have been done or not.
Outcome outcome_of(const Error& error) {
    return error.code() == ErrorCode::conflict ? Outcome::refused : Outcome::unknown;
}

std::string certificate_path(const LoadAccount& account, std::string_view tail) {
    return "/certificates/" + account.line + std::string(tail);
}

/// From the home page to the list of certificates, over the notice where it is new to the account.
Task<Result<Page>> enter(Crowd& crowd, Browser& browser, const LoadAccount& account) {
    YX_CO_TRY(const Page home, co_await browser.open(Step::home, "/"));
    co_await browser.load_assets(home);
    YX_CO_CHECK(co_await browser.think());
    YX_CO_TRY(const Page form, co_await browser.open(Step::login_form, "/login"));
    YX_CO_CHECK(co_await browser.think());
    FormFields typed;
    set_field(typed, "login_name", account.login_name);
    set_field(typed, "password", account.password.expose());
    const Result<Answer> login =
        co_await browser.submit(Step::login, form, "/login", std::move(typed));
    if (!login) co_return login.error();
    YX_CO_TRY(Page page, co_await browser.open(Step::list, "/certificates"));
    if (page.path.starts_with("/notice")) {
        YX_CO_CHECK(co_await browser.think());
        YX_CO_CHECK(co_await browser.submit(Step::agree, page, "/notice", as_it_is));
        YX_CO_TRY(page, co_await browser.open(Step::list, "/certificates"));
    }
    co_await browser.load_assets(page);
    YX_CO_CHECK(co_await browser.think());
    co_return page;
}

/// The certificate with its picture, and the page on which its data are checked.
Task<Result<Page>> look_at_certificate(Browser& browser, const LoadAccount& account) {
    YX_CO_CHECK(co_await browser.open(Step::certificate, certificate_path(account, "")));
    co_await browser.load_asset(certificate_path(account, "/picture.svg"));
    YX_CO_CHECK(co_await browser.think());
    YX_CO_TRY(Page page,
              co_await browser.open(Step::endorse, certificate_path(account, "/endorse")));
    YX_CO_CHECK(co_await browser.think());
    co_return page;
}

/// Ticks that the data are right, where that is asked, and fills in the form.
/// @return the page on which the application is confirmed
Task<Result<Page>> prepare(Browser& browser, const LoadAccount& account, Page page) {
    const std::string checked = certificate_path(account, "/checked");
    const std::string apply = certificate_path(account, "/apply");
    if (find_form(page.html(), checked)) {
        YX_CO_CHECK(co_await browser.submit(Step::check_data, page, checked, as_it_is));
        YX_CO_CHECK(co_await browser.open(Step::endorse, certificate_path(account, "/endorse")));
        YX_CO_CHECK(co_await browser.think());
    }
    YX_CO_TRY(const Page form, co_await browser.open(Step::apply_form, apply));
    YX_CO_CHECK(co_await browser.think());
    FormFields typed;
    set_field(typed, "days", "90");
    YX_CO_TRY(Answer review, co_await browser.submit(Step::review, form, apply, std::move(typed)));
    YX_CO_CHECK(co_await browser.think());
    co_return Page{std::move(review), apply};
}

/// The click itself. Without an answer somebody clicks once more; the service finds the first.
/// @return the number of the application
Task<Result<std::string>> click_apply(Crowd& crowd, Browser& browser, const Page& review) {
    Result<Answer> applied = co_await browser.submit(Step::apply, review, review.path, as_it_is);
    if (!applied && applied.error().code() != ErrorCode::conflict && !crowd.is_stopping) {
        crowd.note("apply", "", Outcome::unknown);
        co_await browser.wait(page_refresh);
        applied = co_await browser.submit(Step::apply, review, review.path, as_it_is);
    }
    if (!applied) {
        crowd.note("apply", "", outcome_of(applied.error()));
        co_return applied.error();
    }
    const std::string location(applied->header("location"));
    const auto at = location.find(application_path);
    if (at == std::string::npos) {
        crowd.note("apply", "", Outcome::refused);
        crowd.tally.failed(Step::apply, "refused", LoadClock::now());
        co_return Error(ErrorCode::conflict, "refused");
    }
    std::string number = location.substr(at + application_path.size());
    crowd.note("apply", number, Outcome::acknowledged);
    co_return number;
}

/// Watches the page of the application until it leads to the copy, as the page itself does.
Task<Result<Page>> await_copy(Crowd& crowd,
                              Browser& browser,
                              std::string application,
                              LoadClock::time_point applied) {
    const std::string path = std::string(application_path) + application;
    for (;;) {
        YX_CO_TRY(Page page, co_await browser.open(Step::poll, path));
        const auto now = LoadClock::now();
        if (page.path.ends_with("/endorse")) {
            crowd.tally.answered(Step::ready, applied, now);
            co_return page;
        }
        const bool is_waiting = page.html().find("data-follow=") != std::string_view::npos;
        const char* failure = nullptr;
        if (!is_waiting) failure = "the copy was not made";
        if (now - applied > crowd.manners.patience) failure = "no copy in time";
        if (crowd.is_stopping) failure = "the run was stopped";
        if (failure != nullptr) {
            crowd.tally.failed(Step::ready, failure, now);
            co_return Error(ErrorCode::timed_out, failure);
        }
        co_await browser.wait(page_refresh);
    }
}

void show_around(std::deque<std::string>& shown, std::string one) {
    shown.push_back(std::move(one));
    if (shown.size() > most_shown) shown.pop_front();
}

/// The code people type: the second of the copy's two numbers on its page.
std::optional<std::string> code_on(std::string_view html) {
    constexpr std::string_view mark = "<span class=\"code\">";
    const auto copy = html.find("copy-open");
    const auto number = html.find(mark, copy == std::string_view::npos ? html.size() : copy);
    if (number == std::string_view::npos) return std::nullopt;
    return find_between(html.substr(number + mark.size()), mark, "</span>");
}

Task<Result<void>> fetch(Crowd& crowd, Browser& browser, Step step, std::string copy) {
    const std::string_view query = step == Step::download_ofd ? "?format=ofd" : "";
    const std::string path = "/copies/" + copy + "/file" + std::string(query);
    Result<Page> file = co_await browser.open(step, path);
    const bool is_file =
        file && file->answer.body.starts_with(step == Step::download_ofd ? "PK" : "%PDF-");
    if (file && !is_file) crowd.tally.failed(step, "no such file came", LoadClock::now());
    const Outcome refusal = file ? Outcome::refused : outcome_of(file.error());
    crowd.note("download", copy, is_file ? Outcome::acknowledged : refusal);
    if (!file) co_return file.error();
    if (!is_file) co_return Error(ErrorCode::malformed, "no such file");
    if (step == Step::download_pdf) {
        crowd.file = std::make_shared<const std::string>(std::move(file->answer.body));
    }
    co_return ok();
}

/// @param application  whose copy it is: what a withdrawal ends
Task<Result<void>> withdraw(Crowd& crowd,
                            Browser& browser,
                            std::string copy,
                            std::string application) {
    const std::string path = "/copies/" + copy + "/withdraw";
    YX_CO_TRY(const Page page, co_await browser.open(Step::withdraw, path));
    const Result<Answer> done = co_await browser.submit(Step::withdraw, page, path, as_it_is);
    crowd.note("withdraw", application, done ? Outcome::acknowledged : outcome_of(done.error()));
    if (!done) co_return done.error();
    co_return ok();
}

/// Looks at the copy's page and fetches its files.
Task<Result<void>> take_copy(Crowd& crowd, Browser& browser, Page page, std::string application) {
    const auto copy = find_between(page.html(), "href=\"/copies/", "/");
    if (!copy) {
        crowd.tally.failed(Step::endorse, "the page has no copy", LoadClock::now());
        co_return Error(ErrorCode::malformed, "no copy on the page");
    }
    const bool has_ofd = page.html().find("format=ofd") != std::string_view::npos;
    YX_CO_CHECK(co_await fetch(crowd, browser, Step::download_pdf, *copy));
    if (has_ofd) YX_CO_CHECK(co_await fetch(crowd, browser, Step::download_ofd, *copy));
    YX_CO_CHECK(co_await browser.think());
    if (++crowd.copies_taken % one_withdraws_of == one_withdraws_of / 5) {
        co_return co_await withdraw(crowd, browser, *copy, std::move(application));
    }
    if (auto code = code_on(page.html())) show_around(crowd.codes, *std::move(code));
    co_return ok();
}

Task<Result<void>> leave(Crowd& crowd, Browser& browser, Page page) {
    if (!crowd.chance(logging_out) || !find_form(page.html(), "/logout")) co_return ok();
    YX_CO_CHECK(co_await browser.submit(Step::logout, page, "/logout", as_it_is));
    co_return ok();
}

Task<Result<void>> scan(Browser& browser, std::string token) {
    std::string path = "/v/" + token;
    YX_CO_TRY(const Page page, co_await browser.open(Step::scan, std::move(path)));
    co_await browser.load_assets(page);
    co_return ok();
}

Task<Result<void>> type_code(Crowd& crowd, Browser& browser, std::string code) {
    YX_CO_TRY(const Page form, co_await browser.open(Step::verify_form, "/verify"));
    co_await browser.load_assets(form);
    YX_CO_CHECK(co_await browser.think());
    FormFields typed;
    set_field(typed, "code", code);
    YX_CO_TRY(const Answer answer,
              co_await browser.submit(Step::code, form, "/verify/code", std::move(typed)));
    const std::string location(answer.header("location"));
    const auto at = location.find("/v/");
    if (at == std::string::npos) {
        crowd.tally.failed(Step::code, "the code is not known", LoadClock::now());
        co_return Error(ErrorCode::not_found, "the code is not known");
    }
    std::string token = location.substr(at + 3);
    token = token.substr(0, token.find('?'));
    show_around(crowd.tokens, token);
    co_return co_await scan(browser, std::move(token));
}

Task<Result<void>> hand_in(Crowd& crowd, Browser& browser) {
    const std::shared_ptr<const std::string> file = crowd.file;
    YX_CO_TRY(const Page form, co_await browser.open(Step::verify_form, "/verify"));
    YX_CO_CHECK(co_await browser.think());
    YX_CO_TRY(const Answer answer,
              co_await browser.upload(Step::upload, form, "/verify/file", file));
    std::string location(answer.header("location"));
    if (!location.starts_with("/verify/results/")) {
        crowd.tally.failed(Step::upload, "no answer was kept", LoadClock::now());
        co_return Error(ErrorCode::malformed, "no answer was kept");
    }
    YX_CO_CHECK(co_await browser.open(Step::answer, std::move(location)));
    co_return ok();
}

}  // namespace

Task<Result<void>> apply_and_fetch(Crowd& crowd, Browser& browser, const LoadAccount& account) {
    YX_CO_CHECK(co_await enter(crowd, browser, account));
    YX_CO_TRY(Page page, co_await look_at_certificate(browser, account));
    YX_CO_TRY(const Page review, co_await prepare(browser, account, std::move(page)));
    const auto applied = browser.due();
    YX_CO_TRY(const std::string application, co_await click_apply(crowd, browser, review));
    YX_CO_TRY(Page copy, co_await await_copy(crowd, browser, application, applied));
    YX_CO_CHECK(co_await take_copy(crowd, browser, copy, application));
    co_return co_await leave(crowd, browser, std::move(copy));
}

Task<Result<void>> look_around(Crowd& crowd, Browser& browser, const LoadAccount& account) {
    YX_CO_CHECK(co_await enter(crowd, browser, account));
    YX_CO_TRY(const Page certificate, co_await look_at_certificate(browser, account));
    YX_CO_TRY(Page query, co_await browser.open(Step::query_form, "/query"));
    YX_CO_CHECK(co_await browser.think());
    co_return co_await leave(crowd, browser, std::move(query));
}

Task<Result<void>> verify_copy(Crowd& crowd, Browser& browser) {
    const std::size_t number = crowd.copies_verified++;
    const bool types = !crowd.codes.empty() && (crowd.tokens.empty() || number % one_types_of == 0);
    if (!types && !crowd.tokens.empty()) {
        const std::size_t one = crowd.random() % crowd.tokens.size();
        YX_CO_CHECK(co_await scan(browser, crowd.tokens[one]));
    } else if (types) {
        const std::size_t one = crowd.random() % crowd.codes.size();
        YX_CO_CHECK(co_await type_code(crowd, browser, crowd.codes[one]));
    } else {
        // Nobody has shown a copy yet.
        YX_CO_TRY(const Page form, co_await browser.open(Step::verify_form, "/verify"));
        co_await browser.load_assets(form);
    }
    YX_CO_CHECK(co_await browser.think());
    if (crowd.file && number % one_hands_in_of == 0) co_return co_await hand_in(crowd, browser);
    co_return ok();
}

Task<Result<void>> pass_by(Crowd& crowd, Browser& browser) {
    YX_CO_TRY(const Page home, co_await browser.open(Step::home, "/"));
    co_await browser.load_assets(home);
    YX_CO_CHECK(co_await browser.think());
    YX_CO_CHECK(co_await browser.open(Step::faq, "/faq"));
    YX_CO_CHECK(co_await browser.think());
    if (crowd.chance(0.5)) YX_CO_CHECK(co_await browser.open(Step::query_form, "/query"));
    co_return ok();
}

}  // namespace yinxin::load
