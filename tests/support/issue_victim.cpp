// SPDX-License-Identifier: Apache-2.0
// issue_victim DIRECTORY: writes the certificates of approved batches until it is killed.
#include "support/staged_batch.hpp"

#include <thread>

int main(int count, char** arguments) {
    using namespace yinxin;
    if (count != 2) return 2;
    test::SmallHouse house(arguments[1]);
    jobs::BatchWriter writer(test::issue_shop(house, 2));
    for (;;) {
        const auto done = writer.round();
        if (!done) return 3;
        if (*done == 0) std::this_thread::yield();
    }
}
