// SPDX-License-Identifier: Apache-2.0
// `yinxin signer` as an operator starts it.
#include "support/small_house.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/command.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/jobs/remote_seal_desk.hpp"

#include <csignal>
#include <cstdio>
#include <test_places.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yinxin::cli {
namespace {

using test::sure;
using testing::HasSubstr;

/// A child with its output in a pipe; ended with the object.
class SignerProcess {
  public:
    explicit SignerProcess(const std::filesystem::path& data) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("pipe");
        const std::string directory = data.string();
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::dup2(ends[1], STDERR_FILENO);
            ::close(ends[0]);
            ::execl(YX_PROGRAM, "yinxin", "signer", "--data", directory.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        output_ = ::fdopen(ends[0], "r");
    }
    SignerProcess(const SignerProcess&) = delete;
    SignerProcess& operator=(const SignerProcess&) = delete;
    ~SignerProcess() {
        if (child_ > 0) (void)end(SIGKILL);
        std::fclose(output_);
    }

    /// Reads what it says up to these words, or all of it.
    std::string read_until(std::string_view words) {
        std::string said;
        char line[1024];
        while (std::fgets(line, sizeof line, output_) != nullptr) {
            said += line;
            if (said.find(words) != std::string::npos) break;
        }
        return said;
    }
    /// @return its exit code; -1: killed.
    int end(int signal) {
        ::kill(child_, signal);
        return wait();
    }
    int wait() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t child_ = -1;
    std::FILE* output_ = nullptr;
};

class SignerCommand : public testing::Test {
  protected:
    void write_settings(const std::string& socket) const {
        config::Settings settings = house_->settings_;
        settings.data_dir = house_.directory();
        settings.signing.socket = socket;
        sure(write_file_durably(house_.directory() / settings_file,
                                as_bytes(config::describe(settings))));
    }
    mutable test::ScratchHouse house_;
};

TEST_F(SignerCommand, listens_answers_and_leaves_no_socket_behind) {
    const auto socket = house_.directory() / "signer" / "socket";
    write_settings("signer/socket");
    SignerProcess process(house_.directory());
    ASSERT_THAT(process.read_until("listens at"), HasSubstr(socket.string()));
    const auto door = sure(jobs::RemoteSealDesk::open(socket, std::chrono::seconds(30)));
    const std::vector<jobs::IntentKey> any{{HolderId{1}, IntentId{2}}};
    const auto answers = door->seal(any, SystemClock().now());
    // No such intent; or this machine's clock stands before the house's.
    const Error& refusal = answers ? answers->at(0).error() : answers.error();
    EXPECT_NE(refusal.code(), ErrorCode::key_unavailable) << refusal.describe();
    EXPECT_EQ(process.end(SIGTERM), exit_ok);
    EXPECT_FALSE(std::filesystem::exists(socket));
}

TEST_F(SignerCommand, without_a_socket_says_so) {
    write_settings("");
    SignerProcess process(house_.directory());
    EXPECT_THAT(process.read_until("\1"), HasSubstr("signing.socket"));
    EXPECT_EQ(process.wait(), exit_failed);
}

}  // namespace
}  // namespace yinxin::cli
