// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/remote_seal_desk.hpp"

#include "yinxin/jobs/seal_socket.hpp"
#include "yinxin/jobs/seal_wire.hpp"
#include "yinxin/observe/external.hpp"

namespace yinxin::jobs {
namespace {

/// Whatever went wrong on the way, the press can do one thing: try later.
Error away(const Error& cause) {
    return Error(ErrorCode::key_unavailable,
                 "the signer does not answer: " + std::string(dotted_name(cause.code())) + ": " +
                     cause.detail());
}

Result<SealAnswers> ask(const RemoteSealDesk::Plan& plan, std::span<const IntentKey> intents) {
    const SteadyTime deadline = std::chrono::steady_clock::now() + plan.deadline;
    YX_TRY(const Socket socket, connect_to(plan.socket));
    YX_TRY(const uid_t signer,
           plan.signer ? Result<uid_t>(*plan.signer) : owner_of(plan.socket.parent_path()));
    const auto peer = peer_of(socket);
    if (peer != signer) {
        return Error(ErrorCode::forbidden, "another user serves the signer's socket");
    }
    YX_CHECK(write_frame(socket, write_seal_request(intents), deadline));
    YX_TRY(const Bytes frame, read_frame(socket, longest_answer, deadline));
    return read_seal_answer(frame, intents.size());
}

}  // namespace

Result<std::unique_ptr<SealDoor>> RemoteSealDesk::open(const std::filesystem::path& socket,
                                                       std::chrono::milliseconds deadline) {
    std::error_code ignored;
    if (std::filesystem::exists(socket.parent_path(), ignored)) {
        YX_CHECK(check_socket_directory(socket));
    }
    return std::unique_ptr<SealDoor>(std::make_unique<RemoteSealDesk>(Plan{socket, deadline, {}}));
}

Result<std::vector<Result<Bytes>>> RemoteSealDesk::seal(std::span<const IntentKey> intents,
                                                        Instant /*now*/) const {
    if (intents.empty()) return std::vector<Result<Bytes>>();
    observe::ExternalCall call(observe::External::signer);
    Result<SealAnswers> answers = ask(plan_, intents);
    call.end(answers.has_value());
    if (!answers) return away(answers.error());
    return *std::move(answers);
}

}  // namespace yinxin::jobs
