import Glibc

/// What a server sent back, taken apart by hand so that the tests see the bytes as a client does.
struct RawAnswer {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    /// What came after this answer.
    var rest: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Nil when no complete answer is in `bytes`. `withBody: false` for answers to HEAD.
    init?(_ bytes: [UInt8], withBody: Bool = true) {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= 4, let end = (0...(bytes.count - 4)).first(where: { Array(bytes[$0..<$0 + 4]) == mark }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        self.status = status
        headers = [:]
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            let value = halves.count > 1 ? String(halves[1].drop { $0 == " " }) : ""
            headers[halves[0].lowercased()] = value
        }
        var rest = Array(bytes[(end + 4)...])
        guard withBody, status != 304, status != 204 else {
            (body, self.rest) = ([], rest)
            return
        }
        if headers["transfer-encoding"]?.lowercased() == "chunked" {
            guard let (joined, left) = Self.unchunk(rest) else { return nil }
            (body, self.rest) = (joined, left)
            return
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard rest.count >= length else { return nil }
        body = Array(rest[..<length])
        rest.removeFirst(length)
        self.rest = rest
    }

    private static func unchunk(_ bytes: [UInt8]) -> ([UInt8], [UInt8])? {
        var body: [UInt8] = [], rest = bytes[...]
        while let end = rest.firstIndex(of: 13), end + 1 < rest.endIndex {
            guard let size = Int(String(decoding: rest[rest.startIndex..<end], as: UTF8.self), radix: 16) else { return nil }
            rest = rest[(end + 2)...]
            guard rest.count >= size + 2 else { return nil }
            if size == 0 { return (body, Array(rest.dropFirst(2))) }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return nil
    }
}

/// A blocking TCP connection to 127.0.0.1, with a generous limit on waiting so that a broken server fails a test
/// instead of hanging it.
///
/// `@unchecked Sendable`: a test may send on one task while another reads; `isOpen` changes only in `close`, at the end.
final class RawClient: @unchecked Sendable {
    private let fd: Int32
    private var isOpen = true

    init?(port: UInt16, receiveBuffer: Int32? = nil) {
        fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer { setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        if connected != 0 {
            Glibc.close(fd)
            isOpen = false
            return nil
        }
    }

    deinit { close() }

    func close() {
        if isOpen { Glibc.close(fd) }
        isOpen = false
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// False when the other end has closed.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// The other end sees that nothing more will come.
    func endSending() { shutdown(fd, Int32(SHUT_WR)) }

    /// Some bytes; empty at the end, nil on a reset or after the patience.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(fd, &buffer, buffer.count, 0)
        return count < 0 ? nil : Array(buffer[..<count])
    }

    /// Reads until one answer is complete. Nil when the connection ends before.
    func answer(after already: [UInt8] = [], withBody: Bool = true) -> RawAnswer? {
        var bytes = already
        while true {
            if let answer = RawAnswer(bytes, withBody: withBody) { return answer }
            guard let more = receive(), !more.isEmpty else { return nil }
            bytes += more
        }
    }

    /// Everything until the other end closes.
    func untilClosed() -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = receive(), !more.isEmpty { bytes += more }
        return bytes
    }
}
