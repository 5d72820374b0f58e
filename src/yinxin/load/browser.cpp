// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/browser.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/flow/deadline.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::load {
namespace {

constexpr int status_limit = 429;
constexpr int status_busy = 503;
constexpr int most_redirects = 5;
constexpr std::chrono::seconds longest_wait{120};

/// How long the service asks to be left alone; nothing if it does not.
std::optional<std::chrono::seconds> asked_wait(const Answer& answer) {
    if (answer.status != status_busy && answer.status != status_limit) return std::nullopt;
    const auto seconds = parse_integer(answer.header("retry-after"));
    if (!seconds || *seconds < 0) return std::nullopt;
    return std::min(std::chrono::seconds(*seconds), longest_wait);
}

/// Where a redirect leads on this service; whatever host it names, it is the same one.
std::string path_of(std::string_view location) {
    const auto scheme = location.find("://");
    if (scheme == std::string_view::npos) return std::string(location);
    const auto slash = location.find('/', scheme + 3);
    return slash == std::string_view::npos ? "/" : std::string(location.substr(slash));
}

/// The step a visitor got to instead of the one he wanted.
Step step_at(Step wanted, std::string_view path) {
    if (path.starts_with("/notice")) return Step::notice;
    if (path.starts_with("/login")) return Step::login_form;
    return wanted;
}

}  // namespace

bool Crowd::chance(double share) {
    return std::uniform_real_distribution<double>(0, 1)(random) < share;
}

void Crowd::note(std::string_view op, std::string id, Outcome outcome) {
    if (journal == nullptr) return;
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    journal->add({op, now, std::move(id), outcome});
}

Browser::Browser(Crowd& crowd, LoadClock::time_point due) : crowd_(crowd), due_(due) {}

void Browser::connect_anew() {
    node_ = &crowd_.target.node(crowd_.next_node++);
    connection_ = std::make_unique<Connection>(*node_, crowd_.target.tls());
}

std::string Browser::head_of(const Request& request) const {
    std::string head = fmt::format(
        "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: yinxin-bench\r\nAccept: */*\r\n"
        "Accept-Language: zh-CN\r\nSec-Fetch-Site: same-origin\r\n",
        request.method,
        request.path,
        node_->header);
    std::string cookies;
    for (const auto& [name, value] : cookies_) {
        cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!cookies.empty()) head += "Cookie: " + cookies + "\r\n";
    if (request.body) {
        head += fmt::format(
            "Content-Type: {}\r\nContent-Length: {}\r\n", request.type, request.body->size());
    }
    return head + "\r\n";
}

void Browser::keep_cookies(const Answer& answer) {
    for (const auto& [key, value] : answer.headers) {
        if (key != "set-cookie") continue;
        const std::string_view pair = std::string_view(value).substr(0, value.find(';'));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string name(trim(pair.substr(0, equals)));
        if (to_lower_ascii(value).find("max-age=0") != std::string::npos) {
            cookies_.erase(name);
        } else {
            cookies_[name] = trim(pair.substr(equals + 1));
        }
    }
}

flow::Task<Result<Answer>> Browser::once(Request request) {
    Error last(ErrorCode::unavailable, "no connection");
    // As many nodes as there are, and once more where a kept connection had been closed meanwhile.
    for (std::size_t tries = 0; tries <= crowd_.target.size(); ++tries) {
        if (connection_ == nullptr) connect_anew();
        const bool was_used = connection_->was_used();
        std::string text = head_of(request);
        if (request.body) text += *request.body;
        auto work = connection_->exchange(std::move(text));
        auto answer = co_await flow::with_deadline(std::move(work), crowd_.manners.deadline);
        if (answer) {
            keep_cookies(*answer);
            co_return answer;
        }
        connection_.reset();
        last = answer.error();
        const bool is_untouched = last.detail() == "no connection";
        const bool is_stale = was_used && last.code() == ErrorCode::unavailable;
        if (!is_untouched && !(is_stale && request.method == "GET")) break;
    }
    co_return last;
}

flow::Task<Result<Answer>> Browser::attempt(Request request) {
    const auto give_up = LoadClock::now() + crowd_.manners.patience;
    for (;;) {
        Result<Answer> answer = co_await once(request);
        const auto now = LoadClock::now();
        const auto wait = answer ? asked_wait(*answer) : std::nullopt;
        if (!wait) co_return answer;
        if (now + *wait > give_up || crowd_.is_stopping) {
            co_return Error(ErrorCode::unavailable, "put off for too long");
        }
        crowd_.tally.told_to_wait(answer->status, now);
        co_await flow::pause(*wait);
    }
}

