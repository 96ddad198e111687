import Foundations
import Synchronization

/// Uploaded forms between their report and their publication, in memory alone: few, for the one who uploaded them, until
/// newer ones need their place or the box restarts. They hold nothing about anybody.
final class UploadShelf: Sendable {
    struct Upload: Sendable {
        let id: UUIDv7
        let person: UUIDv7
        let name: String
        let bytes: [UInt8]
        /// As last checked.
        var checked: CheckedForm?
    }

    static let most = 8
    static let mostBytes = 48 << 20

    private struct State: Sendable {
        var uploads: [Upload] = []
        var isChecking = false
    }

    private let state = Mutex(State())

    func keep(_ upload: Upload) {
        state.withLock { state in
            state.uploads.append(upload)
            while state.uploads.count > Self.most || state.uploads.reduce(0, { $0 + $1.bytes.count }) > Self.mostBytes, state.uploads.count > 1 {
                state.uploads.removeFirst()
            }
        }
    }

    func find(_ id: UUIDv7, of person: UUIDv7) -> Upload? {
        state.withLock { $0.uploads.first { $0.id == id && $0.person == person } }
    }

    func note(_ checked: CheckedForm, of id: UUIDv7) {
        state.withLock { state in
            guard let place = state.uploads.firstIndex(where: { $0.id == id }) else { return }
            state.uploads[place].checked = checked
        }
    }

    /// One form is checked at a time: a check may take seconds and some hundred megabytes.
    func beginChecking() -> Bool {
        state.withLock { state in
            defer { state.isChecking = true }
            return !state.isChecking
        }
    }

    func endChecking() { state.withLock { $0.isChecking = false } }
}
