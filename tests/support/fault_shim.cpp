// A library to be preloaded into kerf-cli: lets the Nth system call on the files below a folder fail, kills
// the process there, sends it a signal or holds it up. Quicker than strace and in need of no right to trace.
//
//   KERF_FAULT_UNDER  the folder; what happens elsewhere goes its usual way
//   KERF_FAULT_CALLS  which calls count: open write fsync rename mkdir unlink truncate close read; empty: all
//   but read KERF_FAULT_AT     which one is hit, from 1 KERF_FAULT_DO     an errno's number, or KILL, TERM,
//   INT, HUP (before the call), STALL (waits until KERF_FAULT_GO is
//                     there)
//   KERF_FAULT_MARK   this file is made when it hits
//   KERF_FAULT_COUNT  at the end, gets the number of calls that counted
//   KERF_FAULT_CHUNK  no write or read takes more bytes, so that there are more places to be hit
//   KERF_FAULT_DISK   a folder that gets what a power cut can't take: "f-INODE", a file's bytes when it was
//   last synced, and
//                     "d-INODE", a folder's entries when it was: INODE, d or f, and the name, each ended by a
//                     NUL

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

constexpr int kDescriptors = 4096;
constexpr int kNone = 0;

struct Plan {
    const char* under = nullptr;
    std::size_t underLength = 0;
    const char* calls = nullptr;
    long at = 0;
    const char* what = nullptr;
    std::size_t chunk = 0;
};

std::array<std::atomic<bool>, kDescriptors> isOurs{}; // descriptors of files below the folder
std::atomic<long> counted = 0;

const char* variable(const char* name) {
    const char* value = getenv(name);
    return value == nullptr || *value == '\0' ? nullptr : value;
}

const Plan& plan() {
    static const Plan made = [] {
        Plan plan{
            .under = variable("KERF_FAULT_UNDER"),
            .calls = variable("KERF_FAULT_CALLS"),
            .what = variable("KERF_FAULT_DO")};
        plan.underLength = plan.under == nullptr ? 0 : strlen(plan.under);
        plan.at = variable("KERF_FAULT_AT") == nullptr ? 0 : atol(variable("KERF_FAULT_AT"));
        plan.chunk =
            variable("KERF_FAULT_CHUNK") == nullptr ? 0 : std::size_t(atol(variable("KERF_FAULT_CHUNK")));
        return plan;
    }();
    return made;
}

bool isBelow(const char* path) {
    const Plan& p = plan();
    return p.under != nullptr && strncmp(path, p.under, p.underLength) == 0 &&
           (path[p.underLength] == '/' || path[p.underLength] == '\0');
}

bool isBelow(int folder, const char* path) {
    return *path == '/' ? isBelow(path) : folder >= 0 && folder < kDescriptors && isOurs[std::size_t(folder)];
}

bool isOurFile(int fd) {
    return fd >= 0 && fd < kDescriptors && isOurs[std::size_t(fd)];
}

void makeFile(const char* name, long number) {
    const long fd = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    std::array<char, 24> text{};
    const int length = snprintf(text.data(), text.size(), "%ld\n", number);
    syscall(SYS_write, fd, text.data(), length);
    syscall(SYS_close, fd);
}

void stall() {
    const char* go = variable("KERF_FAULT_GO");
    while (go != nullptr && syscall(SYS_access, go, F_OK) != 0) {
        const timespec pause{0, 2'000'000};
        nanosleep(&pause, nullptr);
    }
}

// The errno that this call is to fail with; kNone: it goes its way.
int faultOf(const char* call) {
    const Plan& p = plan();
    const bool counts = p.calls == nullptr ? strcmp(call, "read") != 0 : strstr(p.calls, call) != nullptr;
    if (!counts || ++counted != p.at || p.what == nullptr) {
        return kNone;
    }
    if (const char* mark = variable("KERF_FAULT_MARK")) {
        makeFile(mark, p.at);
    }
    const auto send = [](int signal) { syscall(SYS_kill, getpid(), signal); };
    if (strcmp(p.what, "KILL") == 0) {
        send(SIGKILL);
        while (true) {
            pause();
        }
    } else if (strcmp(p.what, "TERM") == 0) {
        send(SIGTERM);
    } else if (strcmp(p.what, "INT") == 0) {
        send(SIGINT);
    } else if (strcmp(p.what, "HUP") == 0) {
        send(SIGHUP);
    } else if (strcmp(p.what, "STALL") == 0) {
        stall();
    } else {
        return atoi(p.what);
    }
    return kNone;
}

// -1 with errno when this call is to fail.
long faulty(const char* call, bool isConcerned) {
    const int error = isConcerned ? faultOf(call) : kNone;
    if (error != kNone) {
        errno = error;
        return -1;
    }
    return 0;
}

// Writes `size` bytes more; files of tests are small enough for that.
void put(long fd, const void* bytes, std::size_t size) {
    syscall(SYS_write, fd, bytes, size);
}

void putEntries(long from, long to) {
    struct Entry { // as the kernel gives it
        std::uint64_t inode;
        std::int64_t offset;
        std::uint16_t length;
        std::uint8_t type;
        char name[1];
    };
    alignas(Entry) std::array<char, 1U << 15U> block{};
    for (long read = 0; (read = syscall(SYS_getdents64, from, block.data(), block.size())) > 0;) {
        for (long at = 0; at < read;) {
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
            const auto* entry = reinterpret_cast<const Entry*>(block.data() + at);
            at += entry->length;
            const char* name = static_cast<const char*>(entry->name);
            if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
                continue;
            }
            std::array<char, 32> head{};
            const int length = snprintf(
                head.data(), head.size(), "%llu %c ", static_cast<unsigned long long>(entry->inode),
                entry->type == DT_DIR ? 'd' : 'f');
            put(to, head.data(), std::size_t(length));
            put(to, name, strlen(name) + 1);
        }
    }
}

