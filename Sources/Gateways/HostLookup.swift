import Foundation
import Foundations

/// Addresses of a host: as written, from /etc/hosts, or asked of the machine's name servers. A static binary can't use the system's own
/// lookup, which loads libraries; this asks for what a mail server needs and no more. A wrong answer does no harm where TLS proves the host.
enum HostLookup {
    struct Address: Equatable {
        let bytes: [UInt8]
        var isSix: Bool { bytes.count == 16 }

        init?(bytes: [UInt8]) {
            guard bytes.count == 4 || bytes.count == 16 else { return nil }
            self.bytes = bytes
        }

        init?(_ text: String) {
            var four = in_addr(), six = in6_addr()
            if inet_pton(AF_INET, text, &four) == 1 {
                bytes = withUnsafeBytes(of: &four) { Array($0) }
            } else if inet_pton(AF_INET6, text, &six) == 1 {
                bytes = withUnsafeBytes(of: &six) { Array($0) }
            } else {
                return nil
            }
        }

        func withSocketAddress<T>(port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
            if isSix {
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = port.bigEndian
                withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
                return withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in6>.size)) } }
            }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
            return withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) } }
        }
    }

    private static let mostBytes = 1 << 20

    /// At least one. Blocks for at most a few seconds.
    static func addresses(of host: String) throws(GatewayFault) -> [Address] {
        if let address = Address(host) { return [address] }
        let known = inHosts(file("/etc/hosts"), host)
        if !known.isEmpty { return known }
        for server in nameServers(file("/etc/resolv.conf")).prefix(3) {
            let found = asked(server, host, type: 1) + asked(server, host, type: 28)
            if !found.isEmpty { return found }
        }
        throw GatewayFault(.unknownHost)
    }

    static func inHosts(_ text: String, _ host: String) -> [Address] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, words.dropFirst().contains(where: { $0.lowercased() == host.lowercased() }) else { return nil }
            return Address(String(words[0]))
        }
    }

    static func nameServers(_ text: String) -> [Address] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.count >= 2 && words[0] == "nameserver" ? Address(String(words[1])) : nil
        }
    }

    private static func file(_ path: String) -> String { String(decoding: (try? DiskFiles().readAll(path, limit: mostBytes)) ?? [], as: UTF8.self) }

    /// One question to one server; nothing where it does not answer within two seconds.
    private static func asked(_ server: Address, _ host: String, type: UInt16) -> [Address] {
        let number = UInt16.random(in: 0...UInt16.max)
        guard let question = question(number, host, type: type) else { return [] }
        let made = socket(server.isSix ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { return [] }
        defer { close(made) }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        // Connected, so that nobody else's answer is heard.
        guard server.withSocketAddress(port: 53, { connect(made, $0, $1) }) == 0, send(made, question, question.count, 0) == question.count else { return [] }
        var answer = [UInt8](repeating: 0, count: 4096)
        let count = recv(made, &answer, answer.count, 0)
        return count > 0 ? addresses(in: Array(answer.prefix(count)), number: number, type: type) : []
    }

    /// RFC 1035 §4.1. Nil for names that no host has.
    static func question(_ number: UInt16, _ host: String, type: UInt16) -> [UInt8]? {
        var bytes: [UInt8] = [UInt8(number >> 8), UInt8(number & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard host.utf8.count <= 253, labels.allSatisfy({ (1...63).contains($0.count) }) else { return nil }
        for label in labels { bytes += [UInt8(label.count)] + label }
        return bytes + [0, UInt8(type >> 8), UInt8(type & 0xFF), 0, 1]
    }

    /// Addresses of the answer section; nothing for bytes that are no answer to this question.
    static func addresses(in answer: [UInt8], number: UInt16, type: UInt16) -> [Address] {
        func two(_ place: Int) -> Int? { place + 1 < answer.count ? Int(answer[place]) << 8 | Int(answer[place + 1]) : nil }
        guard two(0) == Int(number), answer.count > 12, answer[2] & 0x80 != 0, answer[3] & 0x0F == 0, two(4) == 1, let count = two(6) else { return [] }
        var place = 12, found: [Address] = []
        func skipName() -> Bool {
            while place < answer.count {
                let length = Int(answer[place])
                if length == 0 { place += 1; return true }
                if length & 0xC0 == 0xC0 { place += 2; return place <= answer.count }
                if length & 0xC0 != 0 { return false }
                place += 1 + length
            }
            return false
        }
        guard skipName() else { return [] }
        place += 4
        for _ in 0..<min(count, 32) {
            guard skipName(), let kind = two(place), let length = two(place + 8), place + 10 + length <= answer.count else { break }
            if kind == Int(type), let address = Address(bytes: Array(answer[(place + 10)..<(place + 10 + length)])), address.isSix == (type == 28) { found.append(address) }
            place += 10 + length
        }
        return found
    }
}
