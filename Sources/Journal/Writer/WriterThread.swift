import Dispatch
import Foundation

/// One thread that runs jobs in order, handing the worker all that wait at once (group commit).
///
/// `@unchecked Sendable`: `pending` and `stopped` are touched only between `condition.lock()` and `unlock()`.
final class WriterThread<Job>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private let atOnce: Int
    private var pending: [Job] = []
    private var stopped = false
    private var finished = false
    private var thread: Thread?

    /// `idle` is called after each group (false), and when nothing has come for the seconds that `tick` says (true);
    /// `end` once, as the last.
    init(name: String, capacity: Int, atOnce: Int, tick: @escaping @Sendable () -> Double, work: @escaping @Sendable ([Job]) -> Void,
         idle: @escaping @Sendable (_ isQuiet: Bool) -> Void, end: @escaping @Sendable () -> Void) where Job: Sendable {
        self.capacity = capacity
        self.atOnce = atOnce
        let thread = Thread { [self] in
            var last = (count: 0, nanos: UInt64(0))
            while let group = next(tick(), after: last) {
                let began = DispatchTime.now().uptimeNanoseconds
                if !group.isEmpty { work(group) }
                last = (group.count, DispatchTime.now().uptimeNanoseconds - began)
                idle(group.isEmpty)
            }
            end()
            condition.lock()
            finished = true
            condition.broadcast()
            condition.unlock()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        self.thread = thread
        thread.start()
    }

    /// False where the queue is full or the thread has been stopped.
    func submit(_ job: Job) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !stopped, pending.count < capacity else { return false }
        pending.append(job)
        condition.signal()
        return true
    }

    var isStopped: Bool {
        condition.lock()
        defer { condition.unlock() }
        return stopped
    }

    /// Lets what waits be done, then ends the thread; returns when it has ended. On the thread itself (the last
    /// reference was dropped by a job) it only asks for the end.
    func stop() {
        condition.lock()
        stopped = true
        condition.broadcast()
        while !finished, Thread.current !== thread { condition.wait() }
        condition.unlock()
    }

    /// Those whom the last group answered are about to come again. Without a moment's patience the first of them would start
    /// a group alone, and all the others would wait for it and then for their own: an eighth of the time that a group
    /// takes, at most two milliseconds, and none where jobs come one by one.
    private func next(_ tick: Double, after last: (count: Int, nanos: UInt64)) -> [Job]? {
        condition.lock()
        defer { condition.unlock() }
        if pending.isEmpty, !stopped { _ = condition.wait(until: Date(timeIntervalSinceNow: tick)) }
        if pending.isEmpty { return stopped ? nil : [] }
        if last.count > 1 {
            let until = Date(timeIntervalSinceNow: min(0.002, Double(last.nanos) / 8e9))
            while pending.count < min(last.count, atOnce), !stopped, condition.wait(until: until) {}
        }
        let group = Array(pending.prefix(atOnce))
        pending.removeFirst(group.count)
        return group
    }
}
