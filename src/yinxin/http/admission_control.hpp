// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/fair_queue.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/subject_hash.hpp"
#include "yinxin/http/waiting_page.hpp"
#include "yinxin/http/waiting_ticket.hpp"
#include "yinxin/observe/metrics.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who is let in at the public door, and what the others are told (docs/peak.md).
namespace yinxin::http {

/// The kinds of requests that share the door; a new one goes to the end (tickets hold the number).
enum class RequestKind : std::uint8_t {
    public_,   ///< verification and everything else that anybody may see
    holder,    ///< pages of accounts
    password,  ///< what costs a check of a password
    office,
    api,
    files,  ///< bodies of more than a form's size
};
inline constexpr std::size_t request_kinds = 6;

/// What became of a request at the door.
enum class DoorAnswer {
    admitted,
    full,       ///< nobody with a later place could be sent away
    too_long,   ///< it would wait longer than its kind's patience
    displaced,  ///< somebody with an older place came
    late,       ///< waited longer than its kind's patience
    gone,       ///< its client left while it waited
    stopping,
};
inline constexpr std::size_t door_answers = 7;

struct AdmissionOptions {
    std::size_t at_once = 256;          ///< of each kind, in the process
    std::size_t waiting = 2048;         ///< of each kind, in the process
    std::size_t passwords_at_once = 2;  ///< checks of passwords, each with its memory
    std::chrono::milliseconds patience{2000};
    std::chrono::milliseconds deadline{20'000};
    std::size_t bodies = std::size_t{256} << 20;  ///< bytes
};

/// Sessions whose requests got past the gate lately: their holders count as themselves and not as
/// one of many behind an address. Bounded; a forgotten one counts by its address once more.
/// Thread-safe, without locks.
class KnownSessions {
  public:
    KnownSessions();
    [[nodiscard]] bool has(std::string_view token) const;
    void remember(std::string_view token);

  private:
    SubjectHash hash_;
    std::vector<std::atomic<std::uint64_t>> slots_;
};

class Door;

/// Who asks, as the door sees him.
struct Subject {
    std::string text;        ///< address or session; never logged
    std::uint64_t hash = 0;  ///< of the text, under a key of this process
    /// Since when his place counts; nothing: he comes without a ticket.
    std::optional<TicketTime> ticket;
};

/// What the doors of one server's threads share: limits, tickets, numbers. Thread-safe.
class AdmissionControl {
  public:
    /// @param threads  doors that will share it; bounds are divided among them
    /// @param tickets  the same on all nodes
    /// @param metrics  may be null; must outlive it
    AdmissionControl(const AdmissionOptions& options,
                     unsigned threads,
                     crypto::MacKey tickets,
                     observe::Metrics* metrics);

    /// Whether requests of this route pass the door. Static files and what operators ask do not.
    [[nodiscard]] static bool covers(const Route& route) noexcept;
    [[nodiscard]] static RequestKind kind_of(const Route& route) noexcept;

    /// A form of somebody who logged in goes before pages that are only looked at. Not of
    /// strangers: anybody could make his flood of forms.
    [[nodiscard]] static bool is_urgent(const Request& request, RequestKind kind) noexcept;
    [[nodiscard]] static bool brings_ticket(const Request& request);
    [[nodiscard]] Subject subject_of(const Request& request,
                                     RequestKind kind,
                                     TicketTime now) const;
    /// The gate let the session in that requests of this kind bring. Of no other: it did not look
    /// at what else the request says.
    void remember_session(const Request& request, RequestKind kind);

    /// The answer to who was not admitted: the waiting page with a ticket for people, a problem for
    /// programs; 503 and Retry-After for both.
    /// @param page  may be null: everybody gets the problem
    [[nodiscard]] Response turn_away(const Request& request,
                                     const Route& route,
                                     const Subject& subject,
                                     TicketTime now,
                                     const WaitingPage* page,
                                     const ErrorPages& error_pages) const;
    /// Somebody with a ticket got in: what he waited is what others are told.
    void note_admitted(RequestKind kind, const Subject& subject, TicketTime now) noexcept;
    /// A ticket that got its bearer in is used up.
    static void take_ticket(const Request& request, Response& response);

    /// Room for so many bytes of a body; false: there is none.
    [[nodiscard]] bool take_room(std::size_t bytes) noexcept;
    void give_room(std::size_t bytes) noexcept { bodies_ -= bytes; }

    [[nodiscard]] std::chrono::milliseconds deadline() const noexcept { return options_.deadline; }

  private:
    friend class Door;
    struct Numbers {
        std::optional<observe::Gauge> in_flight;
        std::optional<observe::Gauge> queued;
        std::optional<observe::Counter> admitted;
        std::array<std::optional<observe::Counter>, door_answers> shed;
        std::optional<observe::Histogram> waited;
    };
    /// How long those with a ticket had waited who get in now, milliseconds; smoothed.
    struct Waits {
        std::atomic<std::int64_t> smoothed = 0;
        std::atomic<std::int64_t> at = 0;  ///< of the last one, milliseconds since 1970
    };

    [[nodiscard]] WaitingWords words_for(RequestKind kind, TicketTime since, TicketTime now) const;
    /// A slot of this kind is free again: another thread's door may have somebody for it.
    void wake_others(std::size_t kind, const Door* but);

    AdmissionOptions options_;
    std::vector<flow::KindShape> shapes_;  ///< of one door
    flow::Slots slots_;
    WaitingTickets tickets_;
    KnownSessions sessions_;
    SubjectHash hash_;
    std::array<Numbers, request_kinds> numbers_;
    std::array<Waits, request_kinds> waits_;
    std::atomic<std::size_t> bodies_ = 0;
    std::vector<Door*> doors_;  ///< filled before any request, then read only
};

[[nodiscard]] std::string_view name_of(RequestKind kind) noexcept;
[[nodiscard]] std::string_view name_of(DoorAnswer answer) noexcept;

}  // namespace yinxin::http
