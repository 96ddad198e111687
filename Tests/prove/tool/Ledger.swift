import Foundations
import Journal
import Synchronization

/// What the workload asked for and what it was told, in the words a wreck can be questioned with.
struct Promise: Sendable {
    enum Kind: Sendable {
        /// The store was created and its recovery key handed out.
        case created
        /// One save: its records with a field each. All or nothing.
        case save([Kept])
        /// A sealed attachment, by name.
        case blob(String)
        /// This passphrase opens the store from now on, or no longer does.
        case passphrase(String, opens: Bool)
        /// Nothing of this child is left.
        case shred(dossier: UUIDv7, name: String)
        /// Something was handed in while the store was locked.
        case queued(id: UUIDv7, text: String)
        /// Everything was re-encrypted.
        case rotated
    }

    struct Kept: Sendable {
        let record: UUIDv7
        let entry: UUIDv7
        let dossier: UUIDv7
        let field: String
        let value: String
        /// Version of the record after this save.
        let version: Int
    }

    let number: Int
    let kind: Kind

    /// What it was, for whoever looks into one that was not kept.
    var name: String {
        let what = switch kind {
        case .created: "creation"
        case .save(let records): "save of \(records.map(\.field).joined(separator: " and "))"
        case .blob(let name): "attachment \(name)"
        case .passphrase(_, let opens): opens ? "a new passphrase" : "a passphrase taken away"
        case .shred: "erasure"
        case .queued: "what came while locked"
        case .rotated: "re-encryption"
        }
        return "promise \(number) (\(what))"
    }
}

/// Where in the log of the disk each promise was begun and where it was kept.
final class Ledger: Sendable {
    private struct Book {
        var promises: [Promise] = []
        var begun: [Int: Int] = [:]
        var kept: [Int: Int] = [:]
    }
    private let book = Mutex(Book())
    private let recorder: DiskRecorder

    init(recorder: DiskRecorder) { self.recorder = recorder }

    /// Notes that `kind` is about to be asked for; call `keep` with the number once it was promised.
    func begin(_ kind: Promise.Kind) -> Int {
        recorder.mark("begin")
        let position = recorder.count
        return book.withLock { book in
            let number = book.promises.count
            book.promises.append(Promise(number: number, kind: kind))
            book.begun[number] = position
            return number
        }
    }

    /// From the next operation on, a cut must not undo this.
    func keep(_ number: Int) {
        recorder.mark("kept")
        let position = recorder.count
        book.withLock { $0.kept[number] = position }
    }

    enum Standing { case notBegun, inFlight, kept }

    /// All promises as they stood when the first `operations` of the log had been done.
    func standing(after operations: Int) -> [(promise: Promise, standing: Standing)] {
        book.withLock { book in
            book.promises.map { promise in
                if let kept = book.kept[promise.number], kept <= operations { return (promise, .kept) }
                // What an unwatched call began just before its mark may be there already.
                return (promise, (book.begun[promise.number] ?? .max) <= operations ? .inFlight : .notBegun)
            }
        }
    }

    var positions: [Int] { book.withLock { $0.kept.values.sorted() } }
    var count: Int { book.withLock { $0.promises.count } }
}
