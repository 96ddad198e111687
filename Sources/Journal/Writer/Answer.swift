import Foundation

/// One result handed from the writer thread to a thread that waits.
///
/// `@unchecked Sendable`: `result` is touched only between `lock()` and `unlock()`.
final class Answer<T: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var result: Result<T, JournalError>?

    func put(_ value: Result<T, JournalError>) {
        condition.lock()
        result = value
        condition.broadcast()
        condition.unlock()
    }

    func take() -> Result<T, JournalError> {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result { return result }
            condition.wait()
        }
    }
}
