// SPDX-License-Identifier: Apache-2.0
// What is said on the signer's socket, both ways: the first byte is the number of intents asked
// for.
#include "fuzz/input.hpp"

#include "yinxin/jobs/seal_wire.hpp"

#include <algorithm>

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const BytesView frame(data + 1, size - 1);
    // What is read can be written, and is the very frame.
    if (const auto request = jobs::read_seal_request(frame)) {
        fuzz::must(std::ranges::equal(jobs::write_seal_request(*request), frame));
    }
    const auto answer = jobs::read_seal_answer(frame, data[0]);
    if (answer && *answer) {
        fuzz::must((*answer)->size() == data[0]);
        const auto again = jobs::read_seal_answer(jobs::write_seal_answer(*answer), data[0]);
        fuzz::must(again && *again && (*again)->size() == data[0]);
    }
    return 0;
}
