// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/load/connection.hpp"
#include "yinxin/load/journal.hpp"
#include "yinxin/load/page.hpp"
#include "yinxin/load/tally.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

namespace yinxin::load {

/// How visitors behave.
struct Manners {
    std::chrono::milliseconds think{2000};  ///< mean pause between two pages
    std::chrono::seconds deadline{30};      ///< for one answer
    /// So long somebody lets the service put him off (503 and 429 with Retry-After) at one step,
    /// and waits for a copy.
    std::chrono::seconds patience{180};
};

/// What all visitors of a run share. Of one thread.
struct Crowd {
    const Target& target;
    Tally& tally;
    Journal* journal;  ///< may be missing
    Manners manners;
    std::mt19937 random;
    std::size_t next_node = 0;
    bool is_stopping = false;
    /// What holders have shown around: verifiers look at it.
    std::deque<std::string> tokens;
    std::deque<std::string> codes;
    std::shared_ptr<const std::string> file;
    // Counted, not drawn, so that even a short run has each of what only some do.
    std::size_t copies_taken = 0;
    std::size_t copies_verified = 0;

    /// True for this share of all calls.
    [[nodiscard]] bool chance(double share);
    void note(std::string_view op, std::string id, Outcome outcome);
};

/// The page a visitor has got to.
struct Page {
    Answer answer;
    std::string path;  ///< after redirects
    [[nodiscard]] std::string_view html() const noexcept { return answer.body; }
};

/// One person's browser: cookies, a connection that is kept, stylesheets that are fetched once.
///
/// Latency counts from the moment at which a request was due: the visit's planned arrival for the
/// first one, the end of the pause for the others, however late this client itself is. 503 and 429
/// with Retry-After are obeyed and the request sent again; the wait is part of the latency.
/// Everything that fails is counted under its step; the visit then ends.
class Browser {
  public:
    Browser(Crowd& crowd, LoadClock::time_point due);

    /// GET, following redirects. A redirect to the login or the notice is counted as that step.
    [[nodiscard]] flow::Task<Result<Page>> open(Step step, std::string path);
    /// Sends the page's form with this action; the answer is not followed.
    /// @param changes  what the person fills in
    [[nodiscard]] flow::Task<Result<Answer>> submit(Step step,
                                                    const Page& page,
                                                    std::string action,
                                                    FormFields changes);
    /// Hands in a file on the page's form with this action.
    [[nodiscard]] flow::Task<Result<Answer>> upload(Step step,
                                                    const Page& page,
                                                    std::string action,
                                                    std::shared_ptr<const std::string> file);
    /// What the page loads by itself, where this browser does not have it yet.
    [[nodiscard]] flow::Task<void> load_assets(const Page& page);
    /// A picture or whatever else belongs to a page, every time.
    [[nodiscard]] flow::Task<void> load_asset(std::string path);
    /// Looks at the page for a while. @error unavailable  the run is being stopped
    [[nodiscard]] flow::Task<Result<void>> think();
    /// Waits so long, whatever the manners say.
    [[nodiscard]] flow::Task<void> wait(std::chrono::milliseconds length);

    [[nodiscard]] LoadClock::time_point due() const noexcept { return due_; }

  private:
    struct Request {
        std::string method;
        std::string path;
        std::string type;
        std::shared_ptr<const std::string> body;
    };
    flow::Task<Result<Answer>> attempt(Request request);
    flow::Task<Result<Answer>> once(Request request);
    flow::Task<Result<Answer>> send(Step step, Request request);
    std::string head_of(const Request& request) const;
    void keep_cookies(const Answer& answer);
    Result<Answer> judged(Step step, Result<Answer> answer, LoadClock::time_point due);
    void connect_anew();

    Crowd& crowd_;
    LoadClock::time_point due_;
    const Node* node_ = nullptr;
    std::unique_ptr<Connection> connection_;
    std::map<std::string, std::string> cookies_;
    std::set<std::string> assets_;
};

}  // namespace yinxin::load
