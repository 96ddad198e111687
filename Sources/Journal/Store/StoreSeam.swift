/// What the journal asks of the store around its database; nothing in tests that run on plain SQLite.
package struct StoreSeam: Sendable {
    package enum Purpose: Sendable { case save, audit }

    /// Throws before a transaction begins where the store takes no more writes for this purpose.
    package var requireSpace: @Sendable (Purpose) throws -> Void
    /// The error a person should read for one that the database threw.
    package var explain: @Sendable (any Error) -> any Error

    package init(requireSpace: @escaping @Sendable (Purpose) throws -> Void = { _ in },
                 explain: @escaping @Sendable (any Error) -> any Error = { $0 }) {
        self.requireSpace = requireSpace
        self.explain = explain
    }
}
