// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sm3_many.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace yinxin::crypto {
namespace {

constexpr std::size_t block_size = 64;
constexpr std::size_t length_size = 8;  ///< of the text in bits, at the end of the last block
constexpr std::size_t rounds = 64;
constexpr std::size_t early_rounds = 16;
constexpr std::size_t words = 8;

// GB/T 32905-2016, 4.1 and 4.2: the first value and the constants of the rounds.
constexpr std::array<std::uint32_t, words> first_value{
    0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};
constexpr std::uint32_t early_constant = 0x79cc4519;
constexpr std::uint32_t late_constant = 0x7a879d8a;

constexpr std::array<std::uint32_t, rounds> turned_constants = [] {
    std::array<std::uint32_t, rounds> turned{};
    for (std::size_t j = 0; j < rounds; ++j) {
        turned[j] =
            std::rotl(j < early_rounds ? early_constant : late_constant, static_cast<int>(j % 32));
    }
    return turned;
}();

/// N words of as many texts; arithmetic on it is that of each lane.
template <std::size_t N>
struct Vector {
    using Type __attribute__((vector_size(N * 4))) = std::uint32_t;
};

// Everything below is inlined into one function for each kind of processor, which is compiled for
// it; by itself none of it knows how wide the processor is.
#define YX_LANES [[gnu::always_inline]] inline

template <class V>
YX_LANES void turn(V& value, int bits) {
    value = (value << bits) | (value >> (32 - bits));
}

template <class V>
YX_LANES void turned(const V& value, int bits, V& out) {
    out = value;
    turn(out, bits);
}

/// x ^ (x <<< first) ^ (x <<< second): P0 with 9 and 17, P1 with 15 and 23 (4.4).
template <class V>
YX_LANES void permute(V& value, int first, int second) {
    V one;
    V other;
    turned(value, first, one);
    turned(value, second, other);
    value ^= one ^ other;
}

/// One text: its whole blocks where they lie, its padded end (5.2) here.
struct Text {
    BytesView bytes;
    std::size_t blocks = 0;
    std::size_t whole_blocks = 0;
    std::array<std::uint8_t, 2 * block_size> end{};