void putBytes(long from, long to) {
    std::array<char, 1U << 15U> block{};
    for (long read = 0; (read = syscall(SYS_read, from, block.data(), block.size())) > 0;) {
        put(to, block.data(), std::size_t(read));
    }
}

// What was just synced can't be lost any more.
void keepSynced(int fd) {
    const char* disk = variable("KERF_FAULT_DISK");
    struct stat status {};
    if (disk == nullptr || fstat(fd, &status) != 0) {
        return;
    }
    static std::atomic<int> copies = 0;
    std::array<char, 4096> name{};
    std::array<char, 4096> temporary{};
    std::array<char, 64> self{};
    const bool isFolder = S_ISDIR(status.st_mode);
    snprintf(
        name.data(), name.size(), "%s/%c-%llu", disk, isFolder ? 'd' : 'f',
        static_cast<unsigned long long>(status.st_ino));
    snprintf(temporary.data(), temporary.size(), "%s/t-%d", disk, ++copies);
    snprintf(self.data(), self.size(), "/proc/self/fd/%d", fd);
    const long from = syscall(SYS_openat, AT_FDCWD, self.data(), O_RDONLY);
    const long to = syscall(SYS_openat, AT_FDCWD, temporary.data(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    isFolder ? putEntries(from, to) : putBytes(from, to);
    syscall(SYS_close, from);
    syscall(SYS_close, to);
    syscall(SYS_rename, temporary.data(), name.data());
}

// fsync and fdatasync.
int sync(long number, int fd) {
    if (faulty("fsync", isOurFile(fd)) != 0) {
        return -1;
    }
    const int result = int(syscall(number, fd));
    if (result == 0 && isOurFile(fd)) {
        keepSynced(fd);
    }
    return result;
}

int openAt(int folder, const char* path, int flags, mode_t mode) {
    const bool isConcerned = isBelow(folder, path);
    if (faulty("open", isConcerned) != 0) {
        return -1;
    }
    const int fd = int(syscall(SYS_openat, folder, path, flags, mode));
    if (fd >= 0 && fd < kDescriptors) {
        isOurs[std::size_t(fd)] = isConcerned;
    }
    return fd;
}

mode_t modeIn(int flags, va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

std::size_t chunkOf(std::size_t size) {
    return plan().chunk == 0 || size < plan().chunk ? size : plan().chunk;
}

[[gnu::destructor]] void tellCount() {
    if (const char* file = variable("KERF_FAULT_COUNT")) {
        makeFile(file, counted);
    }
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeIn(flags, arguments);
    va_end(arguments);
    return openAt(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeIn(flags, arguments);
    va_end(arguments);
    return openAt(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeIn(flags, arguments);
    va_end(arguments);
    return openAt(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeIn(flags, arguments);
    va_end(arguments);
    return openAt(folder, path, flags, mode);
}

ssize_t write(int fd, const void* bytes, size_t size) {
    if (!isOurFile(fd)) {
        return syscall(SYS_write, fd, bytes, size);
    }
    return faulty("write", true) != 0 ? -1 : syscall(SYS_write, fd, bytes, chunkOf(size));
}

ssize_t read(int fd, void* bytes, size_t size) {
    if (!isOurFile(fd)) {
        return syscall(SYS_read, fd, bytes, size);
    }
    return faulty("read", true) != 0 ? -1 : syscall(SYS_read, fd, bytes, chunkOf(size));
}

int fsync(int fd) {
    return sync(SYS_fsync, fd);
}

int fdatasync(int fd) {
    return sync(SYS_fdatasync, fd);
}

int ftruncate(int fd, off_t size) noexcept {
    return faulty("truncate", isOurFile(fd)) != 0 ? -1 : int(syscall(SYS_ftruncate, fd, size));
}

int ftruncate64(int fd, off64_t size) noexcept {
    return faulty("truncate", isOurFile(fd)) != 0 ? -1 : int(syscall(SYS_ftruncate, fd, size));
}

int close(int fd) {
    const bool isConcerned = isOurFile(fd);
    if (isConcerned) {
        isOurs[std::size_t(fd)] = false;
    }
    const int error = isConcerned ? faultOf("close") : kNone;
    const int result = int(syscall(SYS_close, fd)); // Linux closes it, whatever it reports
    if (error != kNone) {
        errno = error;
        return -1;
    }
    return result;
}

int rename(const char* from, const char* to) noexcept {
    return faulty("rename", isBelow(to)) != 0 ? -1 : int(syscall(SYS_rename, from, to));
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) noexcept {
    return faulty("rename", isBelow(toFolder, to)) != 0
               ? -1
               : int(syscall(SYS_renameat2, fromFolder, from, toFolder, to, 0));
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept {
    return faulty("rename", isBelow(toFolder, to)) != 0
               ? -1
               : int(syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept {
    return faulty("rename", isBelow(toFolder, to)) != 0
               ? -1
               : int(syscall(SYS_linkat, fromFolder, from, toFolder, to, flags));
}

int unlinkat(int folder, const char* path, int flags) noexcept {
    return faulty("unlink", isBelow(folder, path)) != 0 ? -1
                                                        : int(syscall(SYS_unlinkat, folder, path, flags));
}

int mkdir(const char* path, mode_t mode) noexcept {
    return faulty("mkdir", isBelow(path)) != 0 ? -1 : int(syscall(SYS_mkdir, path, mode));
}
}
