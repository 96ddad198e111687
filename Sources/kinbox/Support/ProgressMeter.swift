import Foundation
import Synchronization

/// One line on standard error that grows: how far long work has come. Silent for work that takes less than two seconds.
final class ProgressMeter: Sendable {
    private let total: Int
    private let what: String
    private let began = Date()
    private let last = Mutex(Date())

    /// `total` 0 where it is not known.
    init(total: Int, what: String) {
        self.total = total
        self.what = what
    }

    func show(_ done: Int) {
        let now = Date()
        let isDue = last.withLock { last in
            guard now.timeIntervalSince(last) >= 2 else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        if total == 0 { return Terminal.say("  \(done) \(what)") }
        let percent = done * 100 / total
        let left = done > 0 ? Int(now.timeIntervalSince(began) / Double(done) * Double(total - done)) : 0
        Terminal.say("  \(done) of \(total) \(what) (\(percent) %), about \(left) s left")
    }

    func finish(_ text: String) {
        Terminal.say("  \(text) in \(Int(Date().timeIntervalSince(began))) s")
    }
}
