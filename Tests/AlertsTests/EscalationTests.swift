import Alerts
import Foundations
import Testing

private let head = "level,after_minutes,role,without_sight\n"

@Suite struct EscalationTests {
    @Test func levelsAreReachedInTheirTime() throws {
        let table = try EscalationTable(head + "1,30,supervisor,skip\n2,120,district_manager,count\n2,120,agency_focal_point,skip\n")
        func reached(_ minutes: Double) -> Set<Int> { table.reached(age: Int64(minutes * 60_000)) { _ in true } }
        #expect(reached(0).isEmpty && reached(29.9).isEmpty)
        #expect(reached(30) == [1] && reached(119.9) == [1])
        #expect(reached(120) == [1, 2])
        #expect(table.rungs.filter(\.tellsUnseen).map(\.role) == ["district_manager"])
    }

    @Test func aLevelWithNobodyHandsItsTimeOn() throws {
        let table = try EscalationTable(head + "1,30,a,skip\n2,60,b,skip\n3,600,c,skip\n")
        #expect(table.reached(age: 30 * 60_000) { $0 != 1 } == [2])
        #expect(table.reached(age: 30 * 60_000) { $0 == 3 } == [3])
        #expect(table.reached(age: 599 * 60_000) { $0 != 1 } == [2])
        #expect(table.reached(age: .max) { _ in false }.isEmpty)
    }

    @Test(arguments: [
        "", "level\n1\n", head, head + "x,30,a,skip\n", head + "1,0,a,skip\n", head + "1,30,,skip\n", head + "1,30,a,perhaps\n", head + "0,30,a,skip\n",
        head + "1,30,a,skip\n1,31,b,skip\n", head + "1,30,a,skip\n2,29,b,skip\n", head + "1,10081,a,skip\n", head + String(repeating: "1,30,a,skip\n", count: 200),
        head + "\"1,30,a,skip\n",
    ])
    func aFaultyFileIsRefused(_ text: String) {
        #expect(throws: EscalationFault.self) { try EscalationTable(text) }
    }

    @Test func aClockThatJumpsEscalatesNothing() {
        let time = ManualTime(), id = UUIDv7.make(at: 1)
        var watch = EscalationWatch()
        watch.see([id: time.now().millis - 60_000], now: time.now(), nanos: time.monotonicNanos())
        #expect(watch.age(of: id, nanos: time.monotonicNanos()) == 60_000)
        time.set(WallTime(millis: time.now().millis + 400 * 86_400_000))
        watch.see([id: 1], now: time.now(), nanos: time.monotonicNanos())
        #expect(watch.age(of: id, nanos: time.monotonicNanos()) == 60_000)
        time.set(WallTime(millis: 5, trust: .unset))
        time.advance(millis: 120_000)
        watch.see([id: 1], now: time.now(), nanos: time.monotonicNanos())
        #expect(watch.age(of: id, nanos: time.monotonicNanos()) == 180_000)
    }

    @Test func theTimeThatTheBoxWasOffCountsOnce() {
        let time = ManualTime(), id = UUIDv7.make(at: 1), other = UUIDv7.make(at: 2)
        var watch = EscalationWatch()
        let made = time.now().millis - 3 * 3_600_000
        watch.see([id: made, other: time.now().millis + 5_000], now: time.now(), nanos: time.monotonicNanos())
        #expect(watch.age(of: id, nanos: time.monotonicNanos()) == 3 * 3_600_000)
        #expect(watch.age(of: other, nanos: time.monotonicNanos()) == 0)
        watch.see([other: 1], now: time.now(), nanos: time.monotonicNanos())
        #expect(watch.age(of: id, nanos: time.monotonicNanos()) == 0)
        var unset = EscalationWatch()
        unset.see([id: made], now: WallTime(millis: 10, trust: .unset), nanos: 0)
        #expect(unset.age(of: id, nanos: 0) == 0)
    }
}
