// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/domain/watched_door.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/watched_doors.hpp"

#include <array>
#include <mutex>
#include <string>
#include <vector>

/// 防滥用 (docs/abuse.md): what goes on at the doors somebody could guess at. A node counts in
/// memory and, when a door is used, brings its counts to the database every two seconds, where the
/// pressure of all nodes is judged; a flood of refused requests costs no write each.
namespace yinxin::service {

/// The counts of one node, and the pressure as it knew it last. Thread-safe.
class DoorMeter {
  public:
    using PerDoor = std::array<domain::DoorCounts, domain::watched_doors>;

    void count(domain::WatchedDoor door, const domain::DoorCounts& counts);
    [[nodiscard]] unsigned level(domain::WatchedDoor door) const;

    /// Takes out what was counted and not brought yet, for one caller.
    [[nodiscard]] PerDoor take();
    /// What could not be brought waits for the next round.
    void put_back(const PerDoor& counts);
    /// Whether it is time, for one caller.
    [[nodiscard]] bool claim_round(Instant now);
    void set_levels(const std::array<unsigned, domain::watched_doors>& levels);

  private:
    mutable std::mutex mutex_;
    PerDoor waiting_{};
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
/// Counts it and looks for patterns of guessing; never keeps the answer from being given. Nothing
/// is counted where Services::doors is null.
Task<void> watch(Services& services, DoorVisit visit);
/// The outcome of a use case: too_many_requests and a disabled password are refusals; what was not
/// to be read, or is our own trouble, is no sign of guessing.
[[nodiscard]] DoorOutcome outcome_of(const Error& error) noexcept;

/// The pressure at a door, at most two seconds old. 0 where Services::doors is null.
Task<unsigned> door_pressure(Services& services, domain::WatchedDoor door);
/// Brings this node's counts to the database and learns the pressure.
Task<Result<void>> bring_door_counts(Services& services);

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
