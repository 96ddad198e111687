import Glibc

/// The threads on which handlers run: a fixed number, apart from Swift's own pool, so that a handler may block (SQLite)
/// without holding up anything but its like. An `await` inside a handler gives its thread back.
///
/// The queue itself is not bounded: who admits work (the server, by its queue limit) bounds it.
///
/// `@unchecked Sendable`: `jobs`, `head` and `isClosed` are touched only while `lock` is held.
public final class WorkerPool: TaskExecutor, @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [UnownedJob] = []
    private var head = 0
    private var isClosed = false

    /// Starts the threads. `stackSize` in bytes each; fewer threads than asked for may come up when memory is short, but
    /// not none.
    public init(threads: Int = 6, stackSize: Int = 1 << 20) throws(ServerFault) {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(wake, nil)
        var started = 0
        for index in 0..<max(1, threads) {
            // The threads keep the pool alive until `close`.
            let isUp = SystemThread.start("worker-\(index)", stackSize: stackSize) { [self] in work() }
            if isUp { started += 1 }
        }
        guard started > 0 else { throw .noThread }
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(wake)
        lock.deallocate()
        wake.deallocate()
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(lock)
        let runHere = isClosed
        if !runHere { jobs.append(job) }
        pthread_cond_signal(wake)
        pthread_mutex_unlock(lock)
        // A task that outlived the pool still has to end: its last steps run on whoever woke it.
        if runHere { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Lets the threads end once the queue is empty. What comes later runs on the caller's thread.
    public func close() {
        pthread_mutex_lock(lock)
        isClosed = true
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(lock)
    }

    private func work() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while head == jobs.count {
            if isClosed { return nil }
            pthread_cond_wait(wake, lock)
        }
        let job = jobs[head]
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: jobs.count < 1024)
            head = 0
        }
        return job
    }
}
