// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_load.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/flow/descriptor.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;

/// Answers that are still to come when the time is over are waited for so long.
constexpr std::chrono::seconds last_answers{10};

std::string_view header_of(std::string_view head, std::string_view name) {
    const auto at = head.find(name);
    if (at == std::string_view::npos) return {};
    const auto from = at + name.size();
    return head.substr(from, head.find('\r', from) - from);
}

struct Line {
    flow::Descriptor socket;
    std::string answer;
    std::size_t need = 0;  ///< bytes of the whole answer; 0: its head is still to come
    Clock::time_point due;
    bool is_busy = false;
};

/// Every connection from an address of its own, as people have.
Result<flow::Descriptor> dial(std::uint16_t port, std::size_t number) {
    flow::Descriptor line(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(line.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(0x7F000000U | static_cast<std::uint32_t>(number % 65000 + 2));
    (void)::bind(line.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(line.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return Error(ErrorCode::unavailable, "connect");
    }
    return line;
}

class Generator {
  public:
    explicit Generator(const LoadPlan& plan) : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
        lines_.resize(plan.connections);
    }

    Result<LoadOutcome> run() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            YX_CHECK(connect(i));
            idle_.push_back(i);
        }
        const auto start = Clock::now();
        counted_from_ = start + plan_.warm_up;
        ends_ = counted_from_ + plan_.length;
        next_due_ = start;
        while (Clock::now() < ends_) {
            YX_CHECK(ask_what_is_due());
            YX_CHECK(take_answers(wait_ms()));
        }
        const auto patience = Clock::now() + last_answers;
        while (idle_.size() < lines_.size() && Clock::now() < patience)
            YX_CHECK(take_answers(50));
        outcome_.seconds = std::chrono::duration<double>(plan_.length).count();
        std::ranges::sort(outcome_.waits);
        return outcome_;
    }

  private:
    Result<void> connect(std::size_t i) {
        YX_TRY(lines_[i].socket, dial(plan_.port, i));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, lines_[i].socket.get(), &event);
        return ok();
    }

    [[nodiscard]] bool is_counted(Clock::time_point due) const {
        return due >= counted_from_ && due < ends_;
    }

    int wait_ms() const {
        if (plan_.rate == 0) return 50;
        const auto left = next_due_ - Clock::now();
        return static_cast<int>(
            std::clamp<std::int64_t>(left / std::chrono::milliseconds(1), 0, 50));
    }

    Result<void> ask_what_is_due() {
        if (plan_.rate == 0) {
            while (!idle_.empty())
                YX_CHECK(ask(Clock::now()));
            return ok();
        }
        const auto every = std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(1 / plan_.rate));
        const auto now = Clock::now();
        for (; next_due_ <= now; next_due_ += every) {
            if (!idle_.empty()) {
                YX_CHECK(ask(next_due_));
            } else if (is_counted(next_due_)) {
                ++outcome_.unasked;
            }
        }
        return ok();
    }

    Result<void> ask(Clock::time_point due) {
        const std::size_t i = idle_.back();
        idle_.pop_back();
        Line& line = lines_[i];
        line.is_busy = true;
        line.due = due;
        line.answer.clear();
        line.need = 0;
        const std::string& request = plan_.requests[next_request_++ % plan_.requests.size()];
        if (is_counted(due)) ++outcome_.asked;
        // A request is smaller than any socket's buffer; a line that takes none is dead.
        if (::send(line.socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
            return fail(i);
        }
        return ok();
    }

    Result<void> fail(std::size_t i) {
        Line& line = lines_[i];
        if (line.is_busy) {
            if (is_counted(line.due)) ++outcome_.failed;
            line.is_busy = false;
            idle_.push_back(i);
        }
        return connect(i);
    }

    Result<void> take_answers(int wait) {
        std::array<epoll_event, 256> events;
        const int count =
            ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait);
        for (int k = 0; k < count; ++k)
            YX_CHECK(read(events.at(static_cast<std::size_t>(k)).data.u64));
        return ok();
    }

    Result<void> read(std::size_t i) {
        Line& line = lines_[i];
        const ssize_t count = ::recv(line.socket.get(), chunk_.data(), chunk_.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN) return ok();
        if (count <= 0) return fail(i);
        line.answer.append(chunk_.data(), static_cast<std::size_t>(count));
        if (line.need == 0) {
            const auto end = line.answer.find("\r\n\r\n");
            if (end == std::string::npos) return ok();
            const std::string_view head = std::string_view(line.answer).substr(0, end + 2);
            line.need = end + 4 +
                        static_cast<std::size_t>(
                            parse_integer(header_of(head, "\r\nContent-Length: ")).value_or(0));
        }
        if (line.answer.size() >= line.need && line.is_busy) finish(i);
        return ok();
    }

    void finish(std::size_t i) {
        Line& line = lines_[i];
        line.is_busy = false;
        idle_.push_back(i);
        if (!is_counted(line.due)) return;
        const auto status = parse_integer(std::string_view(line.answer).substr(9, 3)).value_or(0);
        if (status >= 200 && status < 400) {
            ++outcome_.served;
            const std::chrono::duration<double, std::milli> took = Clock::now() - line.due;
            outcome_.waits.push_back(took.count());
        } else if (status == 503 && line.answer.contains("\r\nRetry-After: ")) {
            ++outcome_.refused;
        } else {
            ++outcome_.failed;
        }
    }

    const LoadPlan& plan_;
    flow::Descriptor epoll_;
    std::vector<Line> lines_;
    std::vector<std::size_t> idle_;
    std::array<char, 65536> chunk_;
    Clock::time_point counted_from_;
    Clock::time_point ends_;
    Clock::time_point next_due_;
    std::size_t next_request_ = 0;
    LoadOutcome outcome_;
};

}  // namespace

double LoadOutcome::wait(double share) const noexcept {
    if (waits.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(waits.size()));
    return waits[std::min(at, waits.size() - 1)];
}

Result<LoadOutcome> run_load(const LoadPlan& plan) {
    return Generator(plan).run();
}

}  // namespace yinxin::app
