// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/confined_workers.hpp"
#include "yinxin/verify/judge.hpp"

namespace yinxin::service {

/// The hidden command of the program that serves read_confined.
inline constexpr const char* reader_command = "reader";

/// Starts the parent of the reading processes: this very program with reader_command.
/// @error unavailable
[[nodiscard]] Result<std::unique_ptr<flow::ConfinedWorkers>> start_readers();

/// verify::read in a process of its own. A file that kills its reader, or takes too long or too
/// much memory, is hostile and says so ("reading.died", "reading.time", "reading.memory").
/// Blocks: call it on a pool.
/// @error unavailable  no reading process could be had; with retry_after
[[nodiscard]] Result<verify::Claims> read_confined(flow::ConfinedWorkers& readers, BytesView file);

/// A reader that died or was too slow says nothing against a file that is byte for byte ours: the
/// machine is in trouble, not the file, and the question must be asked again.
/// @error unavailable, timed_out  with retry_after
[[nodiscard]] Result<void> check_was_read(const verify::Claims& claims,
                                          const verify::RegisterAnswer& answer);

/// Runs the reader_command. @return the exit code
int run_reader();

}  // namespace yinxin::service
