// SPDX-License-Identifier: Apache-2.0
// bulk_victim DIRECTORY EPOCH: works on bulk checks, two workers at a time, until it is killed.
#include "support/bulk_house.hpp"

#include <cstdlib>
#include <thread>

int main(int count, char** arguments) {
    using namespace yinxin;
    if (count != 3) return 2;
    test::SmallHouse house(arguments[1]);
    house.clock.set(instant_of(std::atoll(arguments[2])));
    const test::PlainWords words;
    std::vector<std::thread> workers;
    for (int i = 0; i < 2; ++i) {
        workers.emplace_back([&] {
            service::BulkShop shop{house.services(), house.runtime(), words};
            for (;;) {
                const auto done = service::work_on_bulk(shop);
                if (!done || *done == 0) std::this_thread::yield();
            }
        });
    }
    for (std::thread& worker : workers)
        worker.join();
}
