import FormEngine
import Foundation
import Foundations
@testable import Access

/// Where the repository lies, from this file's own place.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func standardText(_ path: String) throws -> String {
    try String(contentsOf: repository.appendingPathComponent("assets/standard/\(path)"), encoding: .utf8)
}

private let readOnce = Result { try RoleBook.read(roles: standardText("roles.csv"), rights: standardText("role_rights.csv")) }

func standardRoles() throws -> RoleBook { try readOnce.get() }

/// A repeatable source of numbers (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// An identifier with a readable number.
func id(_ number: UInt64) -> UUIDv7 { UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number) }

func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }

/// Not for secrets: tests only need different inputs to give different outputs.
func weakDigest(_ bytes: [UInt8]) -> [UInt8] { SHA1.digest(bytes) + [UInt8](repeating: 0, count: 12) }

extension ManualTime {
    func advance(seconds: Int) { advance(millis: Int64(seconds) * 1000) }
}
