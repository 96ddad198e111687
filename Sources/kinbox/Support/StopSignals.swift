import Foundation

/// SIGTERM and SIGINT as one event that is never lost: the handler writes a byte into a pipe, which keeps it until somebody reads.
/// (A dispatch source needs the signal ignored first, and one that comes before the source stands is gone.)
enum StopSignals {
    /// Installs the handlers. Before it, a signal ends the process as everywhere; what is saved is safe then too.
    /// - Throws: `POSIXError` where the process may open no more files.
    static func listen() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for number in [SIGTERM, SIGINT] { signal(number, wake) }
    }

    /// Calls `body` once, on a thread of its own, after the first signal since `listen`.
    static func wait(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while read(readEnd, &byte, 1) < 0, errno == EINTR {}
            body()
        }
    }
}

// Written once, before the handlers stand; the handler may touch nothing else.
private nonisolated(unsafe) var readEnd: Int32 = -1
private nonisolated(unsafe) var writeEnd: Int32 = -1

/// Async-signal-safe: one write, `errno` as it was.
private func wake(_: Int32) {
    let before = errno
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
    errno = before
}
