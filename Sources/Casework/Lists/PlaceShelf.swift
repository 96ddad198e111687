import Synchronization

/// The places in use, for everybody who serves from one store: one value that is replaced as a whole.
public final class PlaceShelf: Sendable {
    private struct Held {
        var book: PlaceBook
        var revision = 0
        /// The version of the record that says so.
        var place = 0
    }

    private let held: Mutex<Held>
    /// What came with the box.
    public let standard: PlaceBook

    public init(standard: PlaceBook = PlaceBook(languages: [])) {
        self.standard = standard
        held = Mutex(Held(book: standard))
    }

    public var book: PlaceBook { held.withLock { $0.book } }

    /// The places and a number that rises with each change; 0 is the standard.
    public var current: (book: PlaceBook, revision: Int) { held.withLock { ($0.book, $0.revision) } }

    /// Readers that hold the book before finish with it. Where two were put into use at once, what the store says last is
    /// served, in whatever order they come here.
    /// - Parameter place: the version of the record that says so.
    func change(to book: PlaceBook, place: Int) {
        held.withLock { held in
            if held.place <= place { held = Held(book: book, revision: held.revision + 1, place: place) }
        }
    }
}
