import Foundation
import Foundations
import Testing

@Suite struct IdentifierTests {
    @Test func textAndBytesRoundTrip() throws {
        let id = try #require(UUIDv7("01890a5d-ac96-774b-bcce-b302099a8057"))
        #expect(id.description == "01890a5d-ac96-774b-bcce-b302099a8057")
        #expect(UUIDv7(bytes: id.bytes) == id)
        #expect(id.millis == 1_688_096_058_518)
        #expect(try JSONDecoder().decode([UUIDv7].self, from: JSONEncoder().encode([id])) == [id])
    }

    @Test(arguments: ["", "01890a5d", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a80577",
                      "01890a5dxac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a80g7",
                      "{1890a5d-ac96-774b-bcce-b302099a8057"])
    func refusesOtherText(_ text: String) { #expect(UUIDv7(text) == nil) }

    @Test func laterOnesSortBehindAndCarryVersionAndVariant() {
        var previous = UUIDv7(high: 0, low: 0)
        for millis in stride(from: Int64(1_700_000_000_000), to: 1_700_000_001_000, by: 10) {
            let id = UUIDv7.make(at: millis)
            #expect(previous < id)
            #expect(id.high >> 12 & 15 == 7)
            #expect(id.low >> 62 == 2)
            #expect(id.millis == millis)
            previous = id
        }
    }

    @Test func derivedOnesAreStableAndMarked() {
        let digest = (0..<32).map { UInt8($0) }
        #expect(UUIDv7.derived(from: digest) == UUIDv7.derived(from: digest))
        #expect(UUIDv7.derived(from: digest)?.description == "00010203-0405-8607-8809-0a0b0c0d0e0f")
    }
}
