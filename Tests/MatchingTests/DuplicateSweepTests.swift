import Foundation
import Foundations
import Matching
import Testing

/// The search of all children for pairs: what it keeps from slice to slice and from night to night, and when it runs.
@Suite struct DuplicateSweepTests {
    private let ids = (1...6).map { UUIDv7(high: 0, low: UInt64($0)) }
    private let noon = WallTime(millis: 1_790_000_000_000 / 86_400_000 * 86_400_000 + 12 * 3_600_000)

    private func at(hours: Double) -> WallTime { WallTime(millis: noon.millis + Int64(hours * 3_600_000)) }

    @Test func aPairIsTheSameWhicheverWayRound() {
        #expect(DuplicatePair(ids[3], ids[1]) == DuplicatePair(ids[1], ids[3]) && DuplicatePair(ids[3], ids[1]).first == ids[1])
    }

    @Test func onlyWhatChangedIsComparedAgain() {
        var sweep = DuplicateSweep<Int>()
        sweep.begin(at: noon)
        let met = ids.filter { sweep.meets($0, digest: 1) }
        #expect(met == ids)
        sweep.found(DuplicatePair(ids[0], ids[1]), bits: 8)
        sweep.found(DuplicatePair(ids[2], ids[3]), bits: 9)
        sweep.found(DuplicatePair(ids[1], ids[0]), bits: 12)
        sweep.found(DuplicatePair(ids[4], ids[5]), bits: 3)
        #expect(sweep.ranked.first == DuplicatePair(ids[0], ids[1]), "shown before the round is over, by the stronger of the two ways round")
        sweep.end(at: at(hours: 1))
        #expect(!sweep.isUnderWay && sweep.ended == at(hours: 1) && sweep.ranked.count == 3)
        sweep.begin(at: at(hours: 24))
        #expect(sweep.ended == at(hours: 1), "the last whole round stands while the next is under way")
        let compared = ids.dropLast().filter { sweep.meets($0, digest: $0 == ids[2] ? 7 : 1) }
        #expect(compared == [ids[2]])
        #expect(sweep.ranked == [DuplicatePair(ids[0], ids[1]), DuplicatePair(ids[4], ids[5])], "what changed is forgotten until it is found again")
        sweep.end(at: at(hours: 25))
        #expect(sweep.ranked == [DuplicatePair(ids[0], ids[1])], "a pair with a child who is gone is gone")
    }

    @Test func theLikeliestAreKept() {
        var sweep = DuplicateSweep<Int>()
        sweep.begin(at: noon)
        for index in 0..<UInt64(2 * DuplicateSweep<Int>.most + 50) {
            let pair = DuplicatePair(UUIDv7(high: 1, low: index), UUIDv7(high: 2, low: index))
            _ = (sweep.meets(pair.first, digest: 0), sweep.meets(pair.second, digest: 0))
            sweep.found(pair, bits: Double(index))
        }
        sweep.end(at: at(hours: 1))
        #expect(sweep.pairs.count == DuplicateSweep<Int>.most)
        #expect(sweep.ranked.first?.first == UUIDv7(high: 1, low: UInt64(2 * DuplicateSweep<Int>.most + 49)))
    }

    @Test func onceEachNightAndAfterEachStart() {
        let schedule = SweepSchedule()
        #expect(schedule.isDue(at: noon, last: nil), "a night that was missed is made up for at the start")
        #expect(!schedule.isDue(at: at(hours: 12.9), last: noon))
        #expect(schedule.isDue(at: at(hours: 13), last: noon), "one at night")
        #expect(!schedule.isDue(at: at(hours: 20), last: at(hours: 13)) && schedule.isDue(at: at(hours: 37), last: at(hours: 13)))
        #expect(!schedule.isDue(at: at(hours: -1), last: noon) && schedule.isDue(at: at(hours: -30), last: noon), "a clock that was set back stops it for a day at the most")
        let away = WallTime(millis: at(hours: 9).millis, offsetMinutes: 240)
        #expect(schedule.isDue(at: away, last: WallTime(millis: noon.millis, offsetMinutes: 240)), "by the local clock")
        #expect(schedule.rest(after: 100, at: noon) == 400 && schedule.rest(after: 100, at: at(hours: 14)) == 100)
    }
}

/// The sweep over a labelled district: KINBOX_MATCHING_CHILDREN sets its size, as for `QualityTests`; 300 in every run, for each is compared with all.
@Suite(.serialized) struct SweepQualityTests {
    private static let children = QualityTests.environment["KINBOX_MATCHING_CHILDREN"].flatMap { Int($0) } ?? 300
    private static let questions = QualityTests.environment["KINBOX_MATCHING_QUESTIONS"].flatMap { Int($0) } ?? 60
    private func id(_ number: Int) -> UUIDv7 { UUIDv7(high: 0, low: UInt64(number)) }

    /// All children of a district, and those who are registered a second time, swept in slices as the box does.
    private func expectGood(_ name: String, _ district: some LabelledDistrict) throws {
        let weights = try QualityTests.weights(), index = MemoryIndex()
        let again = district.registrations.compactMap { one in one.truth.map { (one.child, $0) } }
        let children = district.stored + again.map(\.0)
        for child in children { index.add(child) }
        let labelled = Set(again.enumerated().map { DuplicatePair(id(district.stored.count + $0.offset), id($0.element.1)) })
        var sweep = DuplicateSweep<Int>()
        let start = clock()
        sweep.begin(at: WallTime(millis: 0))
        for (number, child) in children.enumerated() where sweep.meets(id(number), digest: 0) {
            let candidates = LikenessSearch(child, for: .duplicate, weights).candidates(in: index)
            for other in candidates.children where Int(other) != number {
                let likeness = candidates.scorer.likeness(to: index.folded[Int(other)])
                if likeness.score >= candidates.threshold { sweep.found(DuplicatePair(id(number), id(Int(other))), bits: likeness.bits) }
            }
        }
        sweep.end(at: WallTime(millis: 1))
        let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        let found = labelled.filter { sweep.pairs[$0] != nil }.count, ranked = sweep.ranked
        let top = ranked.prefix(labelled.count).filter(labelled.contains).count
        print("== sweep, \(name), \(children.count) children: \(found) of \(labelled.count) found, \(sweep.pairs.count) pairs, \(top) labelled among the first \(labelled.count); \(seconds) s")
        #expect(Double(found) >= 0.95 * Double(labelled.count))
    }

    @Test func firstDistrict() throws {
        try expectGood("first district", FirstDistrict(children: Self.children, questions: Self.questions, seed: 11))
    }

    @Test func secondDistrict() throws {
        try expectGood("second district", SecondDistrict(children: Self.children, questions: Self.questions, seed: 12))
    }
}
