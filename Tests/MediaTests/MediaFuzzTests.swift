@testable import Media
import Testing

/// Seeds and their mutations, the same in every run: whatever comes, the filters answer or refuse, never trap, never grow,
/// and how the bytes are cut into pieces changes nothing.
@Suite struct MediaFuzzTests {
    /// xorshift: the same sequence in every run.
    struct Noise: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    static func mutated(_ seed: [UInt8], _ noise: inout Noise) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...5, using: &noise) {
            let place = Int.random(in: 0...bytes.count, using: &noise)
            switch Int.random(in: 0..<5, using: &noise) {
            case 0: bytes.insert(UInt8.random(in: 0...255, using: &noise), at: place)
            case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &noise)
            case 2 where place < bytes.count: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &noise)))
            case 3 where place < bytes.count: bytes[place] = [0x00, 0xFF, 0x7F, 0x80].randomElement(using: &noise) ?? 0
            default:
                let other = Samples.all.randomElement(using: &noise) ?? []
                bytes.insert(contentsOf: other.prefix(Int.random(in: 0...80, using: &noise)), at: place)
            }
        }
        return bytes
    }

    @Test(arguments: Samples.all.indices) func mutationsOf(_ seed: Int) {
        var noise = Noise(state: 0x9E37_79B9_7F4A_7C15 &+ UInt64(seed))
        for _ in 0..<400 {
            let bytes = Self.mutated(Samples.all[seed], &noise)
            for question in MediaQuestion.allCases {
                let whole = try? taken(bytes, as: question)
                let parts = try? taken(bytes, as: question, piece: Int.random(in: 1...40, using: &noise))
                #expect(whole?.type == parts?.type && whole?.bytes == parts?.bytes)
                if let whole { #expect(whole.bytes.count <= bytes.count + 400 && question.takes(whole.type)) }
            }
        }
    }

    /// Lengths that promise more than memory holds.
    @Test func hugePromisesCostNothing() {
        let png = Array(Samples.png().prefix(33)) + [0x7F, 0xFF, 0xFF, 0xFF] + Array("IDAT".utf8)
        let film = Samples.box("ftyp", Array("isom0000".utf8)) + [0, 0, 0, 1] + Array("mdat".utf8) + Array(repeating: 0xFF, count: 8)
        let webp = Array("RIFF".utf8) + [0xFE, 0xFF, 0xFF, 0xFF] + Array("WEBPVP8 ".utf8) + [0xF0, 0xFF, 0xFF, 0xFF]
        for bytes in [png, film, webp] {
            #expect(throws: MediaFault.damaged) { try taken(bytes + Array(repeating: 0, count: 5000), as: .file) }
        }
    }

    /// A filter that forgot to let go of what it has handed out would hold all of this.
    @Test func memoryStaysSmall() throws {
        var intake = MediaIntake(for: .image)
        let photo = Samples.jpeg()
        let end = photo.count - 2
        var out = try intake.take(Array(photo[..<end])).count
        let piece = [UInt8](repeating: 0x55, count: 1 << 16)
        for _ in 0..<64 { out += try intake.take(piece).count }
        #expect(out == end + (64 << 16))
        _ = try intake.take(Array(photo[end...]))
        #expect(try intake.finish().type == .jpeg)
    }
}
