import Glibc

/// A name or address under which a site can be reached, in the form certificates carry.
public enum SiteName: Sendable, Hashable {
    /// Lower case, without a final dot.
    case dns(String)
    /// 4 or 16 bytes.
    case address([UInt8])

    public init(_ text: String) throws(CertificateFault) {
        if let bytes = Self.addressBytes(text) {
            self = .address(bytes)
        } else {
            let name = text.hasSuffix(".") ? String(text.dropLast()).lowercased() : text.lowercased()
            guard Self.isHostName(name) else { throw .badName(String(text.prefix(100))) }
            self = .dns(name)
        }
    }

    public var text: String {
        switch self {
        case .dns(let name):
            return name
        case .address(let bytes):
            var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &buffer, socklen_t(buffer.count))
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    private static func addressBytes(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    /// RFC 1123: labels of letters, digits and inner hyphens. The last must not be a number, or the whole would be
    /// taken for an address.
    private static func isHostName(_ name: String) -> Bool {
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        let isWellFormed = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen && label.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == hyphen
            }
        }
        let endsInNumber = labels.last?.allSatisfy { (0x30...0x39).contains($0) } ?? true
        return isWellFormed && !endsInNumber && name.utf8.count <= 253
    }
}

/// What the site's intermediate may sign for. Browsers refuse anything else it signs, so that who steals it can
/// pretend to be this box in its own network and nobody on the internet.
struct Permitted: Sendable {
    let domains: [String]
    /// Network and mask, 8 or 32 bytes, as RFC 5280 §4.2.1.10 has them.
    let ranges: [[UInt8]]

    /// Names ending in these exist only in local networks (RFC 6762, RFC 8375 and common routers).
    static let localDomains = ["localhost", "local", "lan", "home.arpa", "internal"]

    /// Loopback, RFC 1918, link-local and unique local addresses.
    static let localRanges: [[UInt8]] = [
        [127, 0, 0, 0, 255, 0, 0, 0],
        [10, 0, 0, 0, 255, 0, 0, 0],
        [172, 16, 0, 0, 255, 240, 0, 0],
        [192, 168, 0, 0, 255, 255, 0, 0],
        [169, 254, 0, 0, 255, 255, 0, 0],
        [UInt8](repeating: 0, count: 15) + [1] + [UInt8](repeating: 255, count: 16),
        [0xFC] + [UInt8](repeating: 0, count: 15) + [0xFE] + [UInt8](repeating: 0, count: 15),
        [0xFE, 0x80] + [UInt8](repeating: 0, count: 14) + [0xFF, 0xC0] + [UInt8](repeating: 0, count: 14),
    ]

    /// The local ones, and exactly the names and addresses of the site where they are not local.
    init(for names: [SiteName]) {
        var domains = Self.localDomains, ranges = Self.localRanges
        for name in names where !Self.permits(name, domains, ranges) {
            switch name {
            case .dns(let host): domains.append(host)
            case .address(let bytes): ranges.append(bytes + [UInt8](repeating: 255, count: bytes.count))
            }
        }
        (self.domains, self.ranges) = (domains, ranges)
    }

    init(domains: [String], ranges: [[UInt8]]) {
        (self.domains, self.ranges) = (domains, ranges)
    }

    func permits(_ name: SiteName) -> Bool { Self.permits(name, domains, ranges) }

    private static func permits(_ name: SiteName, _ domains: [String], _ ranges: [[UInt8]]) -> Bool {
        switch name {
        case .dns(let host):
            return domains.contains { host == $0 || host.hasSuffix("." + $0) }
        case .address(let bytes):
            return ranges.contains { range in
                range.count == 2 * bytes.count && bytes.indices.allSatisfy {
                    bytes[$0] & range[bytes.count + $0] == range[$0] & range[bytes.count + $0]
                }
            }
        }
    }
}
