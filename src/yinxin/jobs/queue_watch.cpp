// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/queue_watch.hpp"

#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/jobs.hpp"
#include "yinxin/storage/queues.hpp"
#include "yinxin/storage/watched_doors.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

const observe::LiveFamily open{
    "yinxin_queue_open", "Entries of a queue in the database that are not done", "queue"};
const observe::LiveFamily oldest{
    "yinxin_queue_oldest_seconds", "Age of the oldest entry of a queue that is not done", "queue"};
const observe::LiveFamily dead{
    "yinxin_queue_dead", "Entries of a queue that were given up for good", "queue"};

const observe::LiveFamily alarms{
    "yinxin_alarms_open", "Alarms of the office that nobody has dealt with", "kind"};

const observe::LiveFamily pressure{
    "yinxin_door_pressure", "How much a door asks before it lets in; 0 is nothing", "door"};

/// Every door, quiet ones as 0.
void show_pressure(const std::vector<storage::DoorPressure>& found) {
    for (const auto& row : domain::KeyTable<domain::WatchedDoor>::rows) {
        const auto one = std::ranges::find(found, row.value, &storage::DoorPressure::door);
        observe::live_gauge(pressure, row.key).set(one == found.end() ? 0 : one->level);
    }
}

/// Every kind, those of which none is open as 0.
void show_alarms(const std::vector<storage::OpenAlarms>& found) {
    for (const auto& row : domain::KeyTable<domain::AlarmKind>::rows) {
        const auto one = std::ranges::find(found, row.value, &storage::OpenAlarms::kind);
        observe::live_gauge(alarms, row.key).set(one == found.end() ? 0 : one->open);
    }
}

void show(std::string_view queue, std::int64_t count, Instant since, Instant now) {
    observe::live_gauge(open, queue).set(count);
    const std::int64_t age = count == 0 ? 0 : (now - since).count();
    observe::live_gauge(oldest, queue).set(std::max<std::int64_t>(age, 0));
}

}  // namespace

Result<void> watch_queues(storage::Store& store, Instant now) {
    return store.read_now([now](storage::Reader& reader) -> Result<void> {
        YX_TRY(const storage::QueueMeasure press, storage::measure_queue(reader));
        YX_TRY(const auto others, storage::measure_queues(reader, now));
        show("press", press.open, press.oldest_created_at, now);
        observe::live_gauge(dead, "press").set(press.dead);
        for (const storage::QueueDepth& queue : others) {
            show(queue.name, queue.open, queue.oldest_since, now);
        }
        YX_TRY(const auto open_alarms, storage::count_open_alarms(reader));
        show_alarms(open_alarms);
        YX_TRY(const auto doors, storage::list_door_pressure(reader));
        show_pressure(doors);
        return ok();
    });
}

}  // namespace yinxin::jobs