    void set(BytesView text) {
        bytes = text;
        whole_blocks = text.size() / block_size;
        const std::size_t rest = text.size() % block_size;
        const std::size_t end_blocks = rest + 1 + length_size <= block_size ? 1 : 2;
        blocks = whole_blocks + end_blocks;
        if (rest > 0) std::memcpy(end.data(), text.data() + whole_blocks * block_size, rest);
        end[rest] = 0x80;
        const std::uint64_t bits = std::uint64_t{text.size()} * 8;
        for (std::size_t i = 0; i < length_size; ++i) {
            end[end_blocks * block_size - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
        }
    }
    [[nodiscard]] const std::uint8_t* block(std::size_t index) const {
        return index < whole_blocks ? bytes.data() + index * block_size
                                    : end.data() + (index - whole_blocks) * block_size;
    }
};

/// Word j of the block of each lane, most significant byte first.
template <std::size_t N>
YX_LANES void load(const std::array<const std::uint8_t*, N>& blocks,
                   std::size_t j,
                   typename Vector<N>::Type& out) {
    alignas(N * 4) std::array<std::uint32_t, N> lanes;
    for (std::size_t i = 0; i < N; ++i) {
        std::uint32_t word = 0;
        std::memcpy(&word, blocks[i] + j * 4, sizeof word);
        lanes[i] = std::byteswap(word);
    }
    std::memcpy(&out, lanes.data(), sizeof out);
}

/// The expansion of one block (5.3.2) and its 64 rounds (5.3.3).
template <std::size_t N>
YX_LANES void compress(typename Vector<N>::Type (&state)[words],
                       const std::array<const std::uint8_t*, N>& blocks) {
    using V = typename Vector<N>::Type;
    V w[rounds + 4];
    for (std::size_t j = 0; j < 16; ++j)
        load<N>(blocks, j, w[j]);
    for (std::size_t j = 16; j < rounds + 4; ++j) {
        V late;
        V early;
        turned(w[j - 3], 15, late);
        turned(w[j - 13], 7, early);
        V mixed = w[j - 16] ^ w[j - 9] ^ late;
        permute(mixed, 15, 23);
        w[j] = mixed ^ early ^ w[j - 6];
    }
    V a = state[0], b = state[1], c = state[2], d = state[3];
    V e = state[4], f = state[5], g = state[6], h = state[7];
    for (std::size_t j = 0; j < rounds; ++j) {
        V a12;
        turned(a, 12, a12);
        V ss1 = a12 + e + turned_constants[j];
        turn(ss1, 7);
        const V ss2 = ss1 ^ a12;
        const bool is_early = j < early_rounds;
        const V ff = is_early ? V(a ^ b ^ c) : V((a & b) | (c & (a | b)));
        const V gg = is_early ? V(e ^ f ^ g) : V(((f ^ g) & e) ^ g);
        const V tt1 = ff + d + ss2 + (w[j] ^ w[j + 4]);
        V tt2 = gg + h + ss1 + w[j];
        permute(tt2, 9, 17);
        d = c;
        turned(b, 9, c);
        b = a;
        a = tt1;
        h = g;
        turned(f, 19, g);
        f = e;
        e = tt2;
    }
    state[0] ^= a;
    state[1] ^= b;
    state[2] ^= c;
    state[3] ^= d;
    state[4] ^= e;
    state[5] ^= f;
    state[6] ^= g;
    state[7] ^= h;
}

/// At most N texts, block by block; a lane whose text has ended keeps its value.
template <std::size_t N>
YX_LANES void hash_group(std::span<const BytesView> texts, Digest32* out) {
    using V = typename Vector<N>::Type;
    static constexpr std::array<std::uint8_t, block_size> nothing{};
    std::array<Text, N> lanes;
    std::size_t most = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        lanes[i].set(texts[i]);
        most = std::max(most, lanes[i].blocks);
    }
    V state[words];
    for (std::size_t k = 0; k < words; ++k)
        state[k] = V{} + first_value[k];
    for (std::size_t block = 0; block < most; ++block) {
        std::array<const std::uint8_t*, N> blocks;
        V is_going{};
        for (std::size_t i = 0; i < N; ++i) {
            const bool goes_on = block < lanes[i].blocks;
            blocks[i] = goes_on ? lanes[i].block(block) : nothing.data();
            is_going[i] = goes_on ? ~std::uint32_t{0} : 0;
        }
        V next[words];
        for (std::size_t k = 0; k < words; ++k)
            next[k] = state[k];
        compress<N>(next, blocks);
        for (std::size_t k = 0; k < words; ++k)
            state[k] = (next[k] & is_going) | (state[k] & ~is_going);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t k = 0; k < words; ++k) {
            const std::uint32_t word = std::byteswap(static_cast<std::uint32_t>(state[k][i]));
            std::memcpy(out[i].data() + k * 4, &word, sizeof word);
        }
    }
}

#if defined(__x86_64__)
[[gnu::target("avx512f,avx512vl,avx512bw")]] void hash_16(std::span<const BytesView> texts,
                                                          Digest32* out) {
    hash_group<16>(texts, out);
}
[[gnu::target("avx2")]] void hash_8(std::span<const BytesView> texts, Digest32* out) {
    hash_group<8>(texts, out);
}
#endif

}  // namespace

std::size_t sm3_lanes() noexcept {
#if defined(__x86_64__)
    static const std::size_t lanes = [] {
        __builtin_cpu_init();
        const bool has_512 = __builtin_cpu_supports("avx512f") != 0 &&
                             __builtin_cpu_supports("avx512vl") != 0 &&
                             __builtin_cpu_supports("avx512bw") != 0;
        if (has_512) return std::size_t{16};
        return __builtin_cpu_supports("avx2") != 0 ? std::size_t{8} : std::size_t{1};
    }();
    return lanes;
#else
    return 1;
#endif
}

std::vector<Digest32> sm3_many(std::span<const BytesView> texts) {
    return detail::sm3_many(texts, sm3_lanes());
}

std::vector<Digest32> detail::sm3_many(std::span<const BytesView> texts, std::size_t lanes) {
    std::vector<Digest32> digests(texts.size());
    for (std::size_t at = 0; at < texts.size();) {
        const std::size_t count = std::min(lanes, texts.size() - at);
#if defined(__x86_64__)
        // Lanes cost the same whether they have a text or not.
        if (count > 2) {
            const auto group = texts.subspan(at, count);
            lanes == 16 ? hash_16(group, &digests[at]) : hash_8(group, &digests[at]);
            at += count;
            continue;
        }
#endif
        digests[at] = sm3(texts[at]);
        ++at;
    }
    return digests;
}

}  // namespace yinxin::crypto
