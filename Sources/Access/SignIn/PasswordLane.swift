import Foundation
import Synchronization

/// Makes and checks password hashes. The real one is Argon2id from the vault; tests bring a cheap one.
public protocol PasswordHashing: Sendable {
    /// A salted, self-describing hash. Takes noticeable time and memory by design.
    func hash(_ password: [UInt8]) throws -> String
    func verify(_ password: [UInt8], against hash: String) -> Bool
}

/// The single lane for password hashing: one thread, one hash at a time, at low priority, a short queue.
/// However many people sign in, or pretend to, one core at most is busy with it and nobody else waits.
public final class PasswordLane: Sendable {
    private struct Job: Sendable {
        let peer: String
        let run: @Sendable () -> Void
    }

    private struct Queue {
        var favoured: [Job] = []
        var others: [Job] = []
        var stopped = false

        var waiting: Int { favoured.count + others.count }
    }

    private let queue = Mutex(Queue())
    private let bell = DispatchSemaphore(value: 0)
    public let depth: Int
    public let perPeer: Int

    /// - Parameters:
    ///   - depth: jobs that may wait, beside the one at work.
    ///   - perPeer: how many of them may come from one address, so that one guesser can't fill the queue.
    public init(depth: Int = 16, perPeer: Int = 4) {
        self.depth = depth
        self.perPeer = perPeer
        let thread = Thread { [weak self, bell] in
            lowerOwnPriority()
            while true {
                bell.wait()
                guard let lane = self else { return }
                if !lane.work() { return }
            }
        }
        thread.name = "kinbox-password"
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit {
        queue.withLock { $0.stopped = true }
        bell.signal()
    }

    /// Jobs waiting now, for the health page.
    public var waiting: Int { queue.withLock { $0.waiting } }

    /// Runs `body` on the lane and waits without holding a thread.
    /// - Parameter favoured: known devices and people already signed in; they go first and may use half as much again of the queue.
    /// - Throws: `slowDown` when the queue is full; the caller answers 429.
    public func run<Result: Sendable>(
        peer: String, favoured: Bool, _ body: @escaping @Sendable () -> Result
    ) async throws(AccessError) -> Result {
        let answer: Result? = await withCheckedContinuation { continuation in
            let job = Job(peer: peer) { continuation.resume(returning: body()) }
            if take(job, favoured) { bell.signal() } else { continuation.resume(returning: nil) }
        }
        guard let answer else { throw .slowDown(seconds: 2) }
        return answer
    }

    private func take(_ job: Job, _ favoured: Bool) -> Bool {
        queue.withLock { queue in
            let room = favoured ? depth + depth / 2 : depth
            let same = (favoured ? queue.favoured : queue.others).count { $0.peer == job.peer }
            guard queue.waiting < room, favoured || same < perPeer else { return false }
            if favoured { queue.favoured.append(job) } else { queue.others.append(job) }
            return true
        }
    }

    private func work() -> Bool {
        let job: Job? = queue.withLock { queue in
            guard !queue.stopped else { return nil }
            if !queue.favoured.isEmpty { return queue.favoured.removeFirst() }
            return queue.others.isEmpty ? nil : queue.others.removeFirst()
        }
        guard let job else { return false }
        job.run()
        return true
    }
}

/// On Linux scheduling belongs to the thread that sets it. `SCHED_IDLE` yields the moment anything else on the box wants
/// to run; a nice value alone still takes its share of every core. Where the kernel refuses, the nice value stays.
private func lowerOwnPriority() {
    errno = 0
    _ = nice(19)
    var none = sched_param()
    _ = sched_setscheduler(0, idleScheduling, &none)
}

/// `SCHED_IDLE` of <sched.h>, which Swift's Glibc leaves out.
private let idleScheduling: Int32 = 5
