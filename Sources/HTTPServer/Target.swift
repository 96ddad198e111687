/// What the request line asks for: decoded path segments and query pairs.
///
/// The target is decoded exactly once. Whatever could mean two things to two readers is refused: broken escapes,
/// bytes that are not UTF-8, control characters, `.` and `..` segments, an encoded slash or backslash, empty segments.
struct Target: Sendable, Equatable {
    struct Pair: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// "/a/b" is ["a", "b"]; "/" is [].
    let segments: [String]
    let query: [Pair]

    static let maximumBytes = 4096
    static let maximumSegments = 24
    static let maximumPairs = 64

    var path: String { "/" + segments.joined(separator: "/") }

    init(_ raw: some Collection<UInt8>) throws(Problem) {
        guard raw.count <= Self.maximumBytes else {
            throw Problem(status: 414, code: "address-too-long", title: "The address is too long")
        }
        guard raw.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { throw Self.malformed }
        let bytes = try Self.withoutOrigin(Array(raw))
        let halves = bytes.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        segments = try Self.segments(of: halves[0])
        query = halves.count > 1 ? try Self.pairs(of: halves[1]) : []
    }

    private static var malformed: Problem {
        Problem(status: 400, code: "bad-address", title: "The address is malformed")
    }

    /// A proxy's form (`http://host/path`) is cut down to its path.
    private static func withoutOrigin(_ raw: [UInt8]) throws(Problem) -> [UInt8] {
        if raw.first == UInt8(ascii: "/") { return raw }
        for scheme in ["http://", "https://"] where raw.starts(with: scheme.utf8) {
            let rest = raw.dropFirst(scheme.utf8.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: "/")] }
            return Array(rest[slash...])
        }
        throw malformed
    }

    private static func segments(of path: ArraySlice<UInt8>) throws(Problem) -> [String] {
        let pieces = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if pieces.count == 1, pieces[0].isEmpty { return [] }
        guard pieces.count <= maximumSegments else { throw malformed }
        var segments: [String] = []
        for piece in pieces {
            guard let segment = Percent.decode(piece), isPlain(segment) else { throw malformed }
            segments.append(segment)
        }
        return segments
    }

    private static func isPlain(_ segment: String) -> Bool {
        if segment.isEmpty || segment == "." || segment == ".." { return false }
        return segment.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar != "/" && scalar != "\\"
        }
    }

    private static func pairs(of query: ArraySlice<UInt8>) throws(Problem) -> [Pair] {
        let pieces = query.split(separator: UInt8(ascii: "&"))
        guard pieces.count <= maximumPairs else { throw malformed }
        var pairs: [Pair] = []
        for piece in pieces {
            let halves = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Percent.decode(halves[0], plusIsSpace: true),
                  let value = halves.count > 1 ? Percent.decode(halves[1], plusIsSpace: true) : "",
                  !name.unicodeScalars.contains("\0"), !value.unicodeScalars.contains("\0")
            else { throw malformed }
            pairs.append(Pair(name: name, value: value))
        }
        return pairs
    }
}
