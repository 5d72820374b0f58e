// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/admission_control.hpp"

#include "yinxin/http/door.hpp"
#include "yinxin/http/rate_limit.hpp"

#include <algorithm>
#include <random>

namespace yinxin::http {
namespace {

/// Beside the checks that run, one may look up its account or make its session.
constexpr std::size_t passwords_around_the_pool = 2;
/// Files are read four at a time (the reading pool), with others on their way to it and back.
constexpr std::size_t most_files_at_once = 32;
/// A larger body than any form.
constexpr std::size_t form_size = std::size_t{256} * 1024;
constexpr std::size_t known_sessions = 16384;

constexpr std::chrono::seconds shortest_retry{4};
constexpr std::chrono::seconds longest_retry{15};
/// A smoothed wait says nothing about now after so long.
constexpr std::chrono::seconds memory{30};

std::vector<flow::KindShape> shapes_of(const AdmissionOptions& options, unsigned threads) {
    const std::size_t waiting = std::max<std::size_t>(options.waiting / threads, 1);
    const auto shape = [&](RequestKind kind, unsigned weight, std::size_t at_once) {
        return flow::KindShape{std::string(name_of(kind)),
                               weight,
                               std::min(at_once, options.at_once),
                               waiting,
                               options.patience};
    };
    std::vector<flow::KindShape> shapes;
    shapes.push_back(shape(RequestKind::public_, 4, options.at_once));
    shapes.push_back(shape(RequestKind::holder, 4, options.at_once));
    shapes.push_back(
        shape(RequestKind::password, 1, options.passwords_at_once + passwords_around_the_pool));
    shapes.push_back(shape(RequestKind::office, 2, options.at_once));
    shapes.push_back(shape(RequestKind::api, 2, options.at_once));
    shapes.push_back(shape(RequestKind::files, 2, most_files_at_once));
    return shapes;
}

bool is_api(const Route& route) {
    return route.pattern.starts_with("/api/") || route.pattern == "/office/api";
}

std::string_view session_of(const Request& request, RequestKind kind) {
    const std::string_view base = kind == RequestKind::office ? "staff" : "session";
    return request.cookies[cookie_name(base, request.is_secure)];
}

std::chrono::seconds jittered(std::chrono::seconds base) {
    thread_local std::minstd_rand random(std::random_device{}());
    return base + std::chrono::seconds(
                      std::uniform_int_distribution<std::int64_t>(0, base.count())(random));
}

}  // namespace

std::string_view name_of(RequestKind kind) noexcept {
    constexpr std::array<std::string_view, request_kinds> names{
        "public", "holder", "password", "office", "api", "files"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(DoorAnswer answer) noexcept {
    constexpr std::array<std::string_view, door_answers> names{
        "admitted", "full", "too_long", "displaced", "late", "gone", "stopping"};
    return names.at(static_cast<std::size_t>(answer));
}

KnownSessions::KnownSessions() : slots_(known_sessions) {}

bool KnownSessions::has(std::string_view token) const {
    const std::uint64_t hash = hash_.of("session", token);
    return slots_[hash % known_sessions].load(std::memory_order_relaxed) == hash;
}

void KnownSessions::remember(std::string_view token) {
    const std::uint64_t hash = hash_.of("session", token);
    std::atomic<std::uint64_t>& slot = slots_[hash % known_sessions];
    // Mostly it is there: threads that only read a slot do not take its cache line from each other.
    if (slot.load(std::memory_order_relaxed) != hash) slot.store(hash, std::memory_order_relaxed);
}

AdmissionControl::AdmissionControl(const AdmissionOptions& options,
                                   unsigned threads,
                                   crypto::MacKey tickets,
                                   observe::Metrics* metrics)
    : options_(options),
      shapes_(shapes_of(options, std::max(threads, 1U))),
      slots_(shapes_),
      tickets_(std::move(tickets)) {
    if (metrics == nullptr) return;
    for (std::size_t i = 0; i < request_kinds; ++i) {
        const std::string_view kind = shapes_[i].name;
        Numbers& numbers = numbers_.at(i);
        numbers.in_flight = metrics->gauge(
            "yinxin_admission_in_flight", "Requests being worked on", {{"kind", kind}});
        numbers.queued = metrics->gauge(
            "yinxin_admission_queued", "Requests that wait at the door", {{"kind", kind}});
        numbers.admitted = metrics->counter(
            "yinxin_admission_admitted_total", "Requests let in", {{"kind", kind}});
        numbers.waited = metrics->histogram("yinxin_admission_wait_seconds",
                                            "Wait at the door of those who had to and got in",
                                            observe::waiting_bounds(),
                                            {{"kind", kind}});
        for (std::size_t each = 1; each < door_answers; ++each) {
            numbers.shed.at(each) = metrics->counter(
                "yinxin_admission_shed_total",
                "Requests turned away",
                {{"kind", kind}, {"reason", name_of(static_cast<DoorAnswer>(each))}});
        }
    }
}

bool AdmissionControl::covers(const Route& route) noexcept {
    return route.access != Access::machine || is_api(route);
}

RequestKind AdmissionControl::kind_of(const Route& route) noexcept {
    if (route.checks_a_password) return RequestKind::password;
    if (route.body_limit > form_size) return RequestKind::files;
    if (is_api(route)) return RequestKind::api;
    switch (route.access) {
        case Access::account:
        case Access::consented:
            return RequestKind::holder;
        case Access::office_door:
        case Access::staff:
            return RequestKind::office;
        case Access::anyone:
        case Access::machine:
            break;
    }
    return RequestKind::public_;
}

bool AdmissionControl::is_urgent(const Request& request, RequestKind kind) noexcept {
    return !is_safe(request.method) && (kind == RequestKind::holder || kind == RequestKind::office);
}

bool AdmissionControl::brings_ticket(const Request& request) {
    return request.cookies.has(cookie_name(WaitingTickets::cookie, request.is_secure));
}

Subject AdmissionControl::subject_of(const Request& request,
                                     RequestKind kind,
                                     TicketTime now) const {
    Subject subject;
    const std::string_view session = session_of(request, kind);
    if (!session.empty() && sessions_.has(session)) {
        subject.text = "session ";
        subject.text += session;
    } else {
        subject.text = "address " + address_subject(request.client_address);
    }
    subject.hash = hash_.of("subject", subject.text);
    const std::string name = cookie_name(WaitingTickets::cookie, request.is_secure);
    if (const auto ticket = request.cookies.find(name)) {
        subject.ticket = tickets_.read(*ticket, static_cast<std::uint8_t>(kind), subject.text, now);
    }
    return subject;
}

void AdmissionControl::remember_session(const Request& request, RequestKind kind) {
    const std::string_view session = session_of(request, kind);
    if (!session.empty()) sessions_.remember(session);
}

void AdmissionControl::note_admitted(RequestKind kind,
                                     const Subject& subject,
                                     TicketTime now) noexcept {
    if (!subject.ticket) return;
    Waits& waits = waits_.at(static_cast<std::size_t>(kind));
    const std::int64_t waited = (now - *subject.ticket).count();
    const std::int64_t before = waits.smoothed.load(std::memory_order_relaxed);
    const bool is_stale =
        now.time_since_epoch().count() - waits.at.load(std::memory_order_relaxed) >
        std::chrono::milliseconds(memory).count();
    // Two threads at once lose one of the two, which the mean does not notice.
    waits.smoothed.store(is_stale ? waited : before + (waited - before) / 8,
                         std::memory_order_relaxed);
    waits.at.store(now.time_since_epoch().count(), std::memory_order_relaxed);
}

WaitingWords AdmissionControl::words_for(RequestKind kind, TicketTime since, TicketTime now) const {
    const Waits& waits = waits_.at(static_cast<std::size_t>(kind));
    const std::chrono::milliseconds age =
        now.time_since_epoch() - std::chrono::milliseconds(waits.at.load());
    std::chrono::milliseconds left{0};
    if (age < memory) left = std::chrono::milliseconds(waits.smoothed.load()) - (now - since);
    WaitingWords words;
    words.retry = jittered(std::clamp(
        std::chrono::duration_cast<std::chrono::seconds>(left) / 4, shortest_retry, longest_retry));
    words.expected = std::max(std::chrono::ceil<std::chrono::seconds>(left), words.retry);
    return words;
}

Response AdmissionControl::turn_away(const Request& request,
                                     const Route& route,
                                     const Subject& subject,
                                     TicketTime now,
                                     const WaitingPage* page,
                                     const ErrorPages& error_pages) const {
    const RequestKind kind = kind_of(route);
    const TicketTime since = subject.ticket.value_or(now);
    const WaitingWords words = words_for(kind, since, now);
    if (page == nullptr || is_api(route) || request.wants_json()) {
        Failure failure;
        failure.status = 503;
        failure.error = Error(ErrorCode::unavailable, "the door is full").retry_in(words.retry);
        failure.language = request.language;
        failure.id = request.id;
        failure.request = &request;
        failure.route = &route;
        return error_pages(failure);
    }
    Response response = page->draw(request, words);
    Cookie cookie =
        make_cookie(WaitingTickets::cookie,
                    tickets_.issue(since, static_cast<std::uint8_t>(kind), subject.text),
                    request.is_secure);
    cookie.max_age = WaitingTickets::life;
    response.set_cookie(cookie);
    return response;
}

void AdmissionControl::take_ticket(const Request& request, Response& response) {
    response.set_cookie(forget_cookie(WaitingTickets::cookie, request.is_secure));
}

bool AdmissionControl::take_room(std::size_t bytes) noexcept {
    if (bodies_.fetch_add(bytes) + bytes <= options_.bodies) return true;
    bodies_ -= bytes;
    return false;
}

void AdmissionControl::wake_others(std::size_t kind, const Door* but) {
    for (Door* door : doors_) {
        if (door != but) door->wake_for(kind);
    }
}

}  // namespace yinxin::http
