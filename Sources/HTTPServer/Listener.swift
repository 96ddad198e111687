// Its header brings C's socket addresses too, and the compiler may take them to be defined there.
import CMicrohttpd
import Glibc

/// Opens the listening socket ourselves: numeric addresses only (a static binary must not call getaddrinfo), and the
/// port is known before anything is served.
enum Listener {
    static func open(address: String, port: UInt16) throws(ServerFault) -> (fd: Int32, port: UInt16) {
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        if inet_pton(AF_INET, address, &v4.sin_addr) == 1 {
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
            let fd = try socket(AF_INET)
            let bound = withUnsafePointer(to: &v4) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            return try listen(fd, bound, port)
        }
        guard inet_pton(AF_INET6, address, &v6.sin6_addr) == 1 else { throw .badAddress(address) }
        v6.sin6_family = sa_family_t(AF_INET6)
        v6.sin6_port = port.bigEndian
        let fd = try socket(AF_INET6)
        set(fd, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0)
        let bound = withUnsafePointer(to: &v6) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) }
        }
        return try listen(fd, bound, port)
    }

    private static func socket(_ family: Int32) throws(ServerFault) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let fd = Glibc.socket(family, type, 0)
        guard fd >= 0 else { throw .socket(call: "socket", errno: errno) }
        set(fd, SOL_SOCKET, SO_REUSEADDR, 1)
        return fd
    }

    private static func set(_ fd: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(fd, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func listen(_ fd: Int32, _ bound: Int32, _ port: UInt16) throws(ServerFault) -> (fd: Int32, port: UInt16) {
        guard bound == 0, Glibc.listen(fd, 512) == 0 else {
            let fault = errno
            close(fd)
            throw fault == EADDRINUSE ? .portTaken(port) : .socket(call: "bind", errno: fault)
        }
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let named = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(fd, $0, &size) }
        }
        guard named == 0 else {
            let fault = errno
            close(fd)
            throw .socket(call: "getsockname", errno: fault)
        }
        return (fd, PeerAddress.port(&storage))
    }
}

enum PeerAddress {
    /// Both families keep the port at the same place.
    static func port(_ storage: inout sockaddr_storage) -> UInt16 {
        withUnsafeBytes(of: &storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }
}
