import Foundations
import TimeLimits

/// A country's files as a publication keeps them: canonical CBOR, `{"country": text, "files": {name: bytes}}`.
public struct LimitContents: Sendable, Equatable {
    public let country: String
    public let files: [String: [UInt8]]

    public init(country: String, files: [String: [UInt8]]) {
        self.country = country
        self.files = files.filter { LimitBookReader.files.contains($0.key) }
    }

    /// Nil for bytes that are none of ours.
    public init?(_ bytes: [UInt8]) {
        guard case .map(let map)? = try? CanonicalCBOR.decode(bytes, limits: CanonicalCBOR.Limits(bytes: 5 << 20, depth: 4, items: 100)),
              let country = map["country"]?.text, case .map(let files)? = map["files"] else { return nil }
        self.init(country: country, files: files.compactMapValues(\.bytes))
    }

    public var bytes: [UInt8] {
        CanonicalCBOR.encode(.map(["country": .text(country), "files": .map(files.mapValues(Value.bytes))]))
    }
}
