// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/domain/watched_door.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/watched_doors.hpp"

#include <array>
#include <compare>
#include <map>
#include <mutex>
#include <string>
#include <vector>

/// 防滥用 (docs/abuse.md): what goes on at the doors somebody could guess at. A node counts in
/// memory and brings its counts, and the signs of guessing, to the database every two seconds,
/// where the pressure of all nodes is judged; neither a miss nor a refused request costs a write.
namespace yinxin::service {

/// What may be part of a pattern of guessing (guess_patterns.hpp).
struct DoorSign {
    domain::WatchedDoor door{};
    bool is_miss = false;
    std::string address;  ///< as it is counted (throttle.hpp)
    std::string target;   ///< "" for none

    [[nodiscard]] auto operator<=>(const DoorSign&) const = default;
};
/// Different signs a node keeps of one door between two rounds. What is more is counted as tries,
/// misses and refusals alone: whoever makes so many raises the alarm by those that are kept.
inline constexpr std::size_t most_waiting_signs = 64;
/// A longer target is known by its hash.
inline constexpr std::size_t longest_sign_target = 64;

/// The counts of one node, and the pressure as it knew it last. Thread-safe.
class DoorMeter {
  public:
    using PerDoor = std::array<domain::DoorCounts, domain::watched_doors>;
    /// What was counted and not brought yet.
    struct Waiting {
        PerDoor counts{};
        std::map<DoorSign, std::int64_t> signs;                 ///< how often each
        std::array<std::size_t, domain::watched_doors> kept{};  ///< different signs of each door
        std::int64_t dropped_signs = 0;
    };

    void count(domain::WatchedDoor door, const domain::DoorCounts& counts);
    /// With its sign: whoever takes out the one has the other as well.
    void count(const domain::DoorCounts& counts, DoorSign sign);
    [[nodiscard]] unsigned level(domain::WatchedDoor door) const;

    [[nodiscard]] bool has_waiting() const;
    /// Takes it out, for one caller.
    [[nodiscard]] Waiting take();
    /// What could not be brought waits for the next round.
    void put_back(const Waiting& waiting);
    /// Whether it is time, for one caller.
    [[nodiscard]] bool claim_round(Instant now);
    void set_levels(const std::array<unsigned, domain::watched_doors>& levels);

  private:
    void add_sign(const DoorSign& sign, std::int64_t times);

    mutable std::mutex mutex_;
    Waiting waiting_;
    std::array<unsigned, domain::watched_doors> levels_{};
    Instant next_round_{};
};

/// How one try ended.
enum class DoorOutcome {
    fine,
    miss,     ///< wrong, unknown, no match
    refused,  ///< not looked at: too many
};

struct DoorVisit {
    domain::WatchedDoor door{};
    DoorOutcome outcome = DoorOutcome::fine;
    std::string address;  ///< from where
    std::string
        target;  ///< whom or what it is aimed at: a user name, a mobile, a copy; "" for none
    /// Counted towards the patterns of guessing whatever came of it: where an answer must not tell
    /// whether there is such a target, neither may the work behind it.
    bool is_always_a_sign = false;
};
/// Counts it, in memory, with what may be a sign of guessing. Nothing is counted where
/// Services::doors is null.
void watch(const Services& services, const DoorVisit& visit);
/// The outcome of a use case: too_many_requests and a disabled password are refusals; what was not
/// to be read, or is our own trouble, is no sign of guessing.
[[nodiscard]] DoorOutcome outcome_of(const Error& error) noexcept;

/// The same now, whenever the last round was: what a node has counted when it stops.
Result<std::int64_t> bring_last_counts(const Services& services);

/// The pressure at a door, at most two seconds old. 0 where Services::doors is null.
Task<unsigned> door_pressure(Services& services, domain::WatchedDoor door);
/// Brings this node's counts to the database and learns the pressure.
Task<Result<void>> bring_door_counts(Services& services);
/// The same where something waits and it is time: for the round that looks after doors whose pages
/// ask for no pressure, or that nobody uses any more. @return whether it was done
Result<std::int64_t> bring_waiting_counts(const Services& services);

/// The statistics for the security administrator.
struct DoorReport {
    struct Door {
        storage::DoorSum sum;
        unsigned level = 0;
    };
    std::string door;  ///< its key; "" for all
    Instant from{};
    std::vector<Door> doors;               ///< each of them, also those nobody used
    std::vector<storage::DoorHour> hours;  ///< every hour of the span, quiet ones too
    std::vector<storage::DoorSubject> addresses;
    std::vector<storage::DoorSubject> targets;
};
inline constexpr int most_door_subjects = 20;
/// The longest span a page shows; subjects are kept for two days only.
inline constexpr std::chrono::hours longest_door_report{7 * 24};
/// @param span  cut to longest_door_report  @error forbidden
[[nodiscard]] Task<Result<DoorReport>> read_door_report(Services& services,
                                                        domain::StaffActor actor,
                                                        std::string door,
                                                        std::chrono::hours span);

}  // namespace yinxin::service
