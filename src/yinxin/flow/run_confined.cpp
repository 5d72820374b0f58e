// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/confined_workers.hpp"
#include "yinxin/flow/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::flow {
namespace {

constexpr int control = 0;
constexpr uid_t nobody = 65534;
constexpr int exit_lost = 1;

void limit(__rlimit_resource resource, rlim_t most) {
    const rlimit bound{most, most};
    if (::setrlimit(resource, &bound) != 0) ::_exit(exit_lost);
}

/// Address space that a sanitizer of a test build has reserved for itself, terabytes of it; none
/// in a build that serves people.
rlim_t sanitizer_reserve() {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    rlim_t pages = 0;
    if (!(std::ifstream("/proc/self/statm") >> pages)) ::_exit(exit_lost);
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
#else
    return 0;
#endif
}

/// Whether this process could become nobody. In a namespace of its own (a container without root)
/// there may be no such user; its root has no power outside anyway.
bool has_nobody() {
    std::ifstream map("/proc/self/uid_map");
    std::uint64_t inside = 0;
    std::uint64_t outside = 0;
    std::uint64_t count = 0;
    while (map >> inside >> outside >> count) {
        if (nobody >= inside && nobody - inside < count) return true;
    }
    return false;
}

/// What the parent of the workers gives up once, before it has read a byte of anybody.
void leave_the_world() {
    (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // No network even for somebody who got past the filter. Needs privileges; without them the
    // filter alone stands.
    (void)::unshare(CLONE_NEWNET | CLONE_NEWIPC);
    if (::geteuid() == 0 && has_nobody()) {
        const bool is_gone =
            ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0;
        if (!is_gone) ::_exit(exit_lost);
    }
    (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)::prctl(PR_SET_DUMPABLE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    // Workers end unobserved; nobody waits for them.
    ::signal(SIGCHLD, SIG_IGN);
    ::signal(SIGPIPE, SIG_IGN);
}

/// Memory, its one socket, and the end: all a reader of bytes needs.
void filter_calls() {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    constexpr std::array allowed{
        SCMP_SYS(read),          SCMP_SYS(write),        SCMP_SYS(close),
        SCMP_SYS(exit),          SCMP_SYS(exit_group),   SCMP_SYS(brk),
        SCMP_SYS(mmap),          SCMP_SYS(munmap),       SCMP_SYS(mremap),
        SCMP_SYS(madvise),       SCMP_SYS(mprotect),     SCMP_SYS(futex),
        SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),    SCMP_SYS(getpid),
        SCMP_SYS(gettid),        SCMP_SYS(tgkill),       SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigreturn),  SCMP_SYS(gettimeofday), SCMP_SYS(time),
    };
    bool is_set = filter != nullptr;
    for (const int call : allowed) {
        is_set = is_set && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
    }
    is_set = is_set && seccomp_load(filter) == 0;
    if (filter != nullptr) seccomp_release(filter);
    if (!is_set) ::_exit(exit_lost);
}

Bytes read_request(int fd, std::size_t most) {
    Bytes request;
    std::array<std::uint8_t, 65536> chunk;
    for (;;) {
        const ssize_t count = ::read(fd, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return request;
        request.insert(request.end(), chunk.begin(), chunk.begin() + count);
        if (request.size() > most) ::_exit(exit_lost);
    }
}

[[noreturn]] void serve_one(Descriptor request,
                            const Confinement& confinement,
                            const std::function<Bytes(BytesView)>& work) {
    ::close(control);
    limit(RLIMIT_AS, sanitizer_reserve() + confinement.memory);
    limit(RLIMIT_CPU, static_cast<rlim_t>(confinement.time.count()));
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_NOFILE, static_cast<rlim_t>(request.get()) + 1);
    ::alarm(static_cast<unsigned>(confinement.time.count()));
    filter_calls();
    Bytes answer = work(read_request(request.get(), confinement.request_bytes));
    if (!answer.empty()) answer.insert(answer.begin(), confined_answer);
    for (BytesView rest = answer; !rest.empty();) {
        const ssize_t count = ::write(request.get(), rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) ::_exit(exit_lost);
        rest = rest.subspan(static_cast<std::size_t>(count));
    }
    ::_exit(0);
}

/// Told instead of an answer where no worker could be made, so that nobody takes it for one that
/// died.
void say_no_worker(const Descriptor& request) {
    const std::uint8_t none = confined_no_worker;
    (void)!::write(request.get(), &none, 1);
}

/// The next request's socket; none when nobody will ask again.
Descriptor next_request() {
    char byte = 0;
    iovec data{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    ssize_t count = 0;
    do {
        count = ::recvmsg(control, &message, MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    const cmsghdr* header = count > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return Descriptor();
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return Descriptor(fd);
}

}  // namespace

int run_confined(const Confinement& confinement,
                 const std::function<Bytes(BytesView)>& work,
                 const std::function<void()>& warm_up) {
    warm_up();
    leave_the_world();
    for (;;) {
        Descriptor request = next_request();
        if (request.get() < 0) return 0;
        const pid_t worker = ::fork();
        if (worker == 0) serve_one(std::move(request), confinement, work);
        if (worker < 0) say_no_worker(request);
    }
}

}  // namespace yinxin::flow
