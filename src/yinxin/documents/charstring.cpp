// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/charstring.hpp"

#include <array>
#include <cstddef>

namespace yinxin::documents {
namespace {

enum class Operator : std::uint8_t {
    vmoveto = 4,
    rlineto = 5,
    hlineto = 6,
    vlineto = 7,
    rrcurveto = 8,
    endchar = 14,
    rmoveto = 21,
    hmoveto = 22,
    vhcurveto = 30,
    hvcurveto = 31,
};

/// TN 5177, Appendix B: the argument stack holds 48 numbers.
constexpr std::size_t stack_limit = 48;

/// Collects arguments and writes them before their operator; equal operators share one run.
class Encoder {
  public:
    explicit Encoder(std::string& out) : out_(out) {}

    void number(int value) {
        if (value >= -107 && value <= 107) {
            put(value + 139);
        } else if (value >= 108 && value <= 1131) {
            put(((value - 108) >> 8) + 247);
            put((value - 108) & 0xFF);
        } else if (value <= -108 && value >= -1131) {
            put(((-value - 108) >> 8) + 251);
            put((-value - 108) & 0xFF);
        } else {
            put(28);
            put((value >> 8) & 0xFF);
            put(value & 0xFF);
        }
    }

    void move_to(Outline::Node to) {
        flush();
        const auto [dx, dy] = step(to);
        if (dy == 0) {
            number(dx);
            put(static_cast<int>(Operator::hmoveto));
        } else if (dx == 0) {
            number(dy);
            put(static_cast<int>(Operator::vmoveto));
        } else {
            number(dx);
            number(dy);
            put(static_cast<int>(Operator::rmoveto));
        }
    }

    void line_to(Outline::Node to) {
        const auto [dx, dy] = step(to);
        if (dx == 0 && dy == 0) return;
        if (dy == 0) {
            alternate(Operator::hlineto, Operator::vlineto, dx);
        } else if (dx == 0) {
            alternate(Operator::vlineto, Operator::hlineto, dy);
        } else {
            open(Operator::rlineto, 2);
            push(dx);
            push(dy);
        }
    }

    void curve_to(Outline::Node first, Outline::Node second, Outline::Node to) {
        const auto [ax, ay] = step(first);
        const auto [bx, by] = step(second);
        const auto [cx, cy] = step(to);
        if (ay == 0 && cx == 0) {
            curve_run(Operator::hvcurveto, {ax, bx, by, cy});
        } else if (ax == 0 && cy == 0) {
            curve_run(Operator::vhcurveto, {ay, bx, by, cx});
        } else {
            open(Operator::rrcurveto, 6);
            for (const int value : {ax, ay, bx, by, cx, cy})
                push(value);
        }
    }

    void end() {
        flush();
        put(static_cast<int>(Operator::endchar));
    }

  private:
    struct Delta {
        int x;
        int y;
    };

    void put(int byte) { out_ += static_cast<char>(byte); }

    Delta step(Outline::Node to) {
        const Delta delta{to.x - at_.x, to.y - at_.y};
        at_ = to;
        return delta;
    }

    void push(int value) { arguments_[count_++] = value; }

    void open(Operator wanted, std::size_t arguments) {
        if (!pending_ || operator_ != wanted || count_ + arguments > stack_limit) flush();
        pending_ = true;
        operator_ = wanted;
    }

    /// hlineto and vlineto take a run of alternating horizontal and vertical steps.
    void alternate(Operator wanted, Operator other, int value) {
        const bool odd = count_ % 2 == 1;
        const bool fits = pending_ && count_ < stack_limit &&
                          ((operator_ == wanted && !odd) || (operator_ == other && odd));
        if (!fits) {
            flush();
            pending_ = true;
            operator_ = wanted;
        }
        push(value);
    }

    /// hvcurveto and vhcurveto take a run of curves that alternate likewise.
    void curve_run(Operator wanted, std::array<int, 4> values) {
        const Operator other =
            wanted == Operator::hvcurveto ? Operator::vhcurveto : Operator::hvcurveto;
        const bool odd = (count_ / 4) % 2 == 1;
        const bool fits = pending_ && count_ + 4 <= stack_limit &&
                          ((operator_ == wanted && !odd) || (operator_ == other && odd));
        if (!fits) {
            flush();
            pending_ = true;
            operator_ = wanted;
        }
        for (const int value : values)
            push(value);
    }

    void flush() {
        if (!pending_) return;
        for (std::size_t i = 0; i < count_; ++i)
            number(arguments_[i]);
        put(static_cast<int>(operator_));
        count_ = 0;
        pending_ = false;
    }

    std::string& out_;
    Outline::Node at_;
    std::array<int, stack_limit> arguments_{};
    std::size_t count_ = 0;
    Operator operator_ = Operator::endchar;
    bool pending_ = false;
};

}  // namespace

std::string write_charstring(const Outline& outline, int advance) {
    std::string out;
    Encoder encoder(out);
    // The width stands before the arguments of the first operator that clears the stack.
    if (advance != 1000) encoder.number(advance);
    const Outline::Node* node = outline.nodes.data();
    for (const Verb verb : outline.verbs) {
        switch (verb) {
            case Verb::move:
                encoder.move_to(*node++);
                break;
            case Verb::line:
                encoder.line_to(*node++);
                break;
            case Verb::cubic:
                encoder.curve_to(node[0], node[1], node[2]);
                node += 3;
                break;
            case Verb::close:
                break;
        }
    }
    encoder.end();
    return out;
}

}  // namespace yinxin::documents
