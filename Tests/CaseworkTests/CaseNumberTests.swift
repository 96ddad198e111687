import Synchronization
import Testing
@testable import Casework

@Suite struct CaseNumberTests {
    let space = CaseNumberSpace(site: 143, key: Array(0..<16))!

    /// The SipHash authors' test vector: key 00…0f, message 00…07, read as little-endian words.
    @Test func roundFunctionIsSipHash() {
        #expect(sipHash24(0x0706_0504_0302_0100, (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)) == 0x93F5_F579_9A93_2462)
    }

    @Test func neverClashesWithinASiteOrBetweenSites() throws {
        let other = try #require(CaseNumberSpace(site: 144, key: Array(0..<16)))
        var seen: Set<CaseNumber> = []
        for counter in UInt32(0)..<30_000 {
            let number = try #require(space.number(counter))
            #expect(number.site == 143)
            #expect(seen.insert(number).inserted)
        }
        for counter in UInt32(0)..<1_000 { #expect(seen.insert(try #require(other.number(counter))).inserted) }
        #expect(space.number(CaseNumberSpace.capacity) == nil)
    }

    @Test(arguments: [0, 1, 2, 77, 1_000_000, CaseNumberSpace.capacity - 1])
    func comesBackFromText(counter: UInt32) throws {
        let number = try #require(space.number(counter))
        let text = number.description
        #expect(text.utf8.count == 9)
        #expect(CaseNumber(text) == number)
        #expect(space.counter(of: number) == counter)
        #expect(CaseNumberSpace(site: 1, key: Array(0..<16))?.counter(of: number) == nil)
    }

    @Test func everyWrongCharacterAndEverySwapIsFound() throws {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        for counter in [UInt32(5), 4_711, 31_000_000] {
            let text = Array(try #require(space.number(counter)).description.filter { $0 != "-" })
            for at in 0..<8 {
                for letter in alphabet where letter != text[at] {
                    var wrong = text
                    wrong[at] = letter
                    #expect(CaseNumber(String(wrong)) == nil)
                }
                for other in 0..<at where text[other] != text[at] {
                    var swapped = text
                    swapped.swapAt(at, other)
                    #expect(CaseNumber(String(swapped)) == nil)
                }
            }
        }
    }

    @Test func readsWhatPeopleType() throws {
        // A number with 0 and 1, written with look-alikes and Arabic digits.
        let number = try #require((UInt32(0)..<5_000).lazy.compactMap { space.number($0) }
            .first { $0.description.contains("0") && $0.description.contains("1") })
        let text = number.description
        #expect(CaseNumber(" " + text.lowercased() + " ") == number)
        #expect(CaseNumber(String(text.map { $0 == "0" ? "O" : $0 == "1" ? "l" : $0 })) == number)
        #expect(CaseNumber(String(text.map { $0 == "0" ? "٠" : $0 == "1" ? "١" : $0 })) == number)
        for wrong in ["", "-", "4F73", text + "0", "UUUU-UUUU", "4F73-Q8é"] { #expect(CaseNumber(wrong) == nil) }
    }

    @Test func leasesMintApartAndRunOut() throws {
        var box = try #require(CaseNumberLease(0..<3))
        var phone = try #require(CaseNumberLease(3..<5))
        var minted: [CaseNumber] = []
        while let number = box.take(from: space) { minted.append(number) }
        while let number = phone.take(from: space) { minted.append(number) }
        #expect(minted.count == 5 && Set(minted).count == 5)
        #expect(box.left == 0 && box.take(from: space) == nil)
        #expect(CaseNumberLease(0..<(CaseNumberSpace.capacity + 1)) == nil)
    }

    /// Neighbours in time must not be neighbours in writing.
    @Test func consecutiveNumbersDoNotLookConsecutive() throws {
        var sharing = 0
        for counter in UInt32(0)..<1_000 {
            let a = try #require(space.number(counter)).description.dropFirst(2)
            let b = try #require(space.number(counter + 1)).description.dropFirst(2)
            if a.prefix(3) == b.prefix(3) { sharing += 1 }
        }
        #expect(sharing < 20)
    }
}

@Suite struct CaseNumberMintTests {
    @Test func passesOverWhatIsTakenAndNeverRepeats() throws {
        let space = try #require(CaseNumberSpace(site: 9, key: Array(16..<32)))
        let taken = Set((UInt32(0)..<40).compactMap { $0 % 2 == 0 ? space.number($0) : nil })
        let mint = CaseNumberMint(space: space, start: 0) { taken.contains($0) }
        let minted = try (0..<100).map { _ in try mint.mint() }
        #expect(Set(minted).count == 100)
        #expect(Set(minted).isDisjoint(with: taken))
    }

    /// After a restart with many cases it does not try them one by one.
    @Test(arguments: [0, 1, 2, 3, 1_000, 70_001] as [UInt32])
    func findsTheEndQuickly(used: UInt32) throws {
        let space = try #require(CaseNumberSpace(site: 9, key: Array(16..<32)))
        let asked = Mutex(0)
        let mint = CaseNumberMint(space: space) { number in
            asked.withLock { $0 += 1 }
            return (space.counter(of: number) ?? 0) < used
        }
        #expect(try mint.mint() == space.number(used))
        #expect(asked.withLock { $0 } < 50)
    }

    @Test func startsOverBehindTheLastCounter() throws {
        let space = try #require(CaseNumberSpace(site: 9, key: Array(16..<32)))
        let mint = CaseNumberMint(space: space, start: CaseNumberSpace.capacity - 1) { _ in false }
        #expect(try mint.mint() == space.number(CaseNumberSpace.capacity - 1))
        #expect(try mint.mint() == space.number(0))
    }
}
