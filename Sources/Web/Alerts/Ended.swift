import Foundation

/// Wakes the threads early when they shall end, and lets whoever ends them wait for it.
final class Ended: @unchecked Sendable {
    // Its fields are touched under the condition alone.
    private let condition = NSCondition()
    private var isOver = false
    private var running = 0

    var isEnded: Bool { condition.withLock { isOver } }

    func begin() { condition.withLock { running += 1 } }

    func finish() {
        condition.withLock {
            running -= 1
            condition.broadcast()
        }
    }

    func end() {
        condition.withLock {
            isOver = true
            condition.broadcast()
            while running > 0 { condition.wait() }
        }
    }

    /// True where it is over.
    func wait(seconds: Double) -> Bool {
        condition.withLock {
            let until = Date(timeIntervalSinceNow: seconds)
            while !isOver, condition.wait(until: until) {}
            return isOver
        }
    }
}
