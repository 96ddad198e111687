import Foundation
import Synchronization
import Testing
@testable import Access

@Suite struct PasswordLaneTests {
    /// Counts how many bodies run at once, and holds them until told.
    private final class Gate: Sendable {
        let inside = Mutex((now: 0, most: 0, done: 0))
        let order = Mutex<[String]>([])
        let open = DispatchSemaphore(value: 0)

        func pass() {
            inside.withLock { $0.now += 1; $0.most = max($0.most, $0.now) }
            open.wait()
            inside.withLock { $0.now -= 1; $0.done += 1 }
        }
    }

    private func started(_ gate: Gate) async throws {
        while gate.inside.withLock({ $0.now }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func neverTwoAtOnce() async throws {
        let lane = PasswordLane(depth: 64, perPeer: 64)
        let gate = Gate()
        for _ in 0..<32 { gate.open.signal() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 { group.addTask { try await lane.run(peer: "p", favoured: false) { gate.pass() } } }
            try await group.waitForAll()
        }
        #expect(gate.inside.withLock { $0.most } == 1)
        #expect(gate.inside.withLock { $0.done } == 32)
    }

    @Test func aFullQueueAnswersAtOnce() async throws {
        let lane = PasswordLane(depth: 2, perPeer: 2)
        let gate = Gate()
        let first = Task { try await lane.run(peer: "a", favoured: false) { gate.pass() } }
        try await started(gate)
        let waiting = ["b", "c"].map { peer in Task { try await lane.run(peer: peer, favoured: false) { gate.pass() } } }
        while lane.waiting < 2 { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: AccessError.slowDown(seconds: 2)) { try await lane.run(peer: "d", favoured: false) { gate.pass() } }
        // A known device still finds a place.
        let known = Task { try await lane.run(peer: "d", favoured: true) { gate.pass() } }
        while lane.waiting < 3 { try await Task.sleep(for: .milliseconds(1)) }
        for _ in 0..<4 { gate.open.signal() }
        try await first.value
        try await known.value
        for task in waiting { try await task.value }
    }

    @Test func oneAddressCannotFillTheQueue() async throws {
        let lane = PasswordLane(depth: 8, perPeer: 2)
        let gate = Gate()
        let first = Task { try await lane.run(peer: "bad", favoured: false) { gate.pass() } }
        try await started(gate)
        let two = (0..<2).map { _ in Task { try await lane.run(peer: "bad", favoured: false) { gate.pass() } } }
        while lane.waiting < 2 { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: AccessError.slowDown(seconds: 2)) { try await lane.run(peer: "bad", favoured: false) { gate.pass() } }
        let good = Task { try await lane.run(peer: "good", favoured: false) { gate.pass() } }
        for _ in 0..<4 { gate.open.signal() }
        try await first.value
        try await good.value
        for task in two { try await task.value }
    }

    @Test func knownDevicesGoFirst() async throws {
        let lane = PasswordLane(depth: 8, perPeer: 8)
        let gate = Gate()
        let first = Task { try await lane.run(peer: "a", favoured: false) { gate.pass() } }
        try await started(gate)
        let stranger = Task { try await lane.run(peer: "b", favoured: false) { gate.pass(); gate.order.withLock { $0.append("stranger") } } }
        while lane.waiting < 1 { try await Task.sleep(for: .milliseconds(1)) }
        let known = Task { try await lane.run(peer: "c", favoured: true) { gate.pass(); gate.order.withLock { $0.append("known") } } }
        while lane.waiting < 2 { try await Task.sleep(for: .milliseconds(1)) }
        for _ in 0..<3 { gate.open.signal() }
        try await first.value
        try await stranger.value
        try await known.value
        #expect(gate.order.withLock { $0 } == ["known", "stranger"])
    }
}
