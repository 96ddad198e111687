import Glibc
import Synchronization

/// All open connections. The library knows only inactivity, which a client that drips one byte a second never shows;
/// this table gives every phase an end.
final class ConnectionTable: Sendable {
    private let open = Mutex<[ObjectIdentifier: Connection]>([:])

    func add(_ connection: Connection) {
        open.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    /// To be called before the socket is closed: while a connection is in the table its descriptor is its own.
    func remove(_ connection: Connection) {
        open.withLock { $0[ObjectIdentifier(connection)] = nil }
    }

    var count: Int { open.withLock { $0.count } }

    /// Ends the overdue and those that have gone: the socket is shut down, which its event thread sees and cleans up
    /// after. The gone need this because the library, told by one edge of both data and end, reads the data and
    /// forgets the end.
    func sweep(now: UInt64, limits: Limits) {
        open.withLock { table in
            let crowded = table.count > limits.connections / 2
            shutDown(table) { $0.isOverdue(now: now, crowded: crowded, limits: limits) }
            let awaited = table.values.filter { $0.isAwaited(now: now) }
            var polled = awaited.map { pollfd(fd: $0.fd, events: Self.gone, revents: 0) }
            guard !polled.isEmpty, poll(&polled, nfds_t(polled.count), 0) > 0 else { return }
            for (connection, answer) in zip(awaited, polled) where answer.revents != 0 {
                shutdown(connection.fd, Int32(SHUT_RDWR))
            }
        }
    }

    /// POLLRDHUP: the other end will send nothing more (Linux; POLLERR and POLLHUP are always told).
    private static let gone: Int16 = 0x2000

    func endIdle() {
        open.withLock { table in shutDown(table) { $0.isIdle } }
    }

    private func shutDown(_ table: [ObjectIdentifier: Connection], where isDue: (Connection) -> Bool) {
        for connection in table.values where isDue(connection) { shutdown(connection.fd, Int32(SHUT_RDWR)) }
    }
}
