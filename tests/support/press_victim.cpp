// SPDX-License-Identifier: Apache-2.0
// press_victim DIRECTORY JOURNAL EPOCH: applies and presses until it is killed. An application is
// written to the journal, with fsync, after it was acknowledged: what stands there must survive.
#include "support/small_house.hpp"

#include <cstdio>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace yinxin;

/// What a client remembers of the answers it got.
class Journal {
  public:
    explicit Journal(const char* path) : file_(::open(path, O_WRONLY | O_CREAT | O_APPEND, 0600)) {}
    void note(std::int64_t holder, std::int64_t endorsement) const {
        const std::string line = std::to_string(holder) + " " + std::to_string(endorsement) + "\n";
        if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
            ::fsync(file_) != 0) {
            std::_Exit(3);
        }
    }

  private:
    int file_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) return 2;
    test::SmallHouse house(arguments[1]);
    const Journal journal(arguments[2]);
    house.clock.set(instant_of(std::atoll(arguments[3])));
    // Two presses, as two workers of one process.
    std::vector<std::thread> presses;
    for (int i = 0; i < 2; ++i) {
        presses.emplace_back([&house] {
            for (;;) {
                const auto pressed = jobs::press_copies(house.shop(), house.clock.now(), 4);
                if (pressed && pressed->claimed == 0) std::this_thread::yield();
            }
        });
    }
    for (;;) {
        const test::Held held = house.add_holder();
        for (const int days : {90, 60, 30}) {
            // Waits for the copy before: only one application may be pending.
            while (house.one("SELECT COUNT(*) FROM endorsement WHERE state = 'pending'") > 0) {
                std::this_thread::yield();
            }
            const EndorsementId id = house.apply(held, {.days = days, .recipient = {}});
            journal.note(held.holder.value, id.value);
        }
    }
}
