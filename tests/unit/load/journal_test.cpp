// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/journal.hpp"

#include "support/scratch_directory.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yinxin::load {
namespace {

using Milliseconds = std::chrono::sys_time<std::chrono::milliseconds>;

std::string text_of(const std::filesystem::path& path) {
    const auto text = read_text_file(path);
    return text ? *text : "";
}

TEST(Journal, a_line_is_one_json_object_of_a_fixed_length) {
    const Milliseconds at{std::chrono::milliseconds(1764384000123)};
    const std::string line = journal_line({"apply", at, "4711", Outcome::acknowledged});
    EXPECT_EQ(trim(line),
              R"({"op":"apply","at":1764384000123,"id":"4711","outcome":"acknowledged"})");
    EXPECT_EQ(line.size(), journal_line_size);
    EXPECT_EQ(trim(journal_line({"withdraw", at, "", Outcome::refused})),
              R"({"op":"withdraw","at":1764384000123,"id":"","outcome":"refused"})");
    EXPECT_EQ(trim(journal_line({"download", at, "7", Outcome::unknown})),
              R"({"op":"download","at":1764384000123,"id":"7","outcome":"unknown"})");
    EXPECT_EQ(4096 % journal_line_size, 0U);
}

TEST(Journal, what_a_service_answered_cannot_break_a_line) {
    for (const std::string& id : {std::string("1\"\n}{\\"), std::string(500, '9')}) {
        const std::string line = journal_line({"download", {}, id, Outcome::acknowledged});
        EXPECT_EQ(line.size(), journal_line_size);
        EXPECT_EQ(line.find('\n'), line.size() - 1);
        EXPECT_EQ(line.find('\\'), std::string::npos);
    }
}

TEST(Journal, everything_added_is_in_the_file_once_it_is_closed) {
    const test::ScratchDirectory scratch;
    const auto path = scratch.path() / "journal";
    auto journal = Journal::create(path);
    ASSERT_TRUE(journal);
    std::string expected;
    for (int i = 0; i < 1000; ++i) {
        const JournalEntry entry{"apply", {}, std::to_string(i), Outcome::acknowledged};
        (*journal)->add(entry);
        expected += journal_line(entry);
    }
    ASSERT_TRUE((*journal)->close());
    EXPECT_EQ(text_of(path), expected);
    EXPECT_EQ((*journal)->lines(), 1000U);
}

TEST(Journal, two_runs_are_not_mixed) {
    const test::ScratchDirectory scratch;
    const auto path = scratch.path() / "journal";
    ASSERT_TRUE(Journal::create(path));
    const auto again = Journal::create(path);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::conflict);
}

TEST(Journal, a_full_disk_is_an_error_and_not_silence) {
    const test::ScratchDirectory scratch;
    const auto path = scratch.path() / "journal";
    // A limit on the size of files stands for a full disk.
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit none{0, 0};
        (void)::setrlimit(RLIMIT_FSIZE, &none);
        auto journal = Journal::create(path);
        if (!journal) ::_exit(2);
        (*journal)->add({"apply", {}, "1", Outcome::acknowledged});
        ::_exit((*journal)->close() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Journal, a_killed_client_leaves_whole_lines) {
    const test::ScratchDirectory scratch;
    const auto path = scratch.path() / "journal";
    const pid_t child = ::fork();
    if (child == 0) {
        auto journal = Journal::create(path);
        if (!journal) ::_exit(2);
        for (int i = 0;; ++i)
            (*journal)->add({"apply", {}, std::to_string(i), Outcome::acknowledged});
    }
    // Some batches are in the file, and the next is being written at any moment.
    while (!std::filesystem::exists(path) || std::filesystem::file_size(path) < 1'000'000)
        ASSERT_EQ(::waitpid(child, nullptr, WNOHANG), 0);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string text = text_of(path);
    int number = 0;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const std::string line =
            journal_line({"apply", {}, std::to_string(number), Outcome::acknowledged});
        ASSERT_EQ(text.substr(at, line.size()), line);
        at += line.size();
    }
    EXPECT_GT(number, 1000);
}

}  // namespace
}  // namespace yinxin::load