Result<Answer> Browser::judged(Step step, Result<Answer> answer, LoadClock::time_point due) {
    const auto now = LoadClock::now();
    due_ = now;
    if (!answer) {
        const std::string kind =
            answer.error().code() == ErrorCode::timed_out ? "timed out" : answer.error().detail();
        crowd_.tally.failed(step, kind, now);
    } else if (answer->status >= 400) {
        const std::string kind = fmt::format("status {}", answer->status);
        crowd_.tally.failed(step, kind, now);
        return Error(ErrorCode::conflict, kind);
    } else {
        crowd_.tally.answered(step, due, now);
    }
    return answer;
}

flow::Task<Result<Answer>> Browser::send(Step step, Request request) {
    const auto due = due_;
    Result<Answer> answer = co_await attempt(std::move(request));
    co_return judged(step, std::move(answer), due);
}

flow::Task<Result<Page>> Browser::open(Step step, std::string path) {
    const auto due = due_;
    for (int hops = 0;; ++hops) {
        Request request{"GET", path, "", nullptr};
        Result<Answer> answer = co_await attempt(std::move(request));
        if (answer && answer->is_redirect() && hops < most_redirects) {
            path = path_of(answer->header("location"));
            continue;
        }
        YX_CO_TRY(Answer last, judged(step_at(step, path), std::move(answer), due));
        co_return Page{std::move(last), std::move(path)};
    }
}

flow::Task<Result<Answer>> Browser::submit(Step step,
                                           const Page& page,
                                           std::string action,
                                           FormFields changes) {
    std::optional<FormFields> fields = find_form(page.html(), action);
    if (!fields) {
        crowd_.tally.failed(step, "the page has no such form", LoadClock::now());
        co_return Error(ErrorCode::malformed, "no form " + action);
    }
    for (const auto& [name, value] : changes)
        set_field(*fields, name, value);
    Request request{"POST",
                    std::move(action),
                    "application/x-www-form-urlencoded",
                    std::make_shared<const std::string>(encode_form(*fields))};
    co_return co_await send(step, std::move(request));
}

flow::Task<Result<Answer>> Browser::upload(Step step,
                                           const Page& page,
                                           std::string action,
                                           std::shared_ptr<const std::string> file) {
    const std::optional<FormFields> fields = find_form(page.html(), action);
    if (!fields) {
        crowd_.tally.failed(step, "the page has no such form", LoadClock::now());
        co_return Error(ErrorCode::malformed, "no form " + action);
    }
    constexpr std::string_view boundary = "yinxin-bench-3f9d1c";
    std::string body;
    for (const auto& [name, value] : *fields) {
        body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                            boundary,
                            name,
                            value);
    }
    body += fmt::format(
        "--{}\r\nContent-Disposition: form-data; name=\"file\"; "
        "filename=\"copy.pdf\"\r\nContent-Type: application/pdf\r\n\r\n",
        boundary);
    body += *file;
    body += fmt::format("\r\n--{}--\r\n", boundary);
    Request request{"POST",
                    std::move(action),
                    fmt::format("multipart/form-data; boundary={}", boundary),
                    std::make_shared<const std::string>(std::move(body))};
    co_return co_await send(step, std::move(request));
}

flow::Task<void> Browser::load_asset(std::string path) {
    Request request{"GET", std::move(path), "", nullptr};
    (void)co_await send(Step::asset, std::move(request));
}

flow::Task<void> Browser::load_assets(const Page& page) {
    for (std::string& path : find_assets(page.html())) {
        if (!assets_.insert(path).second) continue;
        co_await load_asset(std::move(path));
    }
}

flow::Task<Result<void>> Browser::think() {
    // People differ: half to one and a half of the mean.
    const double share = std::uniform_real_distribution<double>(0.5, 1.5)(crowd_.random);
    const auto mean = std::chrono::duration<double, std::milli>(crowd_.manners.think);
    co_await wait(std::chrono::duration_cast<std::chrono::milliseconds>(mean * share));
    if (crowd_.is_stopping) co_return Error(ErrorCode::unavailable, "stopping");
    co_return ok();
}

flow::Task<void> Browser::wait(std::chrono::milliseconds length) {
    due_ = LoadClock::now() + length;
    if (length.count() > 0) co_await flow::pause(length);
}

}  // namespace yinxin::load
