// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/seal_door.hpp"

/// What is said between the press and `yinxin signer`: one request and one answer on a connection,
/// each a frame of four bytes of length, big-endian, and that many bytes. Numbers are big-endian.
///
/// request: "YXQ1", count (2 bytes), and for each intent holder and number (8 bytes each).
/// answer:  "YXA1", and for the whole call and then for each intent an outcome: a code (4 bytes,
///   error_codes.def; 0: done), a length (4 bytes), and the signature or, of a refusal, its detail.
namespace yinxin::jobs {

/// More than the press ever asks for at once: 64 jobs of two faces.
inline constexpr std::size_t most_intents = 1024;
/// Frames beyond these are not read.
inline constexpr std::size_t longest_request = 4 + 2 + 16 * most_intents;
inline constexpr std::size_t longest_answer = std::size_t{64} << 20;

/// @param intents  at most most_intents; more is a bug and throws.
[[nodiscard]] Bytes write_seal_request(std::span<const IntentKey> intents);
/// @error malformed  anything but one request, exactly.
[[nodiscard]] Result<std::vector<IntentKey>> read_seal_request(BytesView frame);

using SealAnswers = Result<std::vector<Result<Bytes>>>;

[[nodiscard]] Bytes write_seal_answer(const SealAnswers& answers);
/// What the signer answered to so many intents; an error code that this version does not know is
/// `internal`. @error malformed  anything but one such answer, exactly.
[[nodiscard]] Result<SealAnswers> read_seal_answer(BytesView frame, std::size_t intents);

}  // namespace yinxin::jobs
