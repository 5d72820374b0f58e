// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace yinxin::cli {

/// The demonstration's dice: the same seed gives the same people everywhere, because nothing here
/// is left to a library's own distributions. Not for secrets.
class DemoRandom {
  public:
    explicit DemoRandom(std::uint32_t seed) : engine_(seed) {}

    /// Over [0, bound). @pre bound > 0
    [[nodiscard]] std::size_t below(std::size_t bound) {
        return static_cast<std::size_t>(engine_() % bound);
    }
    /// Over [from, to], both included.
    [[nodiscard]] int between(int from, int to) {
        return from + static_cast<int>(below(static_cast<std::size_t>(to - from + 1)));
    }
    [[nodiscard]] bool chance(int percent) { return between(1, 100) <= percent; }
    template <class T>
    [[nodiscard]] const T& pick(const std::vector<T>& values) {
        return values[below(values.size())];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace yinxin::cli
